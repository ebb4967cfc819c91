import Dashboard
import PluginModel
import Reports
import Storage

extension Plugin {
  /// The line that its newest call came to, as `airlock run` prints it: harmless, whatever the plugin said.
  func result(_ settings: Settings) -> Sharing? {
    Judgement(of: self, settings: settings).map { sharing($0.line.line, ending: "txt") }
  }

  /// What does on the command line what Enter does.
  func command(_ settings: Settings) -> Sharing { sharing(reproduction(settings), ending: "sh") }

  private func sharing(_ text: String, ending: String) -> Sharing {
    Sharing(text: text, stem: "\(CrashArchive.stem(of: path))-\(Moment.now.stamp)", ending: ending)
  }
}

extension SideBySide {
  /// As `airlock compare --all` prints it.
  var sharing: Sharing {
    Sharing(
      text: SideBySideText.lines(of: self, all: true).map { $0 + "\n" }.joined(),
      stem: "airlock-compare-\(Moment.now.stamp)", ending: "txt")
  }
}

extension PluginList {
  /// As `airlock run --format` writes it.
  func report(as form: ListForm, _ settings: Settings, _ layers: SandboxLayers?) -> Sharing {
    switch form {
    case .json:
      let text = JSONReport.text(of: self, settings: settings, layers: layers, version: Airlock.version, called: true)
      return Sharing(text: text, stem: stem, ending: "json")
    case .junit:
      return Sharing(text: JUnitReport.text(of: self, settings: settings, called: true), stem: stem, ending: "xml")
    }
  }

  private var stem: String { Sharing.stem }
}

extension [PluginCalls] {
  /// As `airlock run --inputs --format` writes them.
  func report(
    as form: ListForm, of matrix: Matrix, _ list: PluginList, _ settings: Settings, _ layers: SandboxLayers?
  ) -> Sharing {
    switch form {
    case .json:
      let json = MatrixJSON(settings: settings, version: Airlock.version)
      let plugins = enumerated().map { json.plugin($1, isFirst: $0 == 0) }
      let verdicts = map { Plugin(worstOf: $0).verdict(settings) }
      let text = json.head(layers: layers) + plugins.joined() + json.tail(matrix, list, verdicts: verdicts)
      return Sharing(text: text, stem: Sharing.stem, ending: "json")
    case .junit:
      let junit = MatrixJUnit(settings: settings, inputs: matrix.inputs)
      return Sharing(text: junit.head + map(junit.suite).joined() + junit.tail, stem: Sharing.stem, ending: "xml")
    }
  }
}

extension Sharing {
  fileprivate static var stem: String { "airlock-\(Moment.now.stamp)" }
}
