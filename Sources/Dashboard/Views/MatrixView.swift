import Display
import PluginModel

extension Canvas {
  /// The matrix over the whole screen: how far it is, what each call came to, all of the one under the cursor.
  mutating func drawMatrix(_ run: MatrixRun, _ state: State) {
    let axes = MatrixAxes(run)
    let layout = MatrixLayout(state.layout, axes)
    drawProgress(
      done: run.matrix.doneCount, total: run.matrix.total, isDone: run.matrix.isDone, times: run.times(state),
      run.tallies,
      others: [
        (run.running.count, "running"), (run.queuedCount, "queued"), (run.leftCount, "not called"), run.rejections,
      ],
      layout.head)
    let below = max(0, axes.lines - layout.top - layout.rows)
    let right = max(0, axes.places - layout.left - layout.places)
    let more = (below > 0 ? ["↓ \(below) more"] : []) + (right > 0 ? ["→ \(right) more"] : [])
    frame(
      layout.frame, title: "Calls", facts: [Span(run.differenceWords, .dim)], foot: more.joined(separator: " · "),
      isFocused: true)
    let names = MatrixNames(run, state)
    for place in 0..<min(layout.places, axes.places - layout.left) {
      let column = layout.titles.column + place * layout.pitch + 1
      guard layout.titles.rows > 0 else { break }
      put(
        names.title(axes, place: layout.left + place, columns: layout.cellColumns), column: column,
        row: layout.titles.row, limit: layout.cellColumns)
    }
    for line in 0..<max(0, min(layout.rows, axes.lines - layout.top)) {
      let row = layout.labels.row + line
      put(
        names.label(axes, line: layout.top + line, columns: layout.labels.columns - 1), column: layout.labels.column,
        row: row, limit: layout.labels.columns - 1)
      for place in 0..<min(layout.places, axes.places - layout.left) {
        let cell = axes.cell(line: layout.top + line, place: layout.left + place)
        drawCell(cell, run, state, layout, column: layout.titles.column + place * layout.pitch + 1, row: row)
      }
    }
    drawSelected(run, state, layout)
  }

  private mutating func drawCell(
    _ cell: MatrixRun.Cell, _ run: MatrixRun, _ state: State, _ layout: MatrixLayout, column: Int, row: Int
  ) {
    put(
      run.text(of: cell, columns: layout.cellColumns, at: state.now), column: column, row: row,
      limit: layout.cellColumns)
    guard cell == run.cursor else { return }
    put("▌", .strong, column: column - 1, row: row)
    let bar = theme.selection
    screen.restyle(Rectangle(column: column - 1, row: row, columns: layout.pitch, rows: 1)) { $0 = bar }
  }

  /// The call under the cursor in full: in a frame, or where that has no room on a line.
  private mutating func drawSelected(_ run: MatrixRun, _ state: State, _ layout: MatrixLayout) {
    let area = layout.selectedFrame
    guard area.rows > 0 else { return }
    let names = MatrixNames(run, state)
    guard area.rows >= 3 else {
      put(
        Line([Span(" ")] + names.sentence(of: run.cursor, isBrief: true).spans), column: 0, row: area.row,
        limit: area.columns - 1)
      return
    }
    let hasEnded = run.matrix.answer(row: run.cursor.row, column: run.cursor.column) != nil
    frame(
      area, title: state.plugins[run.matrix.members[run.cursor.row]].path.name.cells,
      facts: hasEnded ? [Span("Enter opens it", .dim)] : [], isFocused: false)
    let inside = layout.selected
    let remark = names.remark(on: run.cursor).map { "   " + $0 } ?? ""
    let room = max(8, inside.columns - 5 - TextWidth.of(remark))
    let input = ForeignText(run.matrix.inputs[run.cursor.column].quoted(atMost: room)).cells
    let sentence = names.sentence(of: run.cursor, isBrief: false)
    put(
      [[Span("on ", .dim), Span(TextWidth.clipped(input, to: room), .strong), Span(remark, .look)]]
        + sentence.spans.flatMap { span in
          Wrap.words(span.text, columns: inside.columns, limit: 2).map { Line($0, span.role) }
        }, in: inside)
  }
}

/// What the parts of a matrix are called.
struct MatrixNames {
  private let run: MatrixRun
  private let state: State

  init(_ run: MatrixRun, _ state: State) {
    self.run = run
    self.state = state
  }

  /// "≠ "two words"", above the cells of an input or a plugin.
  func title(_ axes: MatrixAxes, place: Int, columns: Int) -> Line {
    let name = axes.isTurned ? pluginName(row: place) : inputName(column: place, columns)
    let differs = axes.isTurned ? run.matrix.oddCount(row: place) > 0 : run.matrix.isSplit(column: place)
    // It stands above the words of the cells.
    return Self.marked(name, differs, columns, gap: "  ")
  }

  /// Before the cells of a plugin or an input.
  func label(_ axes: MatrixAxes, line: Int, columns: Int) -> Line {
    let name = axes.isTurned ? inputName(column: line, columns) : pluginName(row: line)
    let differs = axes.isTurned ? run.matrix.isSplit(column: line) : run.matrix.oddCount(row: line) > 0
    return Self.marked(name, differs, columns, gap: " ")
  }

  private static func marked(_ name: String, _ differs: Bool, _ columns: Int, gap: String) -> Line {
    let text = TextWidth.clipped(name, to: columns - 1 - gap.count)
    return [Span((differs ? "≠" : " ") + gap, .look), Span(text, differs ? .strong : .plain)]
  }

