/// A point in time as the caller's clock tells it; nothing here asks a clock of its own.
public struct Moment: Hashable, Sendable {
  /// Since 1970, in nanoseconds.
  public var nanoseconds: Int64
  /// What to add for the user's time zone, in seconds.
  public var utcOffset: Int32

  public init(nanoseconds: Int64, utcOffset: Int32 = 0) {
    self.nanoseconds = nanoseconds
    self.utcOffset = utcOffset
  }

  /// Nanoseconds since an earlier moment; 0 if the clock was set back in between.
  public func since(_ earlier: Moment) -> UInt64 {
    let (difference, overflow) = nanoseconds.subtractingReportingOverflow(earlier.nanoseconds)
    return overflow || difference < 0 ? 0 : UInt64(difference)
  }

  /// "14:48:53" on the user's wall clock.
  var timeOfDay: String {
    let day: Int64 = 86_400
    let seconds = ((nanoseconds / 1_000_000_000 + Int64(utcOffset)) % day + day) % day
    return [seconds / 3600, seconds / 60 % 60, seconds % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
      .joined(separator: ":")
  }

  /// "2 h old": how long ago a file was changed.
  func age(ofChangeAt changed: Int64) -> String {
    let seconds = since(Moment(nanoseconds: changed)) / 1_000_000_000
    switch seconds {
    case ..<60: return "just built"
    case ..<3600: return "\(seconds / 60) min old"
    case ..<(48 * 3600): return "\(seconds / 3600) h old"
    default: return "\(seconds / 86_400) d old"
    }
  }
}
