/// How a cell looks. Colours are the terminal's own sixteen, so that a user's light or dark theme holds.
public struct Style: Hashable, Sendable {
  /// The number is that of the terminal's palette.
  public enum Color: UInt8, Sendable, CaseIterable {
    case black, red, green, yellow, blue, magenta, cyan, white
    case gray
  }

  public struct Attributes: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    public static let bold = Attributes(rawValue: 1)
    public static let dim = Attributes(rawValue: 2)
    public static let underline = Attributes(rawValue: 4)
    public static let reverse = Attributes(rawValue: 8)
  }

  /// Nil is the terminal's own.
  public var foreground: Color?
  /// Nil is the terminal's own.
  public var background: Color?
  public var attributes: Attributes

  public init(_ foreground: Color? = nil, on background: Color? = nil, _ attributes: Attributes = []) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }

  public static let plain = Style()
  public static let bold = Style(nil, .bold)
}
