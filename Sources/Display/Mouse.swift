/// What somebody did with the mouse, as far as a screen of text has a use for it.
public struct Mouse: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// The left button went down.
    case press
    case wheelUp, wheelDown
  }

  public var kind: Kind
  /// Where; it may lie beyond a screen that has become smaller meanwhile.
  public var position: Position
  public var modifiers: Input.Modifiers

  public init(_ kind: Kind, at position: Position, _ modifiers: Input.Modifiers = []) {
    self.kind = kind
    self.position = position
    self.modifiers = modifiers
  }
}
