import Dashboard
import PluginModel
import Reports
import Storage
import Terminal

/// A report on its way to somebody else. Each way tells what became of it, in words for the status line.
extension CrashOccurrence {
  func copyReport(by terminal: Terminal) -> String {
    copy(CrashMarkdown.text(of: self, in: .here), "the report as Markdown", by: terminal, ending: "md")
  }

  func copyCommand(by terminal: Terminal) -> String { copy(reproduction, "the command", by: terminal, ending: "sh") }

  /// Into a new file in the current folder.
  func export(_ form: ReportForm) -> String {
    switch form {
    case .markdown: write(CrashMarkdown.text(of: self, in: .here), ending: "md")
    case .json: write(CrashRecord.json(of: self, in: .here), ending: "json")
    }
  }

  /// Into the user's clipboard, or where that is not possible into a file.
  private func copy(_ text: String, _ words: String, by terminal: Terminal, ending: String) -> String {
    if terminal.copy(text) { return "copied \(words), \(Decimal.bytes(UInt64(text.utf8.count)))" }
    return "no clipboard for that: " + write(text, ending: ending)
  }

  private func write(_ text: String, ending: String) -> String {
    do {
      let stem = "\(CrashArchive.stem(of: plugin.path))-\(ended.stamp)"
      return "saved \(try PrivateFile.write(Array(text.utf8), stem: stem, ending: ending, in: PluginPath(".")))"
    } catch {
      return "could not save the report: \(error.reason)"
    }
  }
}
