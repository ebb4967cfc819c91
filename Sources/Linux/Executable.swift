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
  /// getcwd(3); `.` if it was removed or cannot be read.
  public static var currentFolder: PluginPath {
    guard let current = getcwd(nil, 0) else { return PluginPath(".") }
    defer { free(current) }
    return PluginPath(UnsafeBufferPointer(start: current, count: strlen(current)).map { UInt8(bitPattern: $0) })
  }

  /// The path from the current folder on, if it lies there.
  public var relativeToCurrentFolder: PluginPath {
    let prefix = Self.currentFolder.bytes + [UInt8(ascii: "/")]
    return bytes.starts(with: prefix) ? PluginPath(bytes.dropFirst(prefix.count)) : self
  }
}
