import Display
import PluginModel

extension Canvas {
  /// "Run all" over the whole screen: how far it is, what runs, what has ended with the worst first.
  mutating func drawBatch(_ batch: Batch, _ state: State) {
    let rows = BatchRows(batch, state)
    let layout = BatchLayout(state.layout, runningCount: rows.running.count)
    drawProgress(batch, rows, state, layout.head)
    let cursor = state.batchSelection
    if layout.runningFrame.rows > 0 {
      frame(
        layout.runningFrame, title: "Running", facts: [Span("limit \(state.settings.timeoutWords) each", .dim)],
        isFocused: false)
      for (row, index) in rows.running.prefix(layout.running.rows).enumerated() {
        put(Self.running(index, state), selected: index == cursor, layout.running, row)
      }
    }
    drawFinished(batch, rows, state, layout, cursor)
    if layout.selectedFrame.rows > 0, let cursor { drawSelected(cursor, state, layout) }
  }

  private mutating func drawProgress(_ batch: Batch, _ rows: BatchRows, _ state: State, _ area: Rectangle) {
    var ended: [Tally] = []
    for risk in Risk.allCases.reversed() {
      guard let count = batch.tally[risk], count > 0 else { continue }
      if let place = ended.firstIndex(where: { $0.word == risk.words }) {
        ended[place].count += count
      } else {
        ended.append(Tally(mark: risk.mark, word: risk.words, count: count))
      }
    }
    // Those that were not called at all, too.
    if batch.rejected > 0 { ended.append(Tally(mark: .failed, word: Risk.rejected.words, count: batch.rejected)) }
    let times = [Decimal.time(batch.elapsed(at: state.now)), state.remainingWords(batch, rows)].compactMap(\.self)
    drawProgress(
      done: batch.doneCount, total: batch.members.count, isDone: batch.isDone, times: times, ended,
      others: [(rows.running.count, "running"), (rows.queued, "queued")], area)
  }

  /// "libSlow.so   call   3 s   limit in 6 s"
  private static func running(_ index: Int, _ state: State) -> Line {
    let name = state.plugins[index].path.name.cells.padded(20)
    guard case .running(let progress) = state.roster.rows[index].activity, let phase = progress.phase else {
      return Line(name)
    }
    let seconds = state.now.since(progress.began) / 1_000_000_000
    let spent = state.now.since(progress.phaseBegan)
    let limit = UInt64(state.settings.timeout) * 1_000_000
    let left = limit > spent ? (limit - spent) / 1_000_000_000 : 0
    return [
      Span("… ", .strong), Span(name, .strong), Span(phase.rawValue.padded(8)), Span("\(seconds) s".padded(7)),
      Span(progress.isStopping ? "stopping" : "limit in \(left) s", .dim),
    ]
  }

  private mutating func drawFinished(
    _ batch: Batch, _ rows: BatchRows, _ state: State, _ layout: BatchLayout, _ cursor: Int?
  ) {
    let area = layout.finished
    guard area.rows > 0 else { return }
    let place = cursor.flatMap { rows.finished.firstIndex(of: $0) } ?? 0
    let top = layout.top(around: place, count: rows.finished.count)
    frame(
      layout.finishedFrame, title: "Finished",
      facts: [Span(batch.failuresOnly ? "failures only" : "worst first", .dim)],
      foot: placeInText(top: top, rows: area.rows, count: rows.finished.count), isFocused: true)
    for (row, index) in rows.finished.dropFirst(top).prefix(area.rows).enumerated() {
      put(Self.finished(index, state, columns: area.columns), selected: index == cursor, area, row)
    }
    if rows.finished.isEmpty {
      let words = batch.failuresOnly && batch.doneCount > 0 ? "no failures" : "nothing has ended yet"
      put(words, .dim, column: area.column, row: area.row, limit: area.columns)
    }
  }

  /// "SIGSEGV    0.8 ms  nullread.so    null pointer read at 0x30"
  private static func finished(_ index: Int, _ state: State, columns: Int) -> Line {
    let plugin = state.plugins[index]
    let row = state.roster.rows[index]
    guard let judgement = Judgement(of: plugin, settings: state.settings) else {
      return [Span("stopped".padded(11), .look), Span(plugin.path.name.cells)]
    }
    let report = plugin.rejection(state.settings) == nil ? plugin.run : nil
    let word =
      judgement.verdict == .passed ? (row.mark == .passed ? "passed" : "unverified") : report?.ending.word ?? "rejected"
    let time = report.map { Decimal.time($0.total) } ?? "–"
    let isNarrow = columns < 56
    return Line(
      [Span("\(row.mark.glyph) ", row.mark.role), Span(word.padded(11), row.mark.role)]
        + (isNarrow ? [] : [Span(String(repeating: " ", count: max(0, 8 - TextWidth.of(time))) + time + "  ", .dim)])
        + [
          Span(plugin.path.name.cells.padded(isNarrow ? 16 : 18) + " "),
          Span(ResultText.headline(judgement).replacing("\n", with: " "), .dim),
        ])
  }

  private mutating func drawSelected(_ index: Int, _ state: State, _ layout: BatchLayout) {
    let plugin = state.plugins[index]
    let area = layout.selected
    frame(
      layout.selectedFrame, title: plugin.path.name.cells, facts: [Span("Enter opens it", .dim)], isFocused: false)
    guard let judgement = Judgement(of: plugin, settings: state.settings) else {
      put([Self.running(index, state)], in: area)
      return
    }
    if let report = plugin.run.flatMap(CrashReport.init), plugin.rejection(state.settings) == nil {
      return put(CrashBrief.lines(report, function: state.settings.function, columns: area.columns), in: area)
    }
    let hint = judgement.hint.map { Wrap.words($0.cells, columns: area.columns) } ?? []
    let lines = Wrap.words(judgement.line.cells, columns: area.columns, limit: 2).map {
      Line($0, judgement.isError ? .failed : .strong)
    }
    put(lines + hint.map { Line($0, .dim) }, in: area)
  }

  private mutating func put(_ line: Line, selected isSelected: Bool, _ area: Rectangle, _ row: Int) {
    put(line, column: area.column, row: area.row + row, limit: area.columns)
    guard isSelected else { return }
    put("▌", .strong, column: area.column - 1, row: area.row + row)
    let bar = theme.selection
    screen.restyle(Rectangle(column: area.column - 1, row: area.row + row, columns: area.columns + 1, rows: 1)) {
      $0 = bar
    }
  }
}
