import Display
import PluginModel

extension Canvas {
  mutating func drawPlugins(_ state: State, _ layout: Layout) {
    let isFocused = state.focus == .plugins
    let running = state.roster.running.count
    frame(
      layout.list, title: "1 Plugins",
      facts: (running > 0 ? [Span("\(running) running", .strong), Span(" · ", .dim)] : [])
        + [Span(state.listing.order.words, .dim)],
      foot: place(state), isFocused: isFocused)
    drawRows(state, layout, isFocused: isFocused)
  }

  /// The rows themselves: those that are seen.
  mutating func drawRows(_ state: State, _ layout: Layout, isFocused: Bool) {
    let area = layout.listInterior
    let columns = ListColumns(
      columns: area.columns, sortedBy: state.listing.order.key, hasPeople: !state.rulings.isEmpty)
    var top = area.row
    if layout.hasColumnTitles {
      put(columns.titles, column: area.column, row: top, limit: area.columns)
      top += 1
    }
    let shown = state.listing.shown.dropFirst(max(0, state.listTop)).prefix(layout.listRows)
    for (row, index) in shown.enumerated() {
      let isSelected = index == state.selection
      put(
        columns.row(index, state, isSelected: isSelected), column: area.column, row: top + row, limit: area.columns)
      if isSelected, isFocused {
        let bar = theme.selection
        screen.restyle(Rectangle(column: area.column, row: top + row, columns: area.columns, rows: 1)) {
          // What was looked for is seen there too.
          $0 = Style(nil, bar.attributes.union($0.attributes.intersection(.underline)))
        }
      }
    }
    if shown.isEmpty, state.listing.isNarrowed {
      let words =
        state.listing.filter.isEmpty ? "No failures." : "Nothing matches “\(state.listing.filter.text.harmless)”."
      put("  " + words, .dim, column: area.column, row: top, limit: area.columns, ellipsis: "…")
    }
  }

  /// "3/12 · 2 marked · failures": where the cursor is, and what the list is narrowed down to.
  func place(_ state: State) -> String? {
    guard state.roster.presentCount > 0 else { return nil }
    let listing = state.listing
    var parts = [listing.place(of: state.selection).map { "\($0 + 1)/\(listing.count)" } ?? "0/\(listing.count)"]
    if listing.count < state.roster.presentCount { parts[0] += " of \(state.roster.presentCount)" }
    if !state.roster.marked.isEmpty { parts.append("\(state.roster.marked.count) marked") }
    if !listing.filter.isEmpty { parts.append("/\(TextWidth.clipped(listing.filter.text.harmless, to: 12))") }
    if listing.failuresOnly { parts.append("failures") }
    if state.runsOnChange { parts.append("watch") }
    return parts.joined(separator: " · ")
  }
}
