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

  /// Whether it is more than so many seconds after another.
  public func isAhead(of other: Moment, by seconds: Int64) -> Bool { self.seconds - other.seconds > seconds }

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

  /// "3 days ago": how long ago something was done. By a clock that is ahead, on its date.
  public func words(since earlier: Moment) -> String {
    guard earlier.seconds <= seconds + 60 else { return "on \(earlier.date)" }
    let seconds = since(earlier) / 1_000_000_000
    func words(_ count: UInt64, _ unit: String) -> String { "\(count) \(unit)\(count == 1 ? "" : "s") ago" }
    switch seconds {
    case ..<60: return "just now"
    case ..<3600: return words(seconds / 60, "minute")
    case ..<86_400: return words(seconds / 3600, "hour")
    case ..<(60 * 86_400): return words(seconds / 86_400, "day")
    case ..<(730 * 86_400): return words(seconds / (30 * 86_400), "month")
    default: return words(seconds / (365 * 86_400), "year")
    }
  }

  /// "2026-11-22T14:48:53Z", whatever the user's time zone is; ISO 8601.
  public var iso: String {
    let utc = Moment(nanoseconds: nanoseconds)
    return "\(utc.date)T\(utc.timeOfDay)Z"
  }

  /// From that form and no other, and only for a time that there is.
  public init?(iso text: String, utcOffset: Int32 = 0) {
    let bytes = Array(text.utf8)
    guard bytes.count == 20 else { return nil }
    func number(_ range: Range<Int>) -> Int64? {
      var number: Int64 = 0
      for byte in bytes[range] {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
        number = number * 10 + Int64(byte - UInt8(ascii: "0"))
      }
      return number
    }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10), let hour = number(11..<13),
      let minute = number(14..<16), let second = number(17..<19)
    else { return nil }
    // As for `calendar`: years are counted from March on.
    let (marchYear, marchMonth) = month > 2 ? (year, month - 3) : (year - 1, month + 9)
    let days =
      365 * marchYear + marchYear / 4 - marchYear / 100 + marchYear / 400 + (153 * marchMonth + 2) / 5 + day - 1
      - Self.daysBefore1970
    let seconds = days * Self.day + hour * 3600 + minute * 60 + second
    guard (1970...2200).contains(year) else { return nil }
    self.init(nanoseconds: seconds * 1_000_000_000)
    guard iso == text else { return nil }  // 31 February, 25 o'clock, other separators
    self.utcOffset = utcOffset
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
