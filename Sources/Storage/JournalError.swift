import Linux
import PluginModel

/// Why a journal, or a file of verdicts, could not be read or written.
public enum JournalError: Error, Equatable, CustomStringConvertible {
  case system(PluginPath, SystemError)
  /// The folder that the file would be made in is not there.
  case noFolder(PluginPath)
  /// Another process has held it for as long as this one was willing to wait.
  case held(PluginPath)
  /// A link, a pipe, a device, a folder: to open it could do anything.
  case notAFile(PluginPath)
  /// Where it leads to is for whoever named it to say.
  case symbolicLink(PluginPath)
  case anotherUsers(PluginPath)
  case full(PluginPath)
  /// A newer version wrote it, and can still read it: it is left alone.
  case newer(PluginPath)
  /// What was to be written is no object of JSON on one line, or too long for one, in bytes.
  case notALine(Int)

  public var description: String {
    switch self {
    case .system(let path, let error): "\(StateFolder.shortened(path).line): \(error.reason)"
    case .noFolder(let path): "\(StateFolder.shortened(path).line): its folder is not there; make it first"
    case .held(let path):
      "another airlock holds \(StateFolder.shortened(path).line); try again when that has let go of it"
    case .notAFile(let path): "\(StateFolder.shortened(path).line) is not a regular file; move it away, or name another"
    case .symbolicLink(let path):
      "\(StateFolder.shortened(path).line) is a symbolic link; name the file that it leads to"
    case .anotherUsers(let path): "\(StateFolder.shortened(path).line) belongs to another user"
    case .newer(let path): "\(StateFolder.shortened(path).line) was written by a newer airlock; use that"
    case .full(let path):
      "\(StateFolder.shortened(path).line) is full (\(Decimal.bytes(UInt64(Journal.longestFile)))); move it away, or remove lines that are not needed"
    case .notALine(let count): "\(Decimal.bytes(UInt64(count))) are no line of a journal"
    }
  }
}

extension JournalError {
  /// Does something whose failure is about this path.
  static func about<Result: ~Copyable>(
    _ path: PluginPath, _ body: () throws(SystemError) -> Result
  ) throws(JournalError) -> Result {
    do throws(SystemError) {
      return try body()
    } catch {
      throw .system(path, error)
    }
  }
}
