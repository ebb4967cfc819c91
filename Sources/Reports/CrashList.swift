import PluginModel

/// Saved reports as a list, and one of them as a text. Their files may hold anything, so every text is foreign.
public enum CrashList {
  public struct Entry: Sendable {
    /// The file's, without `.json`.
    public let name: String
    public let record: CrashRecord
    /// How often this crash was seen; nil for a hang.
    public let seen: CrashHistory.Sightings?

    public init(name: String, record: CrashRecord, seen: CrashHistory.Sightings?) {
      self.name = name
      self.record = record
      self.seen = seen
    }

    fileprivate var time: String { "\(record.ended.date) \(record.ended.timeOfDay)" }
    fileprivate var plugin: String { String(PluginPath(record.plugin.bytes).name.line.prefix(longestName)) }
  }

  /// Of a name and of a sentence in the list, in characters.
  private static let longestName = 40
  private static let longestCause = 120
  /// Of a report that is shown, in lines.
  private static let linesAtMost = 2000

  /// A line for each: number, time, plugin, cause, place, how often.
  public static func lines(of entries: [Entry]) -> [String] {
    let digits = String(entries.count).count
    let width = entries.map(\.plugin.count).max() ?? 0
    return entries.enumerated().map { index, entry in
      let number = String(index + 1)
      let place = entry.record.place.map { " · " + String($0.line.prefix(longestCause)) } ?? ""
      return String(repeating: " ", count: digits - number.count) + number + "  " + entry.time + "  "
        + FrameText.padded(entry.plugin, to: width) + "  " + String(entry.record.title.line.prefix(longestCause))
        + place
        + (entry.seen?.words.map { " · " + $0 } ?? "")
    }
  }

  /// What `airlock run` said, when that was, and how often.
  public static func text(of entry: Entry) -> [String] {
    let seen = entry.seen?.words.map { ", \($0)" } ?? ""
    return [entry.record.message.line] + entry.record.text.prefix(linesAtMost).map(\.line)
      + ["  \(entry.time)\(seen), \(entry.name)"]
  }

  public static func json(of entries: [Entry]) -> String {
    JSON.object([
      ("schema", .integer(CrashRecord.schema)),
      (
        "crashes",
        .array(
          entries.enumerated().map { index, entry in
            .object([
              ("number", .integer(index + 1)), ("name", .string(entry.name)), ("time", .string(entry.time)),
              ("plugin", .string(entry.record.plugin.repaired)), ("message", .string(entry.record.message.repaired)),
              ("title", .string(entry.record.title.repaired)), ("place", .optional(entry.record.place?.repaired)),
              ("seen", .integer(entry.seen?.count ?? 1)),
              ("first", .string(entry.seen.map { "\($0.first.date) \($0.first.timeOfDay)" } ?? entry.time)),
            ])
          })
      ),
    ]).text + "\n"
  }
}
