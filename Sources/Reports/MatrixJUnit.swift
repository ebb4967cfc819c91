import PluginModel

/// `run --inputs` as JUnit's XML: a suite a plugin, a test case an input. It is written a suite at a time.
///
/// Each input is a test case whatever becomes of the plugin: one that is refused fails at all of them, and a call that was
/// not made is skipped.
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
    let made = Dictionary(calls.calls.map { ($0.column, $0) }) { first, _ in first }
    let cases = names.enumerated().map { column, input in
      JUnitReport.Case(
        made[column].map(calls.plugin.after) ?? calls.plugin, settings: settings, called: true, name: input,
        group: name)
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
