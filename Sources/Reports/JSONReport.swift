import FoundationEssentials
import PluginModel

/// The session as one JSON object: schema 1, for scripts.
public enum JSONReport {
  public static let schema = 1

  /// - Parameters:
  ///   - layers: those of the sandbox that held; nil if nothing told.
  ///   - called: whether the plugins were called, or only checked.
  public static func text(
    of list: PluginList, settings: Settings, layers: SandboxLayers? = nil, version: String, called: Bool
  ) -> String {
    let judged = list.plugins.map { ($0, Judgement(of: $0, settings: settings, called: called)) }
    return JSON.object(
      head(settings, layers, version: version) + [
        ("plugins", .array(judged.map { .object(plugin($0, $1, settings, called: called)) })),
        ("summary", .object(summary(of: judged.map { $1?.verdict }))),
      ]
    ).text + "\n"
  }

  static func head(_ settings: Settings, _ layers: SandboxLayers?, version: String) -> [(String, JSON)] {
    [
      ("schema", .integer(schema)), ("airlock", .string(version)), ("sandbox", sandbox(settings.sandbox, layers)),
    ]
  }

  private static func sandbox(_ policy: SandboxPolicy, _ layers: SandboxLayers?) -> JSON {
    let held = layers.map { $0.under(policy) }
    return .object([
      ("layers", .array((held?.layers ?? []).map(JSON.string))),
      ("missing", .array((held?.missing ?? []).map(JSON.string))),
      ("loosened", .array(policy.loosened.map(JSON.string))),
    ])
  }

  static func plugin(
    _ plugin: Plugin, _ judgement: Judgement?, _ settings: Settings, called: Bool
  ) -> [(String, JSON)] {
    let inspection = plugin.inspection
    let report = called ? plugin.run : plugin.load
    return [
      ("path", .string(plugin.path.text.repaired)),
      ("pathBase64", plugin.path.text.exact == nil ? .string(Data(plugin.path.bytes).base64EncodedString()) : .null),
      ("alsoGivenAs", .array(plugin.alsoGivenAs.map { .string($0.text.repaired) })),
      ("identicalTo", .optional(plugin.identicalTo?.text.repaired)),
      ("kind", .optional(inspection?.kind?.rawValue)),
    ] + outcome(judgement) + [
      ("sha256", .optional(inspection?.digest)),
      ("buildID", .optional(inspection?.buildID)),
      ("checks", .array(plugin.checks(settings: settings).map(check))),
      ("signature", inspection?.signature.map(signature) ?? .null),
      ("run", called ? report.map { .object(run($0, plugin)) } ?? .null : .null),
    ] + consequences(of: report)
  }

  /// What it came to.
  static func outcome(_ judgement: Judgement?) -> [(String, JSON)] {
    [
      ("verdict", .optional(judgement?.verdict.rawValue)),
      ("failure", .optional(judgement?.failure?.rawValue)),
      ("message", .optional(judgement.flatMap { $0.isError ? $0.line.repaired : nil })),
      ("hint", .optional(judgement?.hint?.repaired)),
    ]
  }

  static func consequences(of report: RunReport?) -> [(String, JSON)] {
    [
      ("attempts", .array((report?.attempts.list ?? []).map(JSON.attempt))),
      ("crash", report.flatMap(CrashReport.init(of:)).map(JSON.crash) ?? .null),
    ]
  }

  private static func check(_ check: Check) -> JSON {
    .object([
      ("id", .string(check.id.rawValue)), ("status", .string(check.status.rawValue)),
      ("summary", .string(check.summary)),
      ("hint", check.status == .pass ? .null : .optional(check.hint)),
    ])
  }

  private static func signature(_ signature: Signature) -> JSON {
    .object([
      ("expected", .string(signature.expected)), ("found", .optional(signature.found)),
      ("evidence", .string(signature.evidence.rawValue)),
    ])
  }

  static func run(_ report: RunReport, _ plugin: Plugin) -> [(String, JSON)] {
    var value = JSON.null
    var error = JSON.null
    var exitStatus = JSON.null
    switch report.ending {
    case .returned(let result): value = .integer(result)
    case .returnedError(let text, let result):
      value = .integer(result)
      error = .string(text.repaired)
    case .exited(let status): exitStatus = .integer(status)
    default: break
    }
    let times: [(String, UInt64?)] = [
      ("open", report.times.open), ("lookup", report.times.lookup), ("call", report.times.call),
      ("close", report.times.close),
    ]
    return [
      ("input", .string((plugin.runInput ?? ForeignText("")).repaired)),
      ("value", value),
      ("error", error),
      ("phase", .string(report.phase.rawValue)),
      ("signal", .optional(report.ending.crash.map { SignalName.of($0.signal) })),
      ("exitStatus", exitStatus),
      (
        "milliseconds",
        .object(times.compactMap { name, time in time.map { (name, .number(Double($0) / 1e6, places: 3)) } })
      ),
      ("peakMemoryBytes", .integer(report.peakMemory)),
      ("stdout", .string(report.stdout.text.repaired)),
      ("stderr", .string(report.stderr.text.repaired)),
      ("droppedBytes", .integer(report.stdout.dropped + report.stderr.dropped)),
    ]
  }

  static func summary(of verdicts: [Verdict?]) -> [(String, JSON)] {
    var counts: [Verdict: Int] = [:]
    for case let verdict? in verdicts { counts[verdict, default: 0] += 1 }
    return [("total", .integer(verdicts.count))]
      + Verdict.allCases.map { ($0.rawValue, .integer(counts[$0] ?? 0)) }
  }
}
