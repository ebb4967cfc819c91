import Glibc
import PluginModel

/// Why a path leads to no file that could be inspected.
enum FileError: Error, Equatable {
  case notFound(hint: String?)
  /// The C type is `errno`.
  case notReadable(errno: Int32)
  /// What stands there instead: "named pipe".
  case notAFile(String)

  var rejection: Rejection {
    switch self {
    case .notFound(let hint): Rejection(.fileNotFound, "no such file or directory", hint: hint)
    case .notReadable(let number): Rejection(.notReadable, Self.words(number))
    case .notAFile(let what): Rejection(.notAFile, "not a regular file (\(what))")
    }
  }

  /// What stands at the path, for a title.
  var nature: String? {
    if case .notAFile(let what) = self { what } else { nil }
  }

  /// The error's words in lower case: "permission denied". See strerror(3).
  private static func words(_ number: Int32) -> String {
    guard let text = strerror(number) else { return "error \(number)" }
    return String(cString: text).lowercased()
  }
}
