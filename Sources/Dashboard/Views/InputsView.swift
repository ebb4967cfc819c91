import Display
import PluginModel

extension Canvas {
  /// The list of inputs over the panes: a line each, as in a file of them.
  mutating func drawInputs(_ field: TextField, _ state: State, _ layout: Layout) {
    let area = layout.help
    let rows = min(area.rows, max(4, min(field.lineCount + 2, area.rows)))
    let inside = Rectangle(
      column: area.column, row: area.row + (area.rows - rows) / 2, columns: area.columns, rows: rows)
    let outside = Rectangle(
      column: inside.column - 2, row: inside.row - 1, columns: inside.columns + 4, rows: rows + 2)
    screen.fill(outside)
    let count = state.runAllMembers.count
    let whom = "\(count) \(state.roster.marked.isEmpty ? count == 1 ? "plugin" : "plugins" : "marked")"
    frame(
      outside, title: "Inputs", facts: [Span("a line each · for \(whom)", .dim)],
      foot: field.lineCount > 1 ? "\(field.lineCount) lines" : nil, isFocused: true)
    let window = InputWindow(field, columns: inside.columns, rows: max(2, rows - 1), hasCursor: true)
    put(window.lines.prefix(rows), in: inside)
    if rows > field.lineCount, let hint = Self.hints.first(where: { TextWidth.of($0) <= inside.columns }) {
      put(Line(hint, .dim), column: inside.column, row: inside.row + rows - 1, limit: inside.columns)
    }
    guard state.helpTop == nil, state.prompt == nil else { return }
    screen.cursor = Position(column: inside.column + window.cursor.column, row: inside.row + window.cursor.row)
  }

  /// The longest that fits is shown.
  private static let hints = [
    "An empty line is an input too; a line in quotation marks is a JSON string.",
    "An empty line counts; \"a\\nb\" is a JSON string.", "\"a\\nb\" is a JSON string.",
  ]
}
