/// The lines and blocks of Unicode's Box Drawing and Block Elements, as shapes: glyphs of fonts leave gaps between rows.
enum BoxDrawing {
  /// Lines from the middle of a cell to its sides.
  struct Arms: OptionSet {
    let rawValue: UInt8
    static let left = Arms(rawValue: 1)
    static let right = Arms(rawValue: 2)
    static let up = Arms(rawValue: 4)
    static let down = Arms(rawValue: 8)
  }

  /// A filled part of a cell, in eighths of its width and height.
  struct Block: Equatable {
    var x = 0
    var y = 0
    var width = 8
    var height = 8
    /// In percent.
    var opacity = 100
  }

  enum Shape: Equatable {
    case lines(Arms, isHeavy: Bool)
    /// A quarter of a circle that joins two sides.
    case corner(Arms)
    case block(Block)
  }

  /// The shape of a character, if it is one of those that the screens use.
  static func shape(of character: Character) -> Shape? {
    if let arms = light[character] { return .lines(arms, isHeavy: false) }
    if let arms = heavy[character] { return .lines(arms, isHeavy: true) }
    if let arms = round[character] { return .corner(arms) }
    return block(character).map(Shape.block)
  }

  private static let light: [Character: Arms] = [
    "─": [.left, .right], "│": [.up, .down], "┌": [.right, .down], "┐": [.left, .down], "└": [.right, .up],
    "┘": [.left, .up], "├": [.right, .up, .down], "┤": [.left, .up, .down], "┬": [.left, .right, .down],
    "┴": [.left, .right, .up], "┼": [.left, .right, .up, .down], "╴": .left, "╵": .up, "╶": .right, "╷": .down,
  ]
  private static let heavy: [Character: Arms] = [
    "━": [.left, .right], "┃": [.up, .down], "┏": [.right, .down], "┓": [.left, .down], "┗": [.right, .up],
    "┛": [.left, .up], "┣": [.right, .up, .down], "┫": [.left, .up, .down], "┳": [.left, .right, .down],
    "┻": [.left, .right, .up], "╋": [.left, .right, .up, .down], "╸": .left, "╹": .up, "╺": .right, "╻": .down,
  ]
  private static let round: [Character: Arms] = [
    "╭": [.right, .down], "╮": [.left, .down], "╰": [.right, .up], "╯": [.left, .up],
  ]

  private static func block(_ character: Character) -> Block? {
    guard let scalar = character.unicodeScalars.first?.value, character.unicodeScalars.count == 1 else { return nil }
    switch scalar {
    case 0x2580: return Block(height: 4)
    case 0x2581...0x2588:  // from below, by eighths
      let height = Int(scalar - 0x2580)
      return Block(y: 8 - height, height: height)
    case 0x2589...0x258F: return Block(width: Int(0x2590 - scalar))  // from the left, by eighths
    case 0x2590: return Block(x: 4, width: 4)
    case 0x2591...0x2593: return Block(opacity: Int(scalar - 0x2590) * 25)
    default: return nil
    }
  }
}
