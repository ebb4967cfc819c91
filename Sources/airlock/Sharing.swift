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
    do {
      return "saved \(try PrivateFile.write(Array(text.utf8), stem: stem, ending: ending, in: PluginPath(".")))"
    } catch {
      return "could not save \(stem).\(ending): \(error.reason)"
    }
  }
}
