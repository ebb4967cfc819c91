import CLinux
import Glibc
import Linux
import PluginModel

/// A file that only the user may read, and that is there as a whole or not at all.
public enum PrivateFile {
  /// Writes a new file `STEM.ENDING`, or `STEM-2.ENDING` and so on if that name is taken. Nothing is ever replaced: not
  /// by this process, not by another that does the same.
  ///
  /// - Returns: The file's name in the folder.
  @discardableResult
  public static func write(
    _ bytes: [UInt8], stem: String, ending: String, in folder: PluginPath
  ) throws(SystemError) -> String {
    let temporary = folder.appending("\(temporaryPrefix)\(getpid())-\(linux_now())".utf8)
    let file = try temporary.withCString { linux_create_private($0) }
    guard file >= 0 else { throw SystemError("open") }
    do throws(SystemError) {
      defer { close(file) }
      // On the disk before it has its name: after a power cut the name must not lead to half a file.
      guard Descriptor.writeAll(file, bytes), linux_sync(file) == 0 else { throw SystemError("write") }
      return try name(temporary, stem: stem, ending: ending, in: folder)
    } catch {
      _ = try? remove(temporary)
      throw error
    }
  }

  /// unlink(2).
  public static func remove(_ file: PluginPath) throws(SystemError) {
    guard try file.withCString({ unlink($0) }) == 0 else { throw SystemError("unlink") }
  }

  /// What a file is called while it is written.
  static let temporaryPrefix = ".airlock-new-"
  /// Of one name; more in the same second are not meant.
  private static let mostOfOneName = 1000

  /// Gives a file the first name of these that is free: `STEM.ENDING`, `STEM-2.ENDING`, and so on.
  ///
  /// - Parameter keepingOld: whether it keeps the one that it has, too; link(2).
  static func name(
    _ file: PluginPath, stem: String, ending: String?, in folder: PluginPath, keepingOld: Bool = false
  ) throws(SystemError) -> String {
    let ending = ending.map { ".\($0)" } ?? ""
    for number in 1...mostOfOneName {
      let name = number == 1 ? stem + ending : "\(stem)-\(number)\(ending)"
      if try rename(file, to: folder.appending(name.utf8), keepingOld) { return name }
      guard errno == EEXIST else { throw SystemError(keepingOld ? "link" : "rename") }
    }
    throw SystemError("rename", number: EEXIST)
  }

  /// False, with the errno, if it could not be done.
  private static func rename(
    _ old: PluginPath, to new: PluginPath, _ keepingOld: Bool
  ) throws(SystemError) -> Bool {
    let terminated = new.bytes.map { CChar(bitPattern: $0) } + [0]
    return try old.withCString { keepingOld ? link($0, terminated) : linux_rename_new($0, terminated) } == 0
  }
}
