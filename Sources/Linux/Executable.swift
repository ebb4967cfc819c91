import Glibc
import PluginModel

/// Where this program lies: its worker and the sample plugins lie beside it.
public enum Executable {
  /// readlink(2) of /proc/self/exe, without the name.
  public static let folder: PluginPath = {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = max(0, readlink("/proc/self/exe", &buffer, buffer.count))
    return PluginPath(buffer.prefix(count).map { UInt8(bitPattern: $0) }).folder
  }()
}
