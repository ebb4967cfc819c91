/// Inputs as a file lists them, in order; the same one may stand there twice.
///
/// A file that begins with `[` is a JSON array of strings. Any other has an input a line: as it stands, or as a JSON
/// string where the line begins and ends with a quotation mark. An empty line is an empty input; a line may end in CR LF.
public struct InputList: Hashable, Sendable {
  public private(set) var inputs: [ForeignText] = []

  public init(_ bytes: [UInt8]) throws(InputListError) {
    guard bytes.count <= Limits.inputListBytes else { throw .tooLong }
    let text = bytes.starts(with: Self.byteOrderMark) ? bytes.dropFirst(Self.byteOrderMark.count) : bytes[...]
    if text.first(where: { !JSONStrings.isSpace($0) }) == UInt8(ascii: "[") {
      var strings = JSONStrings(text)
      try strings.readArray { input, line throws(InputListError) in try add(input, line: line) }
    } else {
      try readLines(text)
    }
    guard !inputs.isEmpty else { throw .empty }
  }

  /// An input as a line of such a file: as it stands, or as a JSON string where that would be read as something else.
  /// Nil if it is not UTF-8 and so cannot be typed.
  public static func line(for input: ForeignText) -> String? {
    guard let text = input.exact else { return nil }
    let isQuoted = text.utf8.count >= 2 && text.utf8.first == UInt8(ascii: "\"") && text.utf8.last == UInt8(ascii: "\"")
    let isArray = text.utf8.first { !JSONStrings.isSpace($0) } == UInt8(ascii: "[")
    let isPlain = !text.utf8.contains { $0 < 0x20 || $0 == 0x7F }
    return isPlain && !isQuoted && !isArray ? text : JSONStrings.written(text)
  }

  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  private mutating func readLines(_ text: ArraySlice<UInt8>) throws(InputListError) {
    var (rest, number) = (text, 1)
    while !rest.isEmpty {
      let end = rest.firstIndex(of: UInt8(ascii: "\n"))
      var line = rest[..<(end ?? rest.endIndex)]
      if end != nil, line.last == UInt8(ascii: "\r") { line.removeLast() }
      try add(try Self.input(of: line, number), line: number)
      rest = end.map { rest[($0 + 1)...] } ?? []
      number += 1
    }
  }

  private static func input(of line: ArraySlice<UInt8>, _ number: Int) throws(InputListError) -> [UInt8] {
    let quote = UInt8(ascii: "\"")
    guard line.count >= 2, line.first == quote, line.last == quote else { return Array(line) }
    var strings = JSONStrings(line, firstLine: number)
    let input = try strings.readString()
    guard strings.isAtEnd else { throw .notAString(line: number) }
    return input
  }

  private mutating func add(_ input: [UInt8], line: Int) throws(InputListError) {
    guard input.count <= Limits.inputBytes else { throw .inputTooLong(line: line) }
    guard inputs.count < Limits.inputs else { throw .tooMany(line: line) }
    inputs.append(ForeignText(input))
  }
}

/// Why a file is no list of inputs, in a sentence that says what to do about it.
public enum InputListError: Error, Hashable, CustomStringConvertible {
  case empty
  case tooLong
  case inputTooLong(line: Int)
  case tooMany(line: Int)
  /// In quotation marks, and yet no JSON string.
  case notAString(line: Int)
  /// It begins as an array and is none of strings.
  case notAnArray(line: Int)

  public var description: String {
    switch self {
    case .empty: "it holds no inputs; give one a line, or a JSON array of strings"
    case .tooLong: "it is longer than \(Decimal.bytes(UInt64(Limits.inputListBytes))); split it up"
    case .inputTooLong(let line): "line \(line): the input is longer than \(Decimal.bytes(UInt64(Limits.inputBytes)))"
    case .tooMany(let line): "line \(line): there are more than \(Limits.inputs) inputs; split the file up"
    case .notAString(let line):
      "line \(line): it stands in quotation marks and is no JSON string; write \\\" and \\\\ within them"
    case .notAnArray(let line):
      "line \(line): it begins with [ and is no JSON array of strings; for an input a line, write the first as a JSON string"
    }
  }
}
