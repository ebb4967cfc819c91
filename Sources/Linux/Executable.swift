import Glibc
import PluginModel

/// Where this program lies: its worker and the sample plugins lie beside it.
public enum Executable {
  /// readlink(2) of /proc/self/exe.
  public static let path: PluginPath = {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = max(0, readlink("/proc/self/exe", &buffer, buffer.count))
    return PluginPath(buffer.prefix(count).map { UInt8(bitPattern: $0) })
  }()
  public static let folder = path.folder
}

extension PluginPath {
  /// The path from the current folder on, if it lies there; getcwd(3).
  public var relativeToCurrentFolder: PluginPath {
    guard let current = getcwd(nil, 0) else { return self }  // removed or unreadable: the whole path serves
    defer { free(current) }
    let text = UnsafeBufferPointer(start: current, count: strlen(current))
    let prefix = text.map { UInt8(bitPattern: $0) } + [UInt8(ascii: "/")]
    return bytes.starts(with: prefix) ? PluginPath(bytes.dropFirst(prefix.count)) : self
  }
}
