import FoundationEssentials
import PluginModel

/// A crash report as it is kept in a file: JSON, with the texts in which it is shown again.
///
/// Whoever can write into the folder can write any file there, so what is read is bounded and foreign.
public struct CrashRecord: Sendable {
  public static let schema = 1
  /// Of a file, in bytes.
  public static let longest = 4 << 20

  /// When the run ended.
  public let ended: Moment
  /// The plugin's absolute path.
  public let plugin: ForeignText
  /// The line of `airlock run`: "Error: plugin … crashed …".
  public let message: ForeignText
  /// In a phrase: "Null pointer read".
  public let title: ForeignText
  /// "version_of, NullRead.c:6"; nil if nothing tells.
  public let place: ForeignText?
  public let group: CrashHistory.Group?
  /// As `airlock run` tells it, line by line.
  public let text: [ForeignText]
  public let markdown: ForeignText

  // MARK: Writing

  /// The file for a crash.
  public static func json(of occurrence: CrashOccurrence, in surroundings: Surroundings) -> String {
    let report = occurrence.report
    let path = occurrence.plugin.path.absolute(in: surroundings.folder)
    let inspection = occurrence.plugin.inspection
    let text =
      CrashText(of: occurrence.run, settings: occurrence.settings).lines
      + AttemptsText.lines(
        occurrence.run.attempts, of: occurrence.plugin, settings: occurrence.settings, all: true)
    return JSON.object([
      ("schema", .integer(schema)),
      ("airlock", .string(surroundings.version)),
      ("time", .string("\(occurrence.ended.date) \(occurrence.ended.timeOfDay)")),
      ("seconds", .integer(occurrence.ended.seconds)),
      ("plugin", .string(path.text.repaired)),
      ("pathBase64", path.text.exact == nil ? .string(Data(path.bytes).base64EncodedString()) : .null),
      ("sha256", .optional(inspection?.digest)),
      ("buildID", .optional(inspection?.buildID)),
      ("message", .string(line(of: occurrence).repaired)),
      ("title", .string(report.cause.title.repaired)),
      ("phase", .string(report.phase.rawValue)),
      ("input", .string((occurrence.plugin.runInput ?? "").repaired)),
      ("signal", report.key.map { .integer($0.signal) } ?? .null),
      ("function", .optional(report.key?.place?.repaired)),
      ("place", .optional(report.shortPlace?.repaired)),
      ("crash", JSON.crash(report)),
      ("attempts", .array(occurrence.run.attempts.list.map(JSON.attempt))),
      ("reproduce", .string(occurrence.reproduction)),
      ("text", .array(text.map(JSON.string))),
      ("markdown", .string(CrashMarkdown.text(of: occurrence, in: surroundings))),
    ]).text + "\n"
  }

  private static func line(of occurrence: CrashOccurrence) -> ForeignText {
    Judgement(of: occurrence.plugin, report: occurrence.run, settings: occurrence.settings).line
  }

  // MARK: Reading

  private struct Content: Decodable {
    let schema: Int
    let seconds: Int64
    let plugin: String
    let message: String
    let title: String
    let place: String?
    let signal: Int32?
    let function: String?
    let text: [String]
    let markdown: String
  }

  /// Nil if it is no report that this version can read.
  ///
  /// - Parameter utcOffset: of the reader, in seconds.
  public init?(json: [UInt8], utcOffset: Int32) {
    guard json.count <= Self.longest, let content = try? JSONDecoder().decode(Content.self, from: Data(json)),
      content.schema == Self.schema, Self.times.contains(content.seconds)
    else { return nil }
    ended = Moment(nanoseconds: content.seconds * 1_000_000_000, utcOffset: utcOffset)
    plugin = ForeignText(content.plugin)
    message = ForeignText(content.message)
    title = ForeignText(content.title)
    place = content.place.map { ForeignText($0) }
    group = content.signal.map { signal in
      CrashHistory.Group(
        plugin: content.plugin, key: CrashKey(signal: signal, place: content.function.map { ForeignText($0) }))
    }
    text = content.text.map { ForeignText($0) }
    markdown = ForeignText(content.markdown)
  }

  /// From 1970 to the end of the year 2200.
  private static let times: ClosedRange<Int64> = 0...7_289_654_399

  /// A file's own text once it has been read as JSON: only strings hold what a terminal would obey, so it is escaped.
  public static func harmless(json: [UInt8]) -> String {
    var text = ""
    for scalar in String(decoding: json, as: UTF8.self).unicodeScalars {
      if scalar == "\n" {
        text += "\n"
      } else if ForeignText.isHarmful(scalar) {
        text += scalar.value < 0x20 ? " " : JSON.escape(scalar)
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}

extension CrashReport {
  /// "version_of, NullRead.c:6:76"; nil if neither is known.
  package var shortPlace: ForeignText? {
    let parts = [top?.shortName, location?.words].compactMap(\.self)
    return parts.isEmpty ? nil : parts.count == 1 ? parts[0] : "\(parts[0]), \(parts[1])"
  }
}
