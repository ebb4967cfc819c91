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

  /// Since 1970.
  public var seconds: Int64 { nanoseconds / 1_000_000_000 }

  /// Nanoseconds since an earlier moment; 0 if the clock was set back in between.
  public func since(_ earlier: Moment) -> UInt64 {
    let (difference, overflow) = nanoseconds.subtractingReportingOverflow(earlier.nanoseconds)
    return overflow || difference < 0 ? 0 : UInt64(difference)
  }

  /// "14:48:53" on the user's wall clock.
  public var timeOfDay: String { clock.map { Self.digits($0) }.joined(separator: ":") }

  /// "2026-11-22" by the user's calendar.
  public var date: String { calendar.map { Self.digits($0) }.joined(separator: "-") }

  /// "20261122-144853": for the name of a file; names sort by time.
  public var stamp: String {
    calendar.map { Self.digits($0) }.joined() + "-" + clock.map { Self.digits($0) }.joined()
  }

  /// "2 h old": how long ago a file was changed.
  public func age(ofChangeAt changed: Int64) -> String {
    let seconds = since(Moment(nanoseconds: changed)) / 1_000_000_000
    switch seconds {
    case ..<60: return "just built"
    case ..<3600: return "\(seconds / 60) min old"
    case ..<(48 * 3600): return "\(seconds / 3600) h old"
    default: return "\(seconds / 86_400) d old"
    }
  }

  private static let day: Int64 = 86_400
  private var localSeconds: Int64 { seconds + Int64(utcOffset) }

  /// Hour, minute, second.
  private var clock: [Int64] {
    let seconds = (localSeconds % Self.day + Self.day) % Self.day
    return [seconds / 3600, seconds / 60 % 60, seconds % 60]
  }

  /// Year, month, day of the Gregorian calendar. Years are counted from March on, so that a leap day is their last.
  private var calendar: [Int64] {
    let days = (localSeconds - (localSeconds % Self.day + Self.day) % Self.day) / Self.day + Self.daysBefore1970
    let era = days / Self.daysOf400Years
    let dayOfEra = days % Self.daysOf400Years
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    return [yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * marchMonth + 2) / 5 + 1]
  }

  /// From 1 March of the year 0 on.
  private static let daysBefore1970: Int64 = 719_468
  private static let daysOf400Years: Int64 = 146_097

  private static func digits(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
