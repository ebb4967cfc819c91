import Display

/// A screen with the theme it is drawn in.
struct Canvas {
  var screen: Screen
  let theme: Theme

  @discardableResult
  mutating func put(
    _ text: String, _ role: Role = .plain, column: Int, row: Int, limit: Int = .max, ellipsis: Character? = nil
  ) -> Int {
    screen.put(text, column: column, row: row, limit: limit, style: theme.style(role), ellipsis: ellipsis)
  }

  /// A line of several looks; what does not fit ends in "…".
  @discardableResult
  mutating func put(_ line: Line, column: Int, row: Int, limit: Int) -> Int {
    var at = column
    let end = column + limit
    for (index, span) in line.spans.enumerated() where at < end {
      let rest = line.spans[(index + 1)...].contains { !$0.text.isEmpty }
      // A span that fills the line to its end, with another to come, must show that it was cut.
      let text = rest && TextWidth.of(span.text) == end - at ? span.text + " " : span.text
      at = put(text, span.role, column: at, row: row, limit: end - at, ellipsis: "…")
    }
    return at
  }

  mutating func put(_ lines: some Sequence<Line>, in area: Rectangle) {
    for (index, line) in lines.prefix(area.rows).enumerated() {
      put(line, column: area.column, row: area.row + index, limit: area.columns)
    }
  }

  /// The frame of a pane: title on the left, facts on the right, a place in the text at the foot. A fact that does not
  /// fit is left out whole.
  mutating func frame(
    _ area: Rectangle, title: String, facts: [Span] = [], foot: String? = nil, isFocused: Bool
  ) {
    guard area.columns >= 4, area.rows >= 2 else { return }
    let border: Role = isFocused ? .focusedBorder : .border
    let bar = String(repeating: "─", count: area.columns - 2)
    put("┌" + bar + "┐", border, column: area.column, row: area.row)
    let bottom = area.row + area.rows - 1
    for row in (area.row + 1)..<max(area.row + 1, bottom) {
      put("│", border, column: area.column, row: row)
      put("│", border, column: area.column + area.columns - 1, row: row)
    }
    put("└" + bar + "┘", border, column: area.column, row: bottom)

    let room = area.columns - 4
    let shown = TextWidth.clipped(" \(title) ", to: room)
    put(shown, isFocused ? .focusedTitle : .title, column: area.column + 2, row: area.row)
    let factsColumns = Line(facts).columns + 2
    if !facts.isEmpty, TextWidth.of(shown) + factsColumns < room {
      let spans = [Span(" ")] + facts + [Span(" ")]
      put(Line(spans), column: area.column + area.columns - 2 - factsColumns, row: area.row, limit: factsColumns)
    }
    if let foot, !foot.isEmpty, TextWidth.of(foot) + 2 <= room {
      put(" \(foot) ", .dim, column: area.column + area.columns - 4 - TextWidth.of(foot), row: bottom)
    }
  }
}

/// What is above and below the lines that are shown: "↓ 3 more".
func placeInText(top: Int, rows: Int, count: Int) -> String? {
  guard count > rows else { return nil }
  let below = count - top - rows
  return below > 0 ? "↓ \(below) more" : "↑ \(top) more"
}
