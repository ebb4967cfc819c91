import PluginModel

/// What a plugin tried and was denied, as lines of a report: harmless, and none at all where it tried nothing.
enum AttemptsText {
  /// In a note of one line.
  private static let toldAtMost = 8
  /// Of one attempt in such a note, in characters; a path may be longer than a screen.
  private static let longestTold = 160

  /// - Parameter all: each on a line of its own, with its phase; else the first few in one line.
  static func lines(_ attempts: Attempts, of plugin: Plugin, settings: Settings, all: Bool) -> [String] {
    guard !attempts.isEmpty else { return [] }
    let note = "Note: plugin \(plugin.path.line) tried, and was denied"
    if all {
      let more = attempts.leftOut > 0 ? ["  and \(attempts.leftOut) more, of which only the number is known"] : []
      return [note + ":"] + attempts.list.map { "  " + line(of: $0, function: settings.function) } + more
    }
    let told = attempts.list.prefix(toldAtMost).map { attempt in
      shortened(attempt.words.line) + (attempt.count > 1 ? " (\(attempt.count) times)" : "")
    }
    let others = UInt64(attempts.list.count - told.count) + attempts.leftOut
    return [note + ": " + told.joined(separator: ", ") + (others > 0 ? ", and \(others) more" : "")]
  }

  /// "in MyFunction, 3 times: connect 10.0.0.1:443". What the plugin chose comes last: nothing can be forged after it.
  private static func line(of attempt: Attempt, function: String) -> String {
    let count = attempt.count > 1 ? ", \(attempt.count) times" : ""
    return attempt.phase.words(function: function).harmless + count + ": " + attempt.words.line
  }

  private static func shortened(_ line: String) -> String {
    line.count <= longestTold ? line : line.prefix(longestTold - 1) + "…"
  }
}
