import Dashboard
import PluginModel
import Reports
import Storage

extension CrashOccurrence {
  var markdown: Sharing { sharing(CrashMarkdown.text(of: self, in: .here), ending: "md") }
  var json: Sharing { sharing(CrashRecord.json(of: self, in: .here), ending: "json") }
  var command: Sharing { sharing(reproduction, ending: "sh") }

  func report(as form: ReportForm) -> Sharing {
    switch form {
    case .markdown: markdown
    case .json: json
    }
  }

  private func sharing(_ text: String, ending: String) -> Sharing {
    Sharing(text: text, stem: "\(CrashArchive.stem(of: plugin.path))-\(ended.stamp)", ending: ending)
  }
}
