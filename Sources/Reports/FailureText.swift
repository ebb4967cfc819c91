import PluginModel

/// What is told of a plugin that did not pass, line by harmless line: its sentence, what mends it, what else failed, and
/// the details of the check that failed first.
struct FailureText {
  /// How much is told.
  enum Extent: Comparable {
    /// The sentence and what mends it.
    case reason
    /// Every other check that failed as well.
    case failures
    /// The details of the first.
    case details
  }

  let lines: [String]

  init(_ judgement: Judgement, of plugin: Plugin, settings: Settings, _ extent: Extent) {
    var lines = [judgement.line.line]
    // A crash's hint is what the plugin wrote last, and all that it wrote is told beside this; a Go panic's is its place.
    let isPanic = plugin.run?.trace != nil || plugin.load?.trace != nil
    if let hint = judgement.hint, judgement.verdict != .crashed || isPanic {
      for line in hint.bytes.split(separator: UInt8(ascii: "\n")) { lines.append("  " + ForeignText(line).lines) }
    }
    let failed = extent >= .failures ? plugin.failedChecks(settings: settings) : []
    for check in failed.dropFirst() { lines.append("  Also, \(check.id.rawValue): \(check.summary.harmless)") }
    if extent >= .details, let first = failed.first {
      var (listed, more) = (0, Int(first.omitted))
      for line in first.details where !line.isEmpty {
        guard listed < Check.detailsInFindings else {
          more += 1
          continue
        }
        lines.append("    " + line.harmless)
        listed += 1
      }
      if more > 0 { lines.append("    … \(more) more; --verbose shows all") }
    }
    self.lines = lines
  }

  /// Harmless, without the empty lines that part them on a screen: no line of a message is empty.
  static func details(of check: Check) -> [String] {
    check.details.lazy.filter { !$0.isEmpty }.map(\.harmless)
  }
}
