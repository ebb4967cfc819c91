import PluginModel

/// Lines for the two streams of a terminal, all of them harmless.
public struct TextLines: Equatable, Sendable {
  public var stdout: [String] = []
  public var stderr: [String] = []

  public init() {}
}

/// What `run` and `check` print of one plugin; see the contract's tables.
public struct TextReport: Sendable {
  let settings: Settings
  private let called: Bool
  /// More than one plugin could have been meant, so each line says whose it is.
  let isMany: Bool
  let verbose: Bool
  /// Whether a crash or a hang is told with where it happened.
  let withReports: Bool

  public init(settings: Settings, called: Bool, isMany: Bool, verbose: Bool, withReports: Bool = true) {
    self.settings = settings
    self.called = called
    self.isMany = isMany
    self.verbose = verbose
    self.withReports = withReports
  }

  public func lines(of plugin: Plugin) -> TextLines {
    var lines = TextLines()
    lines.stderr += twinNote(of: plugin)
    let report = called ? plugin.run : plugin.load
    if let report { lines.stderr += Self.outputLines(report, after: plugin.path.line) }
    guard let judgement = Judgement(of: plugin, settings: settings, called: called) else { return lines }
    if judgement.isError {
      let extent: FailureText.Extent = verbose ? .reason : called ? .failures : .details
      lines.stderr += FailureText(judgement, of: plugin, settings: settings, extent).lines
      // A Go panic's line has a hint that tells its place; `verbose` tells its goroutines.
      if withReports, let report, report.trace == nil {
        lines.stderr += CrashText(of: report, settings: settings).lines
      }
    } else if called {
      lines.stdout.append((isMany ? plugin.path.line + ": " : "") + judgement.line.line)
    } else {
      lines.stdout.append(plugin.path.line + ": " + checkWords(plugin) + doubt(plugin))
    }
    if let report = called ? plugin.run : plugin.load {
      lines.stderr += AttemptsText.lines(report.attempts, of: plugin, settings: settings, all: verbose)
    }
    if verbose {
      let report = called ? plugin.run : plugin.load
      lines.stderr += (report?.trace?.lines ?? []).map { "    " + $0.line }
      let details = detailLines(of: plugin)
      if judgement.isError { lines.stderr += details } else { lines.stdout += details }
    }
    return lines
  }

  func twinNote(of plugin: Plugin) -> [String] {
    plugin.identicalTo.map { ["Note: plugin \(plugin.path.line) is identical to \($0.line)"] } ?? []
  }

  func detailLines(of plugin: Plugin) -> [String] { plugin.checks(settings: settings).flatMap(checkLines) }

  public func summary(of list: PluginList) -> Summary {
    var summary = Summary()
    // A plugin is large: it is looked at where it stands.
    for index in list.plugins.indices {
      guard let verdict = list.plugins[index].verdict(settings, called: called) else { continue }
      summary.add(verdict, unverified: list.plugins[index].inspection?.isUnproved(settings) ?? false)
    }
    return summary
  }

  /// "ok, swift, func MyFunction(String) throws -> Int (mangled name)".
  private func checkWords(_ plugin: Plugin) -> String {
    guard let inspection = plugin.inspection, let signature = inspection.signature else { return "ok" }
    let kind = inspection.kind?.rawValue ?? "?"
    guard let found = signature.found, signature.evidence != .none else {
      return "ok, \(kind), signature unverified (\(inspection.unverifiedReason.harmless))"
    }
    return "ok, \(kind), \(found.harmless) (\(signature.evidence.words))"
  }

  /// " · signed by an unknown key (ED25519 SHA256:…)"; empty where the signature leaves no question.
  private func doubt(_ plugin: Plugin) -> String {
    plugin.inspection?.provenanceDoubt(settings).map { " · " + $0.harmless } ?? ""
  }

  private func checkLines(_ check: Check) -> [String] {
    let status = Self.padded(check.status.rawValue, to: 10)
    let line = "  " + status + " " + Self.padded(check.id.rawValue, to: 12) + " " + check.summary.harmless
    let below = (check.hint ?? "").split(separator: "\n").map { String($0).harmless } + FailureText.details(of: check)
    return [line] + below.map { Self.margin + $0 }
  }

  /// As wide as what stands before a check's summary.
  private static let margin = String(repeating: " ", count: 26)

  /// What it wrote, each line after a name.
  static func outputLines(_ report: RunReport, after name: String) -> [String] {
    [report.stdout, report.stderr].flatMap { output in
      let lines = output.text.lines.split(separator: "\n", omittingEmptySubsequences: false)
      return (lines.last == "" ? lines.dropLast() : lines[...]).map { name + " | " + $0 }
    }
  }

  private static func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
