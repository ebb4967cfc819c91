/// One cell of a screen. A wide character fills its cell and leaves the next one as `continuation`.
public struct Cell: Hashable, Sendable {
  public var character: Character
  public var style: Style
  /// The right half of the wide character before it.
  public var isContinuation: Bool

  public init(_ character: Character = " ", _ style: Style = .plain, isContinuation: Bool = false) {
    self.character = character
    self.style = style
    self.isContinuation = isContinuation
  }
}
