/// What the terminal can show.
public struct Capabilities: Hashable, Sendable {
  /// 0, 8, 16 or 256. Zero also where `NO_COLOR` asks for it (no-color.org).
  public var colors: Int
  /// Whether the locale is UTF-8. If not, everything but ASCII is shown as a question mark: use ASCII frames and marks.
  public var isUnicode: Bool

  public init(colors: Int, isUnicode: Bool) {
    self.colors = colors
    self.isUnicode = isUnicode
  }
}
