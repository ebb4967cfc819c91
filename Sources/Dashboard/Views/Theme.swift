import Display

/// How roles look on this terminal: with colours or without, with Unicode or in ASCII, on a dark or a light background.
///
/// Everything is drawn in Unicode; on an ASCII terminal each other character is replaced at the end, so that plugins'
/// names and output are covered as well.
public struct Theme: Hashable, Sendable {
  /// A choice of colours. None tells anything that a glyph or a word does not tell as well.
  public enum Look: String, Sendable, CaseIterable {
    case dark, light
    case highContrast = "high-contrast"
    case monochrome
    /// Told apart by brightness and by blue against yellow: not by red against green.
    case colourBlind = "colour-blind"

    var words: String {
      switch self {
      case .dark: "dark"
      case .light: "light"
      case .highContrast: "high contrast"
      case .monochrome: "monochrome"
      case .colourBlind: "colour-blind-safe"
      }
    }

    var next: Look {
      let all = Self.allCases
      return all[(all.firstIndex(of: self)! + 1) % all.count]
    }
  }

  public var unicode: Bool
  public var colour: Bool
  public var look: Look

  public init(unicode: Bool = true, colour: Bool = true, look: Look = .dark) {
    self.unicode = unicode
    self.colour = colour
    self.look = look
  }

  func style(_ role: Role) -> Style {
    guard colour, look != .monochrome else { return Self.monochrome(role) }
    return switch look {
    case .dark, .monochrome: Self.coloured(role, passed: Style(.green), look: Style(.yellow), focus: .cyan)
    // Yellow and cyan are hardly seen on white.
    case .light: Self.coloured(role, passed: Style(.green), look: Style(.magenta), focus: .blue)
    case .highContrast: Self.highContrast(role)
    case .colourBlind:
      Self.coloured(
        role, passed: Style(.cyan), look: Style(.yellow), failed: Style(.yellow, [.bold, .reverse]), focus: .cyan)
    }
  }

  private static func coloured(
    _ role: Role, passed: Style, look: Style, failed: Style = Style(.red, .bold), focus: Style.Color
  ) -> Style {
    switch role {
    case .plain, .title: .plain
    case .strong, .key: .bold
    case .dim, .border: Style(nil, .dim)
    case .passed: passed
    case .look: look
    case .failed: failed
    case .alarm: Style(failed.foreground, [.bold, .reverse])
    case .match: Style(look.foreground, [.bold, .underline])
    case .focusedBorder: Style(focus)
    case .focusedTitle: Style(focus, .bold)
    }
  }

  /// Nothing is dim, everything that matters is bold.
  private static func highContrast(_ role: Role) -> Style {
    switch role {
    case .plain, .dim, .border, .title: .plain
    case .strong, .key: .bold
    case .passed: Style(.green, .bold)
    case .look: Style(.yellow, .bold)
    case .failed, .alarm: Style(.red, [.bold, .reverse])
    case .match: Style(nil, [.bold, .reverse])
    case .focusedBorder: .bold
    case .focusedTitle: Style(nil, [.bold, .reverse])
    }
  }

  private static func monochrome(_ role: Role) -> Style {
    switch role {
    case .plain, .passed, .title: .plain
    case .strong, .key, .failed, .focusedBorder: .bold
    case .dim, .border: Style(nil, .dim)
    case .look: Style(nil, .underline)
    case .match: Style(nil, [.bold, .underline])
    case .alarm, .focusedTitle: Style(nil, [.bold, .reverse])
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
      "↑": "^", "−": "-", "×": "x", "▶": ">", "◀": "<", "›": ">", "⋯": "~", "▲": "^", "▼": "v", "•": "*", "█": "#",
      "░": ".", "→": ">", "␣": "_", "≠": "#", "“": "\"", "”": "\"", "‹": "<", "↔": "=",
      "±": "+",
    ]
    for mark in Mark.allCases { table[mark.glyph] = mark.ascii }
    return table
  }()
}
