/// Reads JSON strings, alone or in an array, from bytes of unknown origin. RFC 8259; other values are not JSON here.
struct JSONStrings {
  private let bytes: ArraySlice<UInt8>
  private var index: Int
  /// Of the file, from 1.
  private var line: Int

  init(_ bytes: ArraySlice<UInt8>, firstLine: Int = 1) {
    self.bytes = bytes
    index = bytes.startIndex
    line = firstLine
  }

  /// A text as such a string.
  static func written(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case _ where ForeignText.isHarmful(scalar):
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  var isAtEnd: Bool { index == bytes.endIndex }

  static func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }

  /// The whole rest as an array: hands on each string and the line in which it begins.
  mutating func readArray(_ take: ([UInt8], Int) throws(InputListError) -> Void) throws(InputListError) {
    skipSpace()
    guard skip("[") else { throw .notAnArray(line: line) }
    skipSpace()
    if !skip("]") {
      repeat {
        skipSpace()
        guard next == UInt8(ascii: "\"") else { throw .notAnArray(line: line) }
        try take(try readString(), line)
        skipSpace()
      } while skip(",")
      guard skip("]") else { throw .notAnArray(line: line) }
    }
    skipSpace()
    guard isAtEnd else { throw .notAnArray(line: line) }
  }

  mutating func readString() throws(InputListError) -> [UInt8] {
    guard skip("\"") else { throw .notAString(line: line) }
    var string: [UInt8] = []
    while let byte = next {
      index += 1
      switch byte {
      case UInt8(ascii: "\""):
        // As everywhere in JSON, the text is UTF-8: any other bytes are for a file of plain lines.
        guard String(validating: string, as: UTF8.self) != nil else { throw .notAString(line: line) }
        return string
      case UInt8(ascii: "\\"):
        guard let scalar = escape() else { throw .notAString(line: line) }
        string.append(contentsOf: Array(String(Character(scalar)).utf8))
      case 0..<0x20: throw .notAString(line: line)
      default: string.append(byte)
      }
    }
    throw .notAString(line: line)
  }

  private var next: UInt8? { index < bytes.endIndex ? bytes[index] : nil }

  private mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }

  private mutating func skipSpace() {
    while let byte = next, Self.isSpace(byte) {
      if byte == UInt8(ascii: "\n") { line += 1 }
      index += 1
    }
  }

  /// What follows a backslash; nil if it stands for nothing.
  private mutating func escape() -> Unicode.Scalar? {
    guard let byte = next else { return nil }
    index += 1
    switch Unicode.Scalar(byte) {
    case "\"", "\\", "/": return Unicode.Scalar(byte)
    case "b": return "\u{8}"
    case "f": return "\u{C}"
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "u": return codePoint()
    default: return nil
    }
  }

  /// Four hexadecimal digits; two halves of a surrogate pair are one character, and one alone is none.
  private mutating func codePoint() -> Unicode.Scalar? {
    guard let unit = hexadecimal() else { return nil }
    guard (0xD800..<0xDC00).contains(unit) else { return Unicode.Scalar(unit) }
    guard skip("\\"), skip("u"), let low = hexadecimal(), (0xDC00..<0xE000).contains(low) else { return nil }
    return Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
  }

  private mutating func hexadecimal() -> UInt32? {
    let digits = bytes[index...].prefix(4)
    guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
    index += 4
    return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
  }
}
