import FoundationEssentials
import PluginModel

/// Something remembered as a line of JSON, for a journal.
///
/// Whoever can write into the state folder can write any line there, so what is read is bounded and foreign.
public enum MemoryRecord {
  /// Of an input that is remembered, in bytes.
  public static let longestInput = 8 << 10
  /// Of a mark, a word, the name of an order; in characters.
  private static let longestWord = 200
  /// From 1970 to the end of the year 2200, in nanoseconds.
  private static let times: ClosedRange<Int64> = 0...7_289_654_399_000_000_000

  // MARK: Writing

  /// Nil if it is too long to be remembered.
  public static func line(of remembrance: Remembrance) -> String? {
    switch remembrance {
    case .input(let input):
      guard input.bytes.count <= longestInput else { return nil }
      return object("input", text("text", input))
    case .marked(let path, let isOn):
      guard path.bytes.count <= Limits.pathBytes else { return nil }
      return object("mark", text("path", path.text) + [("on", .bool(isOn))])
    case .sort(let order, let isReversed):
      return object("sort", [("by", .string(bounded(order))), ("reversed", .bool(isReversed))])
    case .run(let run):
      guard run.path.bytes.count <= Limits.pathBytes, run.input.bytes.count <= longestInput else { return nil }
      return object(
        "run",
        text("path", run.path.text) + text("input", run.input) + [
          ("mark", .string(bounded(run.mark))), ("word", .string(bounded(run.word))),
          ("ended", .integer(run.ended.nanoseconds)), ("total", .integer(run.total)),
        ] + (run.file.map { [("file", file($0))] } ?? []))
    }
  }

  private static func object(_ kind: String, _ members: [(String, JSON)]) -> String {
    JSON.object([("kind", .string(kind))] + members).line
  }

  /// Bytes that are not UTF-8 are kept beside.
  private static func text(_ name: String, _ text: ForeignText) -> [(String, JSON)] {
    [(name, .string(text.repaired))]
      + (text.exact == nil ? [(name + "Base64", .string(Data(text.bytes).base64EncodedString()))] : [])
  }

  /// The kernel's numbers are unsigned and JSON's readers are not: what is above goes below zero.
  private static func file(_ file: FileState) -> JSON {
    .object([
      ("device", .integer(Int64(bitPattern: file.device))), ("inode", .integer(Int64(bitPattern: file.inode))),
      ("size", .integer(file.size)), ("modified", .integer(file.modified)), ("changed", .integer(file.changed)),
    ])
  }

  private static func bounded(_ text: String) -> String { String(text.prefix(longestWord)) }

  // MARK: Reading

  private struct Content: Decodable {
    let kind: String
    let text: String?
    let textBase64: String?
    let path: String?
    let pathBase64: String?
    let on: Bool?
    let by: String?
    let reversed: Bool?
    let input: String?
    let inputBase64: String?
    let mark: String?
    let word: String?
    let ended: Int64?
    let total: Int64?
    let file: File?

    struct File: Decodable {
      let device: Int64
      let inode: Int64
      let size: Int64
      let modified: Int64
      let changed: Int64
    }
  }

  /// Nil if it is nothing that this version knows.
  ///
  /// - Parameter utcOffset: of the reader, in seconds.
  public static func remembrance(_ line: String, utcOffset: Int32) -> Remembrance? {
    guard let content = try? JSONDecoder().decode(Content.self, from: Data(line.utf8)) else { return nil }
    switch content.kind {
    case "input": return text(content.text, content.textBase64).map { .input($0) }
    case "mark":
      guard let path = path(content), let isOn = content.on else { return nil }
      return .marked(path, isOn)
    case "sort":
      guard let order = word(content.by), let isReversed = content.reversed else { return nil }
      return .sort(order, reversed: isReversed)
    case "run": return run(content, utcOffset: utcOffset).map { .run($0) }
    default: return nil
    }
  }

  private static func run(_ content: Content, utcOffset: Int32) -> RememberedRun? {
    guard let path = path(content), let input = text(content.input, content.inputBase64),
      let mark = word(content.mark), let word = word(content.word), let ended = content.ended, times.contains(ended),
      let total = content.total, total >= 0
    else { return nil }
    let file = content.file.map {
      FileState(
        device: UInt64(bitPattern: $0.device), inode: UInt64(bitPattern: $0.inode), size: $0.size,
        modified: $0.modified, changed: $0.changed)
    }
    return RememberedRun(
      path: path, input: input, mark: mark, word: word, ended: Moment(nanoseconds: ended, utcOffset: utcOffset),
      file: file, total: UInt64(total))
  }

  private static func path(_ content: Content) -> PluginPath? {
    guard let bytes = bytes(content.path, content.pathBase64, atMost: Limits.pathBytes),
      bytes.first == UInt8(ascii: "/"), !bytes.contains(0)
    else { return nil }
    return PluginPath(bytes)
  }

  private static func text(_ text: String?, _ encoded: String?) -> ForeignText? {
    bytes(text, encoded, atMost: longestInput).map { ForeignText($0) }
  }

  private static func bytes(_ text: String?, _ encoded: String?, atMost longest: Int) -> [UInt8]? {
    guard let text else { return nil }
    let bytes = encoded.map { Data(base64Encoded: $0).map { Array($0) } } ?? Array(text.utf8)
    return bytes.flatMap { $0.count <= longest ? $0 : nil }
  }

  private static func word(_ text: String?) -> String? {
    text.flatMap { $0.count <= longestWord ? $0.harmless : nil }
  }
}
