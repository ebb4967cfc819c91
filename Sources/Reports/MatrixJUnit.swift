import PluginModel

/// `run --inputs` as JUnit's XML: a suite a plugin, a test case an input. It is written a suite at a time.
///
/// A plugin that is refused fails at every input, so that each test case has a result whatever becomes of the plugin.
public struct MatrixJUnit: Sendable {
  private let settings: Settings
  /// Of the test cases, input by input.
  private let names: [String]

  public init(settings: Settings, inputs: [ForeignText]) {
    self.settings = settings
    names = Self.names(of: inputs)
  }

  public let head = "\(XML.declaration)<testsuites name=\"\(JUnitReport.name)\">\n"
  public let tail = "</testsuites>\n"

  public func suite(_ calls: PluginCalls) -> String {
    let name = calls.plugin.path.line
    let cases =
      calls.calls.isEmpty
      ? names.map { JUnitReport.Case(calls.plugin, settings: settings, called: true, name: $0, group: name) }
      : calls.calls.map {
        JUnitReport.Case(
          calls.plugin.after($0), settings: settings, called: true, name: names[$0.column], group: name)
      }
    return JUnitReport.suite(named: name, cases).text(indent: 1)
  }

  /// Build servers tell test cases apart by their names: those that are cut or alike have their number besides.
  private static func names(of inputs: [ForeignText]) -> [String] {
    let names = inputs.map { $0.quoted(atMost: MatrixText.shownInput) }
    let counts = Dictionary(names.map { ($0, 1) }, uniquingKeysWith: +)
    return names.enumerated().map { index, name in
      name.hasSuffix("…") || counts[name] != 1 ? "\(name) (input \(index + 1))" : name
    }
  }
}
