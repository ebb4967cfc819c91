import Display

extension Canvas {
  private static let fewestColumnsForKeys = 40

  /// The keys that were pressed, at the right end of a row; on narrow screens fewer than there are, or none: help and the
  /// way out need their place. Returns the columns that are left of it.
  mutating func drawKeys(_ state: State, row: Int) -> Int {
    let columns = state.size.columns
    var names = state.keysPressed.keys.map { $0.name(unicode: theme.unicode) }
    var badge: String { " " + names.joined(separator: " ") + " " }
    while names.count > 1, TextWidth.of(badge) > columns / 3 { names.removeFirst() }
    guard !names.isEmpty, columns >= Self.fewestColumnsForKeys else { return columns }
    let column = columns - TextWidth.of(badge) - 1
    screen.put(badge, column: column, row: row, style: theme.selection)
    return column
  }
}
