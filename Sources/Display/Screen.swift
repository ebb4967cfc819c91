/// A picture of the terminal: cells in rows. What is put here is what a terminal draws, a test compares and a picture shows.
///
/// Nothing harmful gets in: `put` replaces what a terminal would obey, whoever wrote it.
public struct Screen: Hashable, Sendable {
  public let size: Size
  public private(set) var cells: [Cell]
  /// Where the cursor blinks; nil hides it.
  public var cursor: Position?

  public init(size: Size) {
    self.size = Size(columns: max(0, size.columns), rows: max(0, size.rows))
    cells = Array(repeating: Cell(), count: self.size.columns * self.size.rows)
  }

  public subscript(column: Int, row: Int) -> Cell { cells[row * size.columns + column] }

  public func row(_ row: Int) -> ArraySlice<Cell> { cells[(row * size.columns)..<((row + 1) * size.columns)] }

  /// Writes one line and returns the column after it. What does not fit within `limit` columns (or the screen) is cut
  /// off, with `ellipsis` as the last character if one is given.
  @discardableResult
  public mutating func put(
    _ text: String, column: Int, row: Int, limit: Int = .max, style: Style = .plain, ellipsis: Character? = nil
  ) -> Int {
    guard row >= 0, row < size.rows, column < size.columns else { return column }
    let room = min(limit, size.columns - column)
    guard room > 0 else { return column }
    let shown = ellipsis.map { TextWidth.clipped(text, to: room, ellipsis: $0) } ?? text
    var at = column
    func place(_ character: Character, width: Int) {
      if at >= 0 { set(Cell(character, style), width: width, column: at, row: row) }
      at += width
    }
    for character in shown {
      let (safe, width) = TextWidth.measured(character)
      guard width > 0 else { continue }
      guard at + width <= column + room else { break }
      if safe.unicodeScalars.count == 1 {
        place(safe, width: width)
      } else {
        for piece in TextWidth.pieces(of: safe) { place(piece.character, width: piece.width) }
      }
    }
    return at
  }

  /// Fills a rectangle with one character, one column wide.
  public mutating func fill(_ area: Rectangle, with character: Character = " ", style: Style = .plain) {
    let (safe, width) = TextWidth.measured(character)
    let filling = Cell(width == 1 ? safe : "\u{FFFD}", style)
    for row in visible(area.row, area.rows, of: size.rows) {
      for column in visible(area.column, area.columns, of: size.columns) {
        set(filling, width: 1, column: column, row: row)
      }
    }
  }

  /// Changes the style of the cells of a rectangle, and not their text.
  public mutating func restyle(_ area: Rectangle, _ change: (inout Style) -> Void) {
    for row in visible(area.row, area.rows, of: size.rows) {
      for column in visible(area.column, area.columns, of: size.columns) {
        change(&cells[row * size.columns + column].style)
      }
    }
  }

  /// The text of the screen, spaces at the ends of lines left out.
  public var text: String {
    (0..<size.rows).map { row in
      var line = String(self.row(row).lazy.filter { !$0.isContinuation }.map(\.character))
      while line.last == " " { line.removeLast() }
      return line
    }.joined(separator: "\n")
  }

  private func visible(_ start: Int, _ count: Int, of limit: Int) -> Range<Int> {
    let first = min(max(0, start), limit)
    return first..<max(first, min(limit, start + count))
  }

  private mutating func set(_ cell: Cell, width: Int, column: Int, row: Int) {
    let index = row * size.columns + column
    // Half of a wide character that is written over must not stay behind.
    if cells[index].isContinuation { cells[index - 1] = Cell(" ", cells[index - 1].style) }
    let after = index + width
    if column + width < size.columns, cells[after].isContinuation { cells[after] = Cell(" ", cells[after].style) }
    cells[index] = cell
    if width == 2 { cells[index + 1] = Cell(" ", cell.style, isContinuation: true) }
  }
}
