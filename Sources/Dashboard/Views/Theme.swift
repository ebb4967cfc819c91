import Display

/// How roles look on this terminal: with colours or without, with Unicode or in ASCII.
///
/// Everything is drawn in Unicode; on an ASCII terminal each other character is replaced at the end, so that plugins'
/// names and output are covered as well.
public struct Theme: Hashable, Sendable {
  public var unicode: Bool
  public var colour: Bool

  public init(unicode: Bool = true, colour: Bool = true) {
    self.unicode = unicode
    self.colour = colour
  }

  func style(_ role: Role) -> Style {
    switch role {
    case .plain: .plain
    case .strong, .key: .bold
    case .dim: Style(nil, .dim)
    case .passed: colour ? Style(.green) : .plain
    case .look: colour ? Style(.yellow) : Style(nil, .underline)
    case .failed: colour ? Style(.red, .bold) : .bold
    case .alarm: Style(colour ? .red : nil, [.bold, .reverse])
    case .border: Style(nil, .dim)
    case .focusedBorder: colour ? Style(.cyan) : .bold
    case .title: .plain
    case .focusedTitle: colour ? Style(.cyan, .bold) : Style(nil, [.bold, .reverse])
    }
  }

  /// The bar over the selected row, whatever else its cells show: one calm colour.
  var selection: Style { Style(nil, .reverse) }

  /// Replaces what the terminal cannot show.
  func fit(_ screen: inout Screen) {
    guard !unicode else { return }
    for row in 0..<screen.size.rows {
      for column in 0..<screen.size.columns {
        let cell = screen[column, row]
        guard !cell.isContinuation, !cell.character.isASCII else { continue }
        let isWide = column + 1 < screen.size.columns && screen[column + 1, row].isContinuation
        let replacement = Self.ascii[cell.character].map(String.init) ?? "?"
        screen.put(isWide ? "??" : replacement, column: column, row: row, style: cell.style)
      }
    }
  }

  private static let ascii: [Character: Character] = {
    var table: [Character: Character] = [
      "─": "-", "│": "|", "┌": "+", "┐": "+", "└": "+", "┘": "+", "…": "~", "▌": ">", "⏎": "$", "⇥": ">", "↓": "v",
      "↑": "^", "−": "-", "×": "x", "▶": ">", "◀": "<", "›": ">", "⋯": "~",
    ]
    for mark in Mark.allCases { table[mark.glyph] = mark.ascii }
    return table
  }()
}
