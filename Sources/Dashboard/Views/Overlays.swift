import Display

extension Canvas {
  mutating func drawHelp(_ state: State, _ layout: Layout) {
    let area = layout.help
    let text = HelpText(state, unicode: theme.unicode)
    let lines = text.lines(columns: area.columns)
    let rows = min(area.rows, lines.count)
    let top = max(0, min(state.helpTop ?? 0, lines.count - rows))
    let row = area.row + (area.rows - rows) / 2
    let outside = Rectangle(column: area.column - 2, row: row - 1, columns: area.columns + 4, rows: rows + 2)
    screen.fill(outside)
    frame(
      outside, title: text.title, facts: [Span("airlock \(state.version)", .dim)],
      foot: placeInText(top: top, rows: rows, count: lines.count), isFocused: true)
    put(lines.dropFirst(top), in: Rectangle(column: area.column, row: row, columns: area.columns, rows: rows))
  }

  mutating func drawPage(_ state: State, _ layout: Layout) {
    guard let page = state.page else { return }
    let area = layout.page
    let subject = page.subject == .checks ? "checks in full" : "full text"
    frame(
      layout.pageFrame, title: page.title, facts: [Span(subject, .dim)],
      foot: placeInText(top: page.top, rows: area.rows, count: page.lines.count), isFocused: true)
    put(page.lines.dropFirst(page.top), in: area)
  }

  /// No plugins: what to do about it.
  mutating func drawNoPlugins(_ layout: Layout) {
    let columns = layout.size.columns
    let lines: [Line] = [
      Line("There are no plugins here.", .strong), .blank,
      [Span("Name some, or a folder of .so files:")], .blank,
      [Span("  airlock PATH…", .key)], .blank,
      [Span("Build the sample plugins, then start again:")], .blank,
      [Span("  swift build && .build/debug/airlock", .key)],
    ]
    let isTight = layout.size.rows < 15
    let shown = isTight ? lines.filter { $0 != .blank } : lines
    let column = columns >= 60 ? (columns - 44) / 2 : 1
    let row = max(1, (layout.size.rows - shown.count) / 2 - 1)
    put(
      shown,
      in: Rectangle(column: column, row: row, columns: columns - column, rows: layout.footerRow - row))
  }
}
