import PluginModel

/// The session as JUnit's XML, the form that build servers read: one suite, each plugin a test case.
///
/// A plugin that was refused or said no is a failure, one that went down an error. Of the many dialects this is the one
/// that Jenkins' schema describes; Ant's differs in where a test's output stands.
public enum JUnitReport {
  static let name = "airlock"

  /// - Parameter called: whether the plugins were called, or only checked.
  public static func text(of list: PluginList, settings: Settings, called: Bool) -> String {
    let cases = list.plugins.map { Case($0, settings: settings, called: called) }
    let totals = totals(of: cases)
    return XML("testsuites", [("name", name)] + totals, [suite(named: name, cases, totals)]).document
  }

  static func suite(named name: String, _ cases: [Case]) -> XML { suite(named: name, cases, totals(of: cases)) }

  private static func suite(named name: String, _ cases: [Case], _ totals: [(String, String)]) -> XML {
    XML(
      "testsuite", [("name", name)] + totals + [("skipped", count(.skipped, in: cases))], cases.map(\.element))
  }

  private static func totals(of cases: [Case]) -> [(String, String)] {
    [
      ("tests", String(cases.count)), ("failures", count(.failure, in: cases)), ("errors", count(.error, in: cases)),
      ("time", seconds(cases.reduce(0) { $0 + $1.time })),
    ]
  }

  private static func count(_ outcome: Outcome, in cases: [Case]) -> String {
    String(cases.reduce(0) { $0 + ($1.outcome == outcome ? 1 : 0) })
  }

  /// The element that tells how a test case ended; none if it passed.
  enum Outcome: String {
    case passed, failure, error, skipped

    init(_ verdict: Verdict?) {
      switch verdict {
      case .passed: self = .passed
      case .rejected, .returnedError: self = .failure
      case .crashed, .timedOut, .exited, .limitExceeded, .interrupted: self = .error
      case nil: self = .skipped
      }
    }
  }

  struct Case {
    let outcome: Outcome
    /// In nanoseconds.
    let time: UInt64
    let element: XML

    /// - Parameters:
    ///   - name: nil for the plugin's path.
    ///   - group: what build servers call a class.
    init(
      _ plugin: Plugin, settings: Settings, called: Bool, name: String? = nil, group: String = JUnitReport.name
    ) {
      let report = called ? plugin.run : plugin.load
      let judgement = Judgement(of: plugin, settings: settings, called: called)
      outcome = Outcome(judgement?.verdict)
      time = report?.total ?? 0
      let attempts = AttemptsText.lines(report?.attempts ?? Attempts(), of: plugin, settings: settings, all: true)
      var children: [XML] = []
      switch (outcome, judgement) {
      case (.failure, let judgement?), (.error, let judgement?):
        let told =
          FailureText(judgement, of: plugin, settings: settings, .details).lines
          + (report.map { CrashText(of: $0, settings: settings).lines } ?? [])
        children.append(
          XML(
            outcome.rawValue,
            [
              ("type", judgement.failure?.rawValue ?? judgement.verdict.rawValue),
              ("message", judgement.summary.line),
            ], text: ForeignText((told + attempts).joined(separator: "\n"))))
      case (.skipped, _): children.append(XML("skipped", []))
      default: break
      }
      let remarks = outcome == .passed ? Self.remarks(on: plugin) : ""
      // Where nothing else tells of them, what was denied stands with what it wrote.
      let notes = outcome == .passed ? attempts.joined(separator: "\n") : ""
      let streams: [(String, ForeignText)] = [
        ("system-out", "\(remarks)\(report?.stdout.text ?? "")"),
        ("system-err", JUnitReport.joined(report?.stderr.text ?? "", notes)),
      ]
      children += streams.filter { !$0.1.isEmpty }.map { XML($0.0, text: $0.1) }
      element = XML(
        "testcase",
        [("name", name ?? plugin.path.line), ("classname", group), ("time", JUnitReport.seconds(time))], children)
    }

    /// What passed without proof, before what the plugin wrote: the schema has no other place for it.
    private static func remarks(on plugin: Plugin) -> String {
      (plugin.inspection?.checks ?? []).filter { $0.status == .unverified }
        .map { "\(JUnitReport.name): \($0.id.rawValue) \($0.summary)\n" }.joined()
    }
  }

  private static func joined(_ output: ForeignText, _ notes: String) -> ForeignText {
    guard !notes.isEmpty else { return output }
    return output.isEmpty || output.bytes.last == UInt8(ascii: "\n") ? "\(output)\(notes)" : "\(output)\n\(notes)"
  }

  private static func seconds(_ nanoseconds: UInt64) -> String {
    Decimal.fixed(Double(nanoseconds) / 1e9, places: 3)
  }
}
