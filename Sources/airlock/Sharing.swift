import Linux
import PluginModel
import Storage
import Terminal

/// A text on its way to somebody else. Each way tells what became of it, in words for the status line.
struct Sharing {
  let text: String
  /// Of a file's name, without what follows the last dot.
  let stem: String
  let ending: String

  /// Into the user's clipboard, or where that is not possible into a file.
  ///
  /// - Parameter words: what it is: "the command".
  func copy(_ words: String, by terminal: Terminal) -> String {
    if terminal.copy(text) { return "copied \(words), \(Decimal.bytes(UInt64(text.utf8.count)))" }
    return "no clipboard for that: " + write()
  }

  /// Into a new file in the current folder.
  func write() -> String {
    switch saved() {
    case .success(let name): "saved \(name)"
    case .failure(let problem): "\(problem)"
    }
  }

  /// The same; the name of the file.
  func saved() -> Result<String, NotSaved> {
    do {
      return .success(try PrivateFile.write(Array(text.utf8), stem: stem, ending: ending, in: PluginPath(".")))
    } catch {
      return .failure(NotSaved(name: "\(stem).\(ending)", cause: error))
    }
  }

  struct NotSaved: Error, CustomStringConvertible {
    let name: String
    let cause: SystemError

    var description: String { "could not save \(name): \(cause.reason)" }
  }
}
