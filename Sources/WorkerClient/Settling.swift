/// When to look after something has happened: once nothing more has for a while, for a build touches a file many times;
/// and if it never ends, all the same. Times are those of the monotonic clock, in nanoseconds.
struct Settling {
  /// Without an event, before a look.
  static let time: UInt64 = 100_000_000
  /// From the first event on.
  static let longest: UInt64 = 1_000_000_000

  private var first: UInt64?
  private var last: UInt64 = 0
  /// A look that was wanted for a reason of its own.
  private var appointment: UInt64?

  mutating func note(at now: UInt64) {
    first = first ?? now
    last = now
  }

  /// A look is wanted then, whatever happens.
  mutating func look(at time: UInt64) { appointment = min(appointment ?? time, time) }

  /// When to look; nil while there is no reason to.
  var due: UInt64? {
    let settled = first.map { min(last + Self.time, $0 + Self.longest) }
    return [settled, appointment].compactMap(\.self).min()
  }

  /// The look begins: what happens from now on is a reason for another.
  mutating func begin() { (first, appointment) = (nil, nil) }
}
