import Display

extension Canvas {
  mutating func drawPlugins(_ state: State, _ layout: Layout) {
    let isFocused = state.focus == .plugins
    let running = state.roster.running.count
    frame(
      layout.list, title: "1 Plugins", facts: running > 0 ? [Span("\(running) running", .strong)] : [],
      foot: place(state), isFocused: isFocused)
    drawRows(state, layout, isFocused: isFocused)
  }

  /// The rows themselves: those that are seen.
  mutating func drawRows(_ state: State, _ layout: Layout, isFocused: Bool) {
    let area = layout.listInterior
    let columns = ListColumns(columns: area.columns)
    var top = area.row
    if layout.hasColumnTitles {
      put(columns.titles, column: area.column, row: top, limit: area.columns)
      top += 1
    }
    let first = max(0, min(state.listTop, state.roster.count))
    for index in first..<min(state.roster.count, first + layout.listRows) {
      let isSelected = index == state.selection
      let line = columns.row(state.roster.plugins[index], state.roster.rows[index], state, isSelected: isSelected)
      put(line, column: area.column, row: top + index - first, limit: area.columns)
      if isSelected, isFocused {
        let bar = theme.selection
        screen.restyle(Rectangle(column: area.column, row: top + index - first, columns: area.columns, rows: 1)) {
          $0 = bar
        }
      }
    }
  }

  func place(_ state: State) -> String? {
    state.roster.count == 0 ? nil : "\(state.selection + 1)/\(state.roster.count)"
  }
}
