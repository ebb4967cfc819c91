/// What to send to a terminal so that it shows one screen after another: text, and control sequences that every terminal
/// knows, whatever its description says.
///
/// A screen holds nothing that a terminal would obey, and so the text obeys nobody but this. See ECMA-48 for CUP, ED and
/// SGR; hiding the cursor is DEC's private mode 25.
struct ScreenUpdate {
  private(set) var text = ""
  /// Where the terminal would write next; nil if that is not known for sure.
  private var place: Position?
  /// How it would write; nil if that is not known.
  private var style: Style?

  /// - Parameter before: what is shown, in the same size; nil if that is not known: all is cleared then.
  init(from before: Screen?, to screen: Screen) {
    if before == nil { text = Self.clear }
    let base = before ?? Screen(size: screen.size)
    for row in 0..<screen.size.rows where base.row(row) != screen.row(row) { draw(row, of: screen, over: base) }
    move(from: before?.cursor, to: screen.cursor)
  }

  /// Colours and attributes off, everything away, and the cursor.
  private static let clear = "\u{1B}[0m\u{1B}[2J" + hide
  private static let hide = "\u{1B}[?25l"
  private static let show = "\u{1B}[?25h"

  /// The terminal as whoever uses it next expects it: plain, the cursor in sight below all that was shown.
  static func ending(_ size: Size) -> String { "\u{1B}[0m\u{1B}[\(size.rows);1H" + show }

  private mutating func draw(_ row: Int, of screen: Screen, over base: Screen) {
    for column in 0..<screen.size.columns {
      let cell = screen[column, row]
      let next = column + 1
      let isWide = next < screen.size.columns && screen[next, row].isContinuation
      let isShown = cell == base[column, row] && (!isWide || screen[next, row] == base[next, row])
      guard !cell.isContinuation, !isShown else { continue }
      put(cell, columns: isWide ? 2 : 1, at: Position(column: column, row: row))
    }
  }

  private mutating func put(_ cell: Cell, columns: Int, at position: Position) {
    if place != position { text += Self.move(to: position) }
    if style != cell.style {
      style = cell.style
      text += Self.sequence(for: cell.style)
    }
    text.append(cell.character)
    // How wide another character is, each player decides for itself: what follows it gets its place told.
    let isAgreed = cell.character.isASCII || BoxDrawing.shape(of: cell.character) != nil
    place = isAgreed ? Position(column: position.column + columns, row: position.row) : nil
  }

  private mutating func move(from old: Position?, to new: Position?) {
    guard let new else {
      if old != nil { text += Self.hide }
      return
    }
    if old != new || !text.isEmpty { text += Self.move(to: new) }
    if old == nil { text += Self.show }
  }

  /// CUP counts from 1.
  private static func move(to position: Position) -> String { "\u{1B}[\(position.row + 1);\(position.column + 1)H" }

  /// SGR: all off, then what is on.
  private static func sequence(for style: Style) -> String {
    var numbers = [0]
    for (attribute, number) in attributes where style.attributes.contains(attribute) { numbers.append(number) }
    if let color = style.foreground { numbers.append((color == .gray ? 90 - 8 : 30) + Int(color.rawValue)) }
    if let color = style.background { numbers.append((color == .gray ? 100 - 8 : 40) + Int(color.rawValue)) }
    return "\u{1B}[" + numbers.map(String.init).joined(separator: ";") + "m"
  }

  private static let attributes: [(Style.Attributes, Int)] = [(.bold, 1), (.dim, 2), (.underline, 4), (.reverse, 7)]
}
