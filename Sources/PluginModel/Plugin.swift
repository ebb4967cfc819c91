/// A plugin in the list, with all that is known of it.
public struct Plugin: Hashable, Sendable {
  public let path: PluginPath
  /// Other paths by which the same file was given.
  public var alsoGivenAs: [PluginPath] = []
  /// An earlier plugin whose file has the same content.
  public var identicalTo: PluginPath?
  public var inspection: Inspection?
  /// The newest report of a process that opened it, with a call or without.
  public var load: RunReport?
  /// The newest report of a call.
  public var run: RunReport?
  /// What the function was called with in `run`.
  public var runInput: ForeignText?

  public init(path: PluginPath) { self.path = path }

  /// The first failed check, `--strict` and `--require-signed` counted.
  public func rejection(_ settings: Settings) -> Rejection? { inspection?.rejection(settings) }

  /// The inspector's checks, and what opening it showed.
  public func checks(settings: Settings) -> [Check] { told(inspection?.allChecks ?? [], settings) }

  /// Those of them that failed.
  public func failedChecks(settings: Settings) -> [Check] {
    told(inspection?.checks ?? [], settings).filter { $0.status == .fail }
  }

  private func told(_ checks: [Check], _ settings: Settings) -> [Check] {
    var checks = checks
    if settings.strict, inspection?.isUnverified == true, let index = checks.firstIndex(where: { $0.id == .signature })
    {
      checks[index].status = .fail
    }
    guard let inspection else { return checks }
    if let provenance = inspection.provenanceCheck(settings) {
      checks.removeAll { $0.id == .provenance }
      checks.append(provenance)  // it is the inspection's last
    }
    if rejection(settings) != nil {
      checks.append(Check(.load, .skipped, "not opened: a check failed"))
    } else if let load {
      checks.append(loadCheck(load, settings))
    } else if settings.noLoad {
      checks.append(Check(.load, .skipped, "not opened: --no-load"))
    }
    return checks
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
