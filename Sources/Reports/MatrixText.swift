import PluginModel

/// What `run --inputs` prints: a line for each call, with its input in quotation marks, in list order and then in the
/// order of the inputs.
public struct MatrixText: Sendable {
  private let text: TextReport

  public init(_ text: TextReport) { self.text = text }

  /// Of an input that stands in a line, in characters.
  static let shownInput = 60

  public func lines(of calls: PluginCalls) -> TextLines {
    let plugin = calls.plugin
    guard !calls.calls.isEmpty else { return text.lines(of: plugin) }
    var lines = TextLines()
    lines.stderr += text.twinNote(of: plugin)
    var told = Told()
    for call in calls.calls { add(call, of: plugin.after(call), &told, to: &lines) }
    if text.verbose { lines.stderr += text.detailLines(of: Plugin(worstOf: calls)) }
    return lines
  }

  /// What has been told of a plugin, and need not be told again at each of its inputs.
  private struct Told {
    var hints: Set<[String]> = []
    /// With the input that led to the first.
    var crashes: [CrashKey: String] = [:]
    var hangs: [[String]: String] = [:]
    var attempts: Set<[String]> = []
  }

  private func add(_ call: PluginCalls.Call, of plugin: Plugin, _ told: inout Told, to lines: inout TextLines) {
    let label = call.input.quoted(atMost: Self.shownInput)
    let judgement = Judgement(of: plugin, report: call.report, settings: text.settings)
    lines.stderr += TextReport.outputLines(call.report, after: "\(plugin.path.line) \(label)")
    if judgement.isError {
      let failure = FailureText(judgement, of: plugin, settings: text.settings, .reason).lines
      let hints = Array(failure.dropFirst())
      lines.stderr.append(Self.labelled(failure[0], label))
      if told.hints.insert(hints).inserted { lines.stderr += hints }
      if text.withReports, call.report.trace == nil { lines.stderr += crashLines(call.report, label, &told) }
    } else {
      lines.stdout.append("\(text.isMany ? plugin.path.line + ": " : "")\(label): \(judgement.line.line)")
    }
    let attempts = AttemptsText.lines(call.report.attempts, of: plugin, settings: text.settings, all: text.verbose)
    guard let first = attempts.first, told.attempts.insert(attempts).inserted else { return }
    lines.stderr += [Self.labelled(first, label)] + attempts.dropFirst()
  }

  private func crashLines(_ report: RunReport, _ label: String, _ told: inout Told) -> [String] {
    let lines = CrashText(of: report, settings: text.settings).lines
    if let key = CrashReport(of: report)?.key {
      if let first = told.crashes[key] { return ["  The same crash as on input \(first)."] }
      told.crashes[key] = label
    } else if !lines.isEmpty {
      if let first = told.hangs[lines] { return ["  It stood where it did on input \(first)."] }
      told.hangs[lines] = label
    }
    return lines
  }

  /// "Error: input "a": plugin ./p.so crashed …": the input stands before all that a plugin chose.
  private static func labelled(_ line: String, _ label: String) -> String {
    guard let colon = line.firstRange(of: ": ") else { return line }
    return "\(line[..<colon.upperBound])input \(label): \(line[colon.upperBound...])"
  }
}
