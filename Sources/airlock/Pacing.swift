/// When to draw: at once after a key and while little happens; in a stream of answers no more often than an eye can follow,
/// so that thousands of plugins are not inspected at the pace of the terminal.
struct Pacing {
  /// Drawings at once in a window, before they have to wait for its end.
  private static let burst = 4
  /// In nanoseconds.
  private static let window: UInt64 = 50_000_000

  private var windowEnd: UInt64 = 0
  private var count = 0
  /// When a drawing that has been held back is due, by the monotonic clock; nil if none is.
  private(set) var deadline: UInt64?

  /// Whether to draw now what has changed.
  ///
  /// - Parameter isAwaited: somebody has pressed a key and looks.
  mutating func draws(at now: UInt64, isAwaited: Bool) -> Bool {
    if now >= windowEnd { (windowEnd, count) = (now + Self.window, 0) }
    guard isAwaited || count < Self.burst else {
      deadline = windowEnd
      return false
    }
    count += 1
    deadline = nil
    return true
  }
}
