import CVterm

/// A cell as the terminal shows it.
public struct ScreenCell: Hashable, Sendable {
  /// The character; a space if the cell is empty.
  public var text: String
  /// In columns: 1 or 2.
  public var width: Int
  /// The number in the palette; nil is the terminal's own.
  public var foreground: Int?
  public var background: Int?
  public var isBold: Bool
  public var isUnderlined: Bool
  public var isReversed: Bool

  init(_ cell: VTermScreenCell) {
    let chars = cell.chars
    let values = [chars.0, chars.1, chars.2, chars.3, chars.4, chars.5].prefix { $0 != 0 }
    let scalars = values.map { Unicode.Scalar($0) ?? "\u{FFFD}" }
    text = scalars.isEmpty ? " " : String(String.UnicodeScalarView(scalars))
    width = max(1, Int(cell.width))
    foreground = Self.index(cell.fg, defaultFlag: UInt8(VTERM_COLOR_DEFAULT_FG.rawValue))
    background = Self.index(cell.bg, defaultFlag: UInt8(VTERM_COLOR_DEFAULT_BG.rawValue))
    isBold = cell.attrs.bold != 0
    isUnderlined = cell.attrs.underline != 0
    isReversed = cell.attrs.reverse != 0
  }

  /// All cells of a screen, row by row.
  static func all(on display: OpaquePointer, columns: Int, rows: Int) -> [[ScreenCell]] {
    (0..<rows).map { row in
      (0..<columns).map { column in
        var cell = VTermScreenCell()
        vterm_screen_get_cell(display, VTermPos(row: Int32(row), col: Int32(column)), &cell)
        return ScreenCell(cell)
      }
    }
  }

  private static func index(_ color: VTermColor, defaultFlag: UInt8) -> Int? {
    color.type & defaultFlag != 0 ? nil : Int(color.indexed.idx)
  }
}
