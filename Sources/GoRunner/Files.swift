import CLinux
import Glibc
import Linux
import PluginModel

/// Folders and files of the cache, for nobody but the user.
enum Files {
  /// mkdir(2); one that is there already is fine.
  static func makeFolder(_ path: PluginPath) throws(SystemError) {
    let isMade = try path.withCString { mkdir($0, 0o700) == 0 }
    guard isMade || errno == EEXIST else { throw SystemError("mkdir") }
  }

  /// rename(2): in one step, or not at all.
  static func move(_ path: PluginPath, to other: PluginPath) throws(SystemError) {
    let result = try other.withCString { target in
      Result { () throws(SystemError) in try path.withCString { rename($0, target) } }
    }
    guard try result.get() == 0 else { throw SystemError("rename") }
  }

  /// A new file with this content.
  static func write(_ content: [UInt8], to path: PluginPath) throws(SystemError) {
    let file = try path.withCString { linux_create($0) }
    guard file >= 0 else { throw SystemError("open") }
    defer { close(file) }
    guard fchmod(file, 0o600) == 0, Descriptor.writeAll(file, content) else { throw SystemError("write") }
  }

  /// Removes a file, or a folder with all that is in it. What cannot be removed stays.
  static func remove(_ path: PluginPath) {
    let isGone = (try? path.withCString { unlink($0) == 0 }) ?? true
    guard !isGone, errno == EISDIR || errno == EPERM else { return }
    for entry in (try? Folder.entries(of: path, atMost: .max)) ?? [] { remove(path.appending(entry.name)) }
    _ = try? path.withCString { rmdir($0) }
  }
}
