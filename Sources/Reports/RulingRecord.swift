import FoundationEssentials
import PluginModel

/// A person's verdict as a line of JSON. Teams check in files of these, and merge them by hand and by git: the members
/// always come in this order, so that the lines sort by file, content and time.
///
/// ```
/// {"file":"libHello.so","sha256":"7d0c…","when":"2026-11-22T14:48:53Z","verdict":"accepted","who":"…","note":"…","size":16456,"version":1}
/// ```
///
/// - `file`: the file's name, without its folder; one that is not UTF-8 stands in `fileBase64` too.
/// - `sha256`: of its content, 64 digits in lower case. A verdict is about this content and no other.
/// - `when`: in UTC, to the second.
/// - `verdict`: `accepted`, `rejected`, or `withdrawn`. The newest about a content counts.
/// - `who`, `note`: one line each, at most 100 and 1,000 bytes.
/// - `size`: of the content, in bytes.
/// - `version`: of this form.
///
/// Whoever can write into the file can write any line there, so what is read is bounded and made harmless.
public enum RulingRecord {
  static let version = 1
  /// Of a line, in bytes.
  public static let longestLine = 8 << 10
  /// Of a file's name, in bytes; see NAME_MAX in limits.h.
  private static let longestName = 255

  /// Why a line is no verdict.
  public enum Fault: Error, Equatable, Sendable {
    /// It is what git leaves where two sides cannot be merged.
    case conflict
    case newer
    /// It may be read, and its time has not come yet.
    case future
    case unreadable

    public var words: String {
      switch self {
      case .conflict: "a conflict that git left: keep the verdicts of both sides, and remove the lines of <, = and >"
      case .newer: "written by a newer airlock: read it with that"
      case .future: "dated in the future; correct its date"
      case .unreadable: "no verdict; mend or remove it"
      }
    }
  }

  public static func line(of ruling: Ruling) -> String {
    JSON.object(members(of: ruling) + [("version", .integer(version))]).line
  }

  /// All but the version.
  static func members(of ruling: Ruling) -> [(String, JSON)] {
    let name = ruling.file
    return [("file", .string(name.repaired))]
      + (name.exact == nil ? [("fileBase64", .string(Data(name.bytes).base64EncodedString()))] : [])
      + [
        ("sha256", .string(ruling.digest)), ("when", .string(ruling.when.iso)),
        ("verdict", .string(ruling.decision.rawValue)), ("who", .string(ruling.who)),
        ("note", .string(ruling.note)), ("size", .integer(ruling.size)),
      ]
  }

  private struct Content: Decodable {
    let file: String
    let fileBase64: String?
    let sha256: String
    let when: String
    let verdict: String
    let who: String
    let note: String
    let size: Int64
    let version: Int
  }

  /// What every version has.
  private struct Form: Decodable { let version: Int }

  /// - Parameters:
  ///   - line: nil if it is no text.
  ///   - utcOffset: of the reader, in seconds.
  public static func ruling(_ line: String?, utcOffset: Int32) throws(Fault) -> Ruling {
    guard let line, line.utf8.count <= longestLine else { throw .unreadable }
    if isConflictMarker(line) { throw .conflict }
    let data = Data(line.utf8)
    // Whatever the decoder has to say about it.
    guard let content = try? JSONDecoder().decode(Content.self, from: data), content.version <= version else {
      throw (try? JSONDecoder().decode(Form.self, from: data)).map { $0.version > version } ?? false
        ? .newer : .unreadable
    }
    guard content.version > 0, let name = name(content), isDigest(content.sha256), content.size >= 0,
      let decision = Ruling.Decision(rawValue: content.verdict),
      let when = Moment(iso: content.when, utcOffset: utcOffset), content.note.utf8.count <= Ruling.longestNote,
      content.who.utf8.count <= Ruling.longestWho
    else { throw .unreadable }
    return Ruling(
      digest: content.sha256, file: name, size: content.size, decision: decision, note: content.note, who: content.who,
      when: when)
  }

  private static func name(_ content: Content) -> ForeignText? {
    let bytes =
      content.fileBase64.map { Data(base64Encoded: $0).map { Array($0) } } ?? Array(content.file.utf8)
    guard let bytes, (1...longestName).contains(bytes.count), !bytes.contains(0), !bytes.contains(UInt8(ascii: "/"))
    else { return nil }
    return ForeignText(bytes)
  }

  private static func isDigest(_ text: String) -> Bool {
    text.utf8.count == 64
      && text.utf8.allSatisfy {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
      }
  }

  private static func isConflictMarker(_ line: String) -> Bool {
    ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].contains { line.hasPrefix($0) }
  }
}
