import Display

extension Canvas {
  mutating func drawHelp(_ state: State, _ layout: Layout) {
    let text = HelpText(state, unicode: theme.unicode)
    let lines = text.lines(columns: layout.help.columns)
    overlay(lines, top: state.helpTop ?? 0, layout.help, title: text.title, fact: "airlock \(state.version)")
  }

  mutating func drawSandbox(_ state: State, _ layout: Layout) {
    let text = SandboxText(state, columns: layout.sandbox.columns)
    let top = text.top(rows: layout.sandbox.rows)
    let area = overlay(text.lines, top: top, layout.sandbox, title: "Sandbox", fact: "for the runs from now on")
    let bar = theme.selection
    for line in text.selected where (top..<(top + area.rows)).contains(line) {
      screen.restyle(Rectangle(column: area.column, row: area.row + line - top, columns: area.columns, rows: 1)) {
        $0 = bar
      }
    }
  }

  /// Lines in a frame over everything, in the middle of an area; where they were put.
  @discardableResult
  private mutating func overlay(
    _ lines: [Line], top: Int, _ area: Rectangle, title: String, fact: String
  ) -> Rectangle {
    let rows = min(area.rows, lines.count)
    let top = max(0, min(top, lines.count - rows))
    let row = area.row + (area.rows - rows) / 2
    let outside = Rectangle(column: area.column - 2, row: row - 1, columns: area.columns + 4, rows: rows + 2)
    screen.fill(outside)
    frame(
      outside, title: title, facts: [Span(fact, .dim)], foot: placeInText(top: top, rows: rows, count: lines.count),
      isFocused: true)
    let inside = Rectangle(column: area.column, row: row, columns: area.columns, rows: rows)
    put(lines.dropFirst(top), in: inside)
    return inside
  }

  mutating func drawPage(_ state: State, _ layout: Layout) {
    guard let page = state.page else { return }
    let area = layout.page
    let subject =
      switch page.subject {
      case .checks: "checks in full"
      case .result: "full text"
      case .messages: "newest first"
      case .comparison(let pair): pair.onlyDifferences ? "differences only" : "compared"
      }
    frame(
      layout.pageFrame, title: page.title, facts: [Span(subject, .dim)],
      foot: [page.matchWords, placeInText(top: page.top, rows: area.rows, count: page.lines.count)]
        .compactMap(\.self).joined(separator: " · "), isFocused: true)
    put(page.lines(rows: area.rows), in: area)
  }

  /// Every action, with its keys; what is off now is dim and says why.
  mutating func drawPalette(_ state: State, _ prompt: Prompt, _ layout: Layout) {
    let palette = Palette(state, prompt)
    let lines = palette.entries.map { entry -> Line in
      let key = entry.binding.keys.first?.name(unicode: theme.unicode) ?? ""
      let words = entry.obstacle == nil ? palette.filter.marked(entry.binding.words) : [Span(entry.binding.words, .dim)]
      let why = entry.obstacle.map { [Span("  " + $0, .dim)] } ?? []
      return Line([Span(" " + key.padded(10), .key)] + words + why)
    }
    let shown = lines.isEmpty ? [Line(" no action is called so", .dim)] : lines
    // Its top stays where it is while the list gets shorter.
    let rows = layout.help.rows
    let cursor = min(prompt.cursor, max(0, lines.count - 1))
    let top = max(0, min(cursor - rows / 2, shown.count - rows))
    let area = overlay(
      shown + Array(repeating: .blank, count: max(0, rows - shown.count)), top: top, layout.help, title: "Actions",
      fact: "\(lines.count)")
    guard !lines.isEmpty else { return }
    let bar = theme.selection
    screen.restyle(Rectangle(column: area.column, row: area.row + cursor - top, columns: area.columns, rows: 1)) {
      $0 = bar
    }
  }

  /// No plugins: what to do about it.
  mutating func drawNoPlugins(_ state: State, _ layout: Layout) {
    let columns = layout.size.columns
    let lines: [Line] = [
      Line("There are no plugins here.", .strong), .blank,
      [
        Span(
          state.place == nil
            ? "Name some, or a folder of .so files:" : "Put a .so file here, or start with others:")
      ],
      .blank,
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
