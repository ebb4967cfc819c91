import Foundation
import PluginModel
import Testing

/// The calendar is computed without the C library: it must be Foundation's.
@Suite struct MomentTests {
  @Test func `Any moment has the date and time that Foundation tells`() throws {
    var generator = SeededGenerator(state: 5)
    var calendar = Calendar(identifier: .gregorian)
    let edges: [Int64] = [0, -1, 951_782_399, 951_782_400, 1_709_164_800, 1_709_251_199, 4_107_542_400]
    let others = (0..<2000).map { _ in Int64.random(in: -2_000_000_000...7_289_654_399, using: &generator) }
    for seconds in edges + others {
      let offset = Int32.random(in: -12...14, using: &generator) * 3600
      calendar.timeZone = try #require(TimeZone(secondsFromGMT: Int(offset)))
      let parts = calendar.dateComponents(
        [.year, .month, .day, .hour, .minute, .second], from: Date(timeIntervalSince1970: Double(seconds)))
      let moment = Moment(nanoseconds: seconds * 1_000_000_000, utcOffset: offset)
      let date = String(format: "%d-%02d-%02d", parts.year!, parts.month!, parts.day!)
      let time = String(format: "%02d:%02d:%02d", parts.hour!, parts.minute!, parts.second!)
      #expect(moment.date == date && moment.timeOfDay == time, "\(seconds) at \(offset)")
      if (0...7_289_654_399).contains(seconds) {
        #expect(Moment(iso: moment.iso, utcOffset: offset) == moment, "\(moment.iso)")
        #expect(moment.iso == Date(timeIntervalSince1970: Double(seconds)).ISO8601Format())
      }
      #expect(
        moment.stamp == date.replacingOccurrences(of: "-", with: "") + "-"
          + time.replacingOccurrences(of: ":", with: ""))
    }
  }
}

/// What counts as the same crash.
@Suite struct CrashHistoryTests {
  private func moment(_ seconds: Int64) -> Moment { Moment(nanoseconds: seconds * 1_000_000_000) }

  @Test func `The same signal at the same place of the same plugin is the same crash`() {
    let group = CrashHistory.Group(plugin: "/p.so", key: CrashKey(signal: 11, place: "lookup"))
    let others = [
      CrashHistory.Group(plugin: "/q.so", key: CrashKey(signal: 11, place: "lookup")),
      CrashHistory.Group(plugin: "/p.so", key: CrashKey(signal: 6, place: "lookup")),
      CrashHistory.Group(plugin: "/p.so", key: CrashKey(signal: 11, place: nil)),
    ]
    var history = CrashHistory()
    history.note(group, at: moment(100))
    #expect(history[group]?.words == nil)
    for other in others { history.note(other, at: moment(1)) }
    #expect(history[group]?.count == 1)
    // A report of an earlier session may be read later.
    history.note(group, at: moment(50))
    #expect(history[group]?.words == "seen 2 times, first 1970-01-01 00:00:50")
  }

  @Test(arguments: [
    ("p.so", "/here/p.so"), ("./p.so", "/here/p.so"), (".//./p.so", "/here/p.so"), ("/p.so", "/p.so"),
    ("../p.so", "/here/../p.so"),
  ])
  func `A path is counted from the root on`(path: String, absolute: String) {
    #expect(PluginPath(path).absolute(in: PluginPath("/here")) == PluginPath(absolute))
  }
}
