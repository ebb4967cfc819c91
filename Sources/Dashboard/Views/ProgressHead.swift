import Display
import PluginModel

/// How many of something ended how, with its mark and its word.
struct Tally {
  let mark: Mark
  let word: String
  var count: Int
}

extension Canvas {
  /// "██████░░░░  7/12   4.2 s   about 3 s left", and below it how many ended how.
  ///
  /// - Parameter others: What has not ended, in words.
  mutating func drawProgress(
    done: Int, total: Int, isDone: Bool, times: [String], _ ended: [Tally], others: [(count: Int, word: String)],
    _ area: Rectangle
  ) {
    let columns = area.columns
    let text = "  \(done)/\(total)   \(times.joined(separator: "   "))"
    let room = max(0, min(60, columns - TextWidth.of(text) - 3))
    let filled = total == 0 ? 0 : room * done / total
    // At the end it has the colour of the worst.
    let worst = [Mark.failed, .look].first { mark in ended.contains { $0.mark == mark && $0.count > 0 } } ?? .passed
    let bar = String(repeating: "█", count: filled)
    var column = put(" " + bar, isDone ? worst.role : .strong, column: 0, row: area.row)
    column = put(String(repeating: "░", count: room - filled), .dim, column: column, row: area.row)
    put(text, column: column, row: area.row, limit: columns - column)
    guard area.rows >= 2 else { return }
    put(
      Line(Self.counts(ended, others: others, columns: columns - 2)), column: 1, row: area.row + 1, limit: columns - 2)
  }

  /// "✓ 4 passed   ✗ 1 crashed   2 running   3 queued"; where that is too long "✓ 4  ✗ 1  2 running  3 queued".
  private static func counts(_ ended: [Tally], others: [(count: Int, word: String)], columns: Int) -> [Span] {
    let others = others.filter { $0.count > 0 }.map { Span("\($0.count) \($0.word)") }
    func joined(_ ended: [Span], _ gap: String) -> [Span] {
      Array((ended + others).map { [$0] }.joined(separator: [Span(gap)]))
    }
    let error = Risk.returnedError.words
    for (gap, isShort) in [("   ", false), ("  ", true)] {
      let words = ended.map { entry in
        let word = isShort && entry.word == error ? entry.count == 1 ? "error" : "errors" : entry.word
        return Span("\(entry.mark.glyph) \(entry.count) \(word)", entry.mark.role)
      }
      if Line(joined(words, gap)).columns <= columns { return joined(words, gap) }
    }
    let byMark = Mark.allCases.compactMap { mark -> Span? in
      let count = ended.reduce(0) { $0 + ($1.mark == mark ? $1.count : 0) }
      return count == 0 ? nil : Span("\(mark.glyph) \(count)", mark.role)
    }
    return joined(byMark, "  ")
  }
}

/// How much longer something takes, in words: as long as what has ended did, each; or where one takes longer than that,
/// at most as long as its limit leaves it.
enum RemainingTime {
  /// - Parameters:
  ///   - elapsed: In nanoseconds, for those that are done.
  ///   - spent: For each that runs now, the time in its phase.
  ///   - limit: Of a phase.
  ///   - hanging: How many of those that are open may well use up the limit, one after the other.
  static func words(
    done: Int, open: Int, elapsed: UInt64, spent: [UInt64], limit: UInt64, hanging: Int = 0
  ) -> String? {
    guard done > 0, open > 0 else { return nil }
    let each = elapsed / UInt64(done)
    let now = spent.filter { $0 > max(1_000_000_000, 2 * each) }.map { limit > $0 ? limit - $0 : 0 }.max()
    let slow = hanging > 0 ? UInt64(hanging) * limit : now
    let others = each * UInt64(open)
    if let slow, slow > others { return "at most \(rounded(slow)) left" }
    return "about \(rounded(others)) left"
  }

  private static func rounded(_ nanoseconds: UInt64) -> String {
    let seconds = (nanoseconds + 500_000_000) / 1_000_000_000
    return seconds == 0 ? "a moment" : seconds < 120 ? "\(seconds) s" : "\(seconds / 60) min"
  }
}
