import FoundationEssentials
import PluginModel

/// `run --inputs` as one JSON object: schema 1, in which each plugin has `runs` besides. It is written a plugin at a time:
/// a million calls are not held until the last has ended.
///
/// Where the schema has one run of a plugin, that is the first that came to the worst.
public struct MatrixJSON: Sendable {
  private let settings: Settings
  private let version: String

  public init(settings: Settings, version: String) {
    self.settings = settings
    self.version = version
  }

  /// What comes before the first plugin.
  public func head(layers: SandboxLayers?) -> String {
    "{\n" + JSON.text(of: JSONReport.head(settings, layers, version: version)) + ",\n  \"plugins\": ["
  }

  public func plugin(_ calls: PluginCalls, isFirst: Bool) -> String {
    let worst = Plugin(worstOf: calls)
    let members =
      JSONReport.plugin(worst, Judgement(of: worst, settings: settings), settings, called: true)
      + [("runs", .array(calls.calls.map { .object(run($0, of: calls.plugin)) }))]
    return (isFirst ? "\n    " : ",\n    ") + JSON.object(members).text(indent: 2)
  }

  private func run(_ call: PluginCalls.Call, of plugin: Plugin) -> [(String, JSON)] {
    let plugin = plugin.after(call)
    let exact = call.input.exact == nil ? Data(call.input.bytes).base64EncodedString() : nil
    let judgement = Judgement(of: plugin, report: call.report, settings: settings)
    return [("inputBase64", .optional(exact))] + JSONReport.outcome(judgement) + JSONReport.run(call.report, plugin)
      + JSONReport.consequences(of: call.report)
  }

  /// What comes after the last plugin.
  ///
  /// - Parameter verdicts: the worst of each plugin.
  public func tail(_ matrix: Matrix, _ list: PluginList, verdicts: [Verdict?]) -> String {
    let summary = MatrixSummary(matrix, list, settings)
    let calls =
      [("total", JSON.integer(matrix.total))]
      + Verdict.allCases.map {
        ($0.rawValue, .integer(summary.count($0)))
      }
    let differences = summary.splitColumns.map { column in
      JSON.object([
        ("input", .string(matrix.inputs[column].repaired)), ("index", .integer(column)),
        ("answers", .array(summary.groups(of: column).map { answer(of: $0, list) })),
      ])
    }
    return "\n  ],\n"
      + JSON.text(of: [
        ("differences", .array(differences)),
        ("summary", .object(JSONReport.summary(of: verdicts) + [("runs", .object(calls))])),
      ]) + "\n}\n"
  }

  private func answer(of group: (answer: Answer, members: [Int]), _ list: PluginList) -> JSON {
    .object([
      ("answer", .string(group.answer.word)),
      ("plugins", .array(group.members.map { .string(list[$0].path.text.repaired) })),
    ])
  }
}
