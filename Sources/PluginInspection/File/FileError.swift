import Glibc
import Linux
import PluginModel

/// Why a path leads to no file that could be inspected.
enum FileError: Error, Equatable {
  case notFound(hint: String?)
  case notReadable(SystemError)
  /// What stands there instead: "named pipe".
  case notAFile(String)

  var rejection: Rejection {
    switch self {
    case .notFound(let hint): Rejection(.fileNotFound, "no such file or directory", hint: hint)
    case .notReadable(let error):
      Rejection(
        .notReadable, error.reason,
        hint: error.number == ENOMEM ? "The inspector has no room for a file of that length." : nil)
    case .notAFile(let what): Rejection(.notAFile, "not a regular file (\(what))")
    }
  }

  /// Why nothing more can be told of it.
  var obstacle: String {
    switch self {
    case .notFound: "there is no such file"
    case .notReadable: "the file cannot be read"
    case .notAFile: "it is not a regular file"
    }
  }

  /// What stands at the path, for a title.
  var nature: String? {
    if case .notAFile(let what) = self { what } else { nil }
  }
}
