import Display
import PluginModel

/// The calls of a plugin, the newest first: when, what came of it, how long it took, on which input; what changed is
/// marked, and where the file became another one there is a line between.
enum RunHistory {
  static func lines(_ row: Row, now: Moment, columns: Int) -> [Line] {
    guard !row.past.isEmpty else { return [Line("not called yet", .dim)] }
    let wordColumns = min(20, row.past.map { TextWidth.of($0.word) }.max() ?? 1)
    var lines: [Line] = []
    for (place, run) in row.past.enumerated().reversed() {
      let earlier = place > 0 ? row.past[place - 1] : nil
      lines.append(line(of: run, after: earlier, wordColumns, now: now, columns: columns))
      if let earlier, let file = run.file, let old = earlier.file, file != old {
        let words =
          "── rebuilt: " + (earlier.word == run.word ? "\(run.word) as before" : "\(earlier.word) → \(run.word)") + " "
        lines.append(Line(words + String(repeating: "─", count: max(0, columns - TextWidth.of(words))), .dim))
      }
    }
    return lines
  }

  private static func line(
    of run: PastRun, after earlier: PastRun?, _ wordColumns: Int, now: Moment, columns: Int
  ) -> Line {
    // Of another day the day says more than the second.
    let time = run.ended.date == now.date ? run.ended.timeOfDay : String(run.ended.date.dropFirst(2))
    let isNews = earlier.map { $0.word != run.word && $0.input == run.input } ?? false
    let mark = run.mark == .passed && !isNews ? Role.plain : run.mark == .passed ? .look : run.mark.role
    let head: [Span] = [
      Span(time + "  ", .dim), Span(String(run.mark.glyph) + " ", run.mark.role),
      Span(run.word.padded(wordColumns), mark),
      Span(isNews ? " ≠ " : "   ", .look), Span(Decimal.time(run.total).padded(9), .dim), Span(" "),
    ]
    let room = columns - Line(head).columns
    guard room >= 4 else { return Line(Array(head.prefix(4))) }
    let input = run.input.isEmpty ? "empty" : run.input.cells.replacing("\n", with: "⏎")
    return Line(
      head + [Span(TextWidth.clipped(String(input.prefix(room * 2)), to: room), run.input.isEmpty ? .dim : .plain)])
  }
}
