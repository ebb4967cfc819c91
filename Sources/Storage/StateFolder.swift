import Glibc
import Linux
import PluginModel

/// Where Airlock keeps what outlives a session, by the XDG Base Directory Specification: reports, and other state.
public enum StateFolder {
  /// `$XDG_STATE_HOME/airlock`, else `~/.local/state/airlock`; nil where neither leads anywhere. As the specification
  /// has it, a relative path counts as none.
  public static var path: PluginPath? {
    if let state = absolute("XDG_STATE_HOME") { return state.appending("airlock".utf8) }
    return absolute("HOME").map { $0.appending(".local/state/airlock".utf8) }
  }

  /// Makes a folder that only the user may enter, and those above it that are not there; mkdir(2). One that is there
  /// stays as it is.
  public static func make(_ folder: PluginPath) throws(SystemError) {
    if try folder.withCString({ mkdir($0, 0o700) }) == 0 || errno == EEXIST { return }
    guard errno == ENOENT, folder.folder != folder, folder.bytes.contains(UInt8(ascii: "/")) else {
      throw SystemError("mkdir")
    }
    try make(folder.folder)
    guard try folder.withCString({ mkdir($0, 0o700) }) == 0 || errno == EEXIST else { throw SystemError("mkdir") }
  }

  /// `~` for the home folder, as people write it.
  public static func shortened(_ path: PluginPath) -> PluginPath {
    guard let home = absolute("HOME"), home.bytes.count > 1, path.bytes.lies(in: home.bytes) else { return path }
    return PluginPath("~".utf8 + path.bytes.dropFirst(home.bytes.count))
  }

  /// The path that one with a leading `~` means.
  public static func expanded(_ path: PluginPath) -> PluginPath {
    guard path.bytes.starts(with: "~/".utf8), let home = absolute("HOME") else { return path }
    return home.appending(path.bytes.dropFirst(2))
  }

  static func absolute(_ variable: String) -> PluginPath? {
    guard let value = getenv(variable), value.pointee == CChar(UInt8(ascii: "/")) else { return nil }
    return PluginPath(UnsafeBufferPointer(start: value, count: strlen(value)).map { UInt8(bitPattern: $0) })
  }
}
