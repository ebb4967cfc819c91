/// What came from the keyboard, or from the mouse if that was asked for.
public enum Input: Hashable, Sendable {
  public struct Modifiers: OptionSet, Hashable, Sendable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }
    public static let shift = Modifiers(rawValue: 1)
    public static let alt = Modifiers(rawValue: 2)
    public static let control = Modifiers(rawValue: 4)
  }
  public enum Key: Hashable, Sendable {
    case up, down, left, right, home, end, pageUp, pageDown, insert, delete, enter, tab, backspace, escape
    case function(Int)
  }

  /// A character that was typed; with `.control` the letter that was held down with it, in lower case.
  case text(Character, Modifiers)
  case key(Key, Modifiers)
  /// A paste in one piece, its line breaks as `\n`.
  case paste(String)
  case mouse(Mouse)

  public static func text(_ character: Character) -> Input { .text(character, []) }
  public static func key(_ key: Key) -> Input { .key(key, []) }
  public static func control(_ character: Character) -> Input { .text(character, .control) }
}
