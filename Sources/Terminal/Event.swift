import Display

/// Something that has happened, for the program to answer.
public enum Event: Hashable, Sendable {
  case input(Input)
  /// The terminal has another size: draw a screen of that size.
  case resized(Size)
  /// Asked to end by this signal: SIGTERM, SIGHUP or SIGINT from outside.
  case terminate(Int32)
  /// SIGTSTP from outside (^Z as a key is input): answer with `Terminal.suspend()`.
  case suspendRequested
  /// Stopped and continued by others: answer with `Terminal.repaint()`.
  case continued
  /// A watched descriptor can be read or written, or its other end is gone.
  case ready(Int32)
  /// The time given has come.
  case deadline
  /// The terminal is gone: nothing more will be typed.
  case inputClosed
}

/// A descriptor to be told about.
public struct Watch: Hashable, Sendable {
  public struct Interest: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    public static let read = Interest(rawValue: 1)
    public static let write = Interest(rawValue: 2)
  }

  public var descriptor: Int32
  public var interest: Interest

  public init(_ descriptor: Int32, for interest: Interest = .read) {
    self.descriptor = descriptor
    self.interest = interest
  }
}