  private func pluginName(row: Int) -> String { state.plugins[run.matrix.members[row]].path.shortName.cells }

  private func inputName(column: Int, _ columns: Int) -> String {
    ForeignText(run.matrix.inputs[column].quoted(atMost: max(1, columns - 6))).cells
  }

  /// "0, input is too short", "not called: a check failed"; where there is one line for it without its plugin's path.
  func sentence(of cell: MatrixRun.Cell, isBrief: Bool) -> Line {
    if run.matrix.isRejected(row: cell.row) { return Line("not called: a check failed", .failed) }
    if let began = run.isRunning(cell) {
      return Line(
        "called \(state.now.since(began) / 1_000_000_000) s ago; limit \(state.settings.timeoutWords)", .strong)
    }
    guard let report = run.toldReport(at: cell) else {
      return Line(run.isAwaited(cell) ? "it waits for its turn" : "not called", .dim)
    }
    let plugin = state.plugins[run.matrix.members[cell.row]]
    let judgement = Judgement(of: plugin, report: report, settings: state.settings)
    let words = isBrief && judgement.isError ? "\(judgement.verdict.words): \(judgement.summary)" : judgement.line
    return Line(words.cells.replacing("\n", with: " "), judgement.isError ? .failed : .strong)
  }

  /// What else is to be said about it.
  func remark(on cell: MatrixRun.Cell) -> String? {
    guard run.matrix.answer(row: cell.row, column: cell.column) != nil else { return nil }
    if run.outdated.contains(cell.row) {
      return "rebuilt since; \(state.keys.name(of: .run, in: .matrix)) calls it with every input again"
    }
    if run.matrix.isOdd(row: cell.row, column: cell.column), let usual = run.matrix.usual(column: cell.column) {
      return "most others came to: \(usual.word)"
    }
    return run.matrix.isSplit(column: cell.column) ? "the plugins differ on it" : nil
  }
}

extension MatrixRun {
  /// "12 × 3 · 2 inputs differ".
  var differenceWords: String {
    let size = "\(matrix.members.count) × \(matrix.inputs.count)"
    let (split, compared, all) = (matrix.splitCount, matrix.comparedCount, matrix.inputs.count)
    guard compared > 0 else { return size }
    guard split == 0 else { return "\(size) · \(split) \(split == 1 ? "input differs" : "inputs differ")" }
    return "\(size) · no differences" + (compared == all ? "" : " on \(compared) of \(all)")
  }

  /// Plugins that are not called, for a check failed: these are no calls.
  fileprivate var rejections: (count: Int, word: String) {
    let count = rejected + matrix.rejectedCount
    return (count, count == 1 ? "plugin rejected" : "plugins rejected")
  }

  fileprivate func times(_ state: State) -> [String] {
    let words =
      isUnderWay
      ? RemainingTime.words(
        done: newCount, open: queuedCount + running.count, elapsed: elapsed(at: state.now),
        spent: running.values.map { state.now.since($0) }, limit: UInt64(state.settings.timeout) * 1_000_000,
        hanging: hangingCount)
      : leftCount > 0 ? "stopped" : nil
    return [Decimal.time(elapsed(at: state.now)), words].compactMap(\.self)
  }

  /// How many ended how, the worst first.
  fileprivate var tallies: [Tally] {
    var counts: [Verdict: Int] = [:]
    for (kind, count) in matrix.tally { counts[Answer.verdict(of: kind), default: 0] += count }
    let passed = counts.removeValue(forKey: .passed) ?? 0
    let failures = Verdict.allCases.filter { counts[$0] ?? 0 > 0 }.sorted { $0.isWorse(than: $1) }.map {
      Tally(mark: $0.mark, word: $0.words, count: counts[$0] ?? 0)
    }
    let all =
      failures + [
        Tally(mark: .look, word: Risk.unverified.words, count: unverifiedCount),
        Tally(mark: .passed, word: Verdict.passed.words, count: passed - unverifiedCount),
      ]
    return all.filter { $0.count > 0 }
  }

  /// "≠✗ SIGSEGV", " ! 7", "   42": whether it is the odd one, its mark, a word. What passed needs no mark: there is much
  /// of it, and the others are to be seen.
  fileprivate func text(of cell: Cell, columns: Int, at now: Moment) -> Line {
    if matrix.isRejected(row: cell.row) { return Line("   rejected", .dim) }
    if let began = running[cell] { return Line(" … \(now.since(began) / 1_000_000_000) s", .strong) }
    guard let answer = matrix.answer(row: cell.row, column: cell.column) else {
      return Line(isAwaited(cell) ? " ·" : " –", .dim)
    }
    let word = TextWidth.clipped(answer.word, to: columns - 3)
    if outdated.contains(cell.row) { return Line("~  \(word)", .dim) }
    let mark = answer.verdict == .passed && isUnverified(row: cell.row) ? .look : answer.verdict.mark
    let isOdd = matrix.isOdd(row: cell.row, column: cell.column)
    return [
      Span(isOdd ? "≠" : " ", .look), Span(mark == .passed ? "  " : "\(mark.glyph) ", mark.role), Span(word, mark.role),
    ]
  }
}

extension Verdict {
  fileprivate var mark: Mark {
    switch self {
    case .passed: .passed
    case .returnedError, .interrupted: .look
    case .rejected, .crashed, .timedOut, .exited, .limitExceeded: .failed
    }
  }
}
