/// A plugin in the list, with all that is known of it.
public struct Plugin: Hashable, Sendable {
  public let path: PluginPath
  /// Other paths by which the same file was given.
  public var alsoGivenAs: [PluginPath] = []
  /// An earlier plugin whose file has the same content.
  public var identicalTo: PluginPath?
  public var inspection: Inspection?
  /// The newest report of a process that opened it, with a call or without.
  @Boxed public var load: RunReport?
  /// The newest report of a call.
  @Boxed public var run: RunReport?
  /// What the function was called with in `run`.
  public var runInput: ForeignText?

  public init(path: PluginPath) { self.path = path }

  /// The first failed check, `--strict` and `--require-signed` counted.
  public func rejection(_ settings: Settings) -> Rejection? { inspection?.rejection(settings) }

  /// The inspector's checks, and what opening it showed.
  public func checks(settings: Settings) -> [Check] {
    guard let inspection else { return [] }
    var checks = inspection.allChecks.map { told($0, settings) }
    if let provenance = inspection.provenanceCheck(settings) {
      checks.removeAll { $0.id == .provenance }
      checks.append(provenance)  // it is the inspection's last
    }
    return checks + [loadCheck(settings)].compactMap(\.self)
  }

  /// Those of them that failed. The others are not put into words: there are more of these.
  public func failedChecks(settings: Settings) -> [Check] {
    guard let inspection else { return [] }
    // What is known of the signature takes the place of a check by that name.
    let isKnown = inspection.file != nil && inspection.provenance != nil
    let checks = inspection.checks
    var failed: [Check] = []
    // They are looked at where they stand, and in loops: to copy a check takes longer, and a closure copies the plugin.
    for index in checks.indices where fails(checks[index], settings) && !(isKnown && checks[index].id == .provenance) {
      failed.append(told(checks[index], settings))
    }
    if let provenance = inspection.failedProvenanceCheck(settings) { failed.append(provenance) }
    if load != nil, let check = loadCheck(settings), check.status == .fail { failed.append(check) }
    return failed
  }

  @inline(__always)
  private func fails(_ check: Check, _ settings: Settings) -> Bool {
    check.status == .fail || settings.strict && check.id == .signature && inspection?.isUnverified == true
  }

  private func told(_ check: Check, _ settings: Settings) -> Check {
    guard check.status != .fail, fails(check, settings) else { return check }
    var check = check
    check.status = .fail
    return check
  }

  private func loadCheck(_ settings: Settings) -> Check? {
    if rejection(settings) != nil { return Check(.load, .skipped, "not opened: a check failed") }
    if let load { return loadCheck(load, settings) }
    return settings.noLoad ? Check(.load, .skipped, "not opened: --no-load") : nil
  }

  private func loadCheck(_ report: RunReport, _ settings: Settings) -> Check {
    if report.opened {
      let facts = [
        report.times.open.map(Decimal.time) ?? "opened",
        report.libraries.map { "\($0) \($0 == 1 ? "library" : "libraries") mapped" },
      ].compactMap(\.self)
      // A report of an opening alone has only what constructors and destructors wrote.
      let written = report.ending == .loaded ? report.stdout.text.lines + report.stderr.text.lines : ""
      let lines = written.split(separator: "\n").prefix(Int(Check.detailsAtMost)).map(String.init)
      return Check(
        .load, .pass, (facts + (lines.isEmpty ? [] : ["its constructors wrote"])).joined(separator: ", "),
        details: lines)
    }
    let judgement = Judgement(of: self, report: report, settings: settings)
    guard report.ending.tellsOfLoading else { return Check(.load, .skipped, judgement.summary.line) }
    return Check(.load, .fail, judgement.summary.line, hint: judgement.hint?.lines)
  }
}
