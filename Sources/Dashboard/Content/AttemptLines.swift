import Display
import PluginModel

/// What a plugin tried and was denied, for the panes.
enum AttemptLines {
  /// How many there were; nil where nobody watched, so that nothing is claimed.
  static func count(_ report: RunReport, in sandbox: SandboxPolicy?, _ layers: SandboxLayers?) -> UInt64? {
    guard report.attempts.isEmpty else { return report.attempts.total }
    let isWatched = sandbox?.isOn ?? true && layers?.holding.isSuperset(of: [.seccomp, .attempts]) ?? true
    let hasBegun = report.total > 0
    return isWatched && hasBegun ? 0 : nil
  }

  /// "no attempts", "3 attempts".
  static func words(_ count: UInt64) -> String {
    count == 0 ? "no attempts" : "\(count) \(count == 1 ? "attempt" : "attempts")"
  }

  /// A line each behind a label, as output has it; of more than `limit` the rest is counted.
  static func brief(_ attempts: Attempts, columns: Int, limit: Int) -> [Line] {
    guard !attempts.isEmpty else { return [] }
    let listed = attempts.list.count
    let shown = attempts.leftOut == 0 && listed <= limit ? listed : min(listed, max(1, limit - 1))
    let rest = UInt64(listed - shown) + attempts.leftOut
    return attempts.list.prefix(shown).map { line(of: $0, columns: columns) }
      + (rest > 0 ? [Line(head + [Span("… \(rest) more", .dim)])] : [])
  }

  /// All of them, nothing cut off: the phase, how often, the action, what it was aimed at.
  static func full(_ attempts: Attempts, columns: Int) -> [Line] {
    let most = attempts.list.map(\.count).max() ?? 1
    let countColumns = most > 1 ? "×\(most)  ".count : 0
    let listed = attempts.list.flatMap { attempt in
      let count = (attempt.count > 1 ? "×\(attempt.count)" : "").padded(countColumns)
      let text = attempt.phase.rawValue.padded(7) + count + words(of: attempt)
      return Wrap.characters(text, columns: columns - 2).enumerated().map { index, piece -> Line in
        [Span(index == 0 ? "│ " : "  ", .border), Span(piece)]
      }
    }
    return listed + (attempts.leftOut > 0 ? [[Span("│ ", .border), Span("… \(attempts.leftOut) more", .dim)]] : [])
  }

  private static let head = [Span("denied", .look), Span(" │ ", .border)]

  /// Of a long target the end tells most; how often and when stands whole.
  private static func line(of attempt: Attempt, columns: Int) -> Line {
    let tail =
      (attempt.count > 1 ? "  ×\(attempt.count)" : "") + (attempt.phase == .call ? "" : "  (\(attempt.phase.rawValue))")
    let room = columns - Line(head).columns - TextWidth.of(tail)
    var text = words(of: attempt)
    if TextWidth.of(text) > room, attempt.target != nil {
      let action = attempt.action.rawValue + " "
      text = action + TextWidth.clippedLeft(String(text.dropFirst(action.count)), to: max(1, room - action.count))
    }
    return Line(head + [Span(text), Span(tail, .dim)])
  }

  private static func words(of attempt: Attempt) -> String {
    attempt.words.cells.replacing("\n", with: "\u{FFFD}")
  }
}
