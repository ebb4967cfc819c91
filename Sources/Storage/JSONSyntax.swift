/// Whether bytes are JSON, and nothing more: what a line says is up to whoever reads it. RFC 8259.
struct JSONSyntax {
  /// Of arrays and objects in each other.
  private static let deepest = 64

  private let bytes: ArraySlice<UInt8>
  private var index: Int

  /// One object, with nothing before or after it. Its text must be UTF-8 already.
  static func isObject(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard bytes.first == UInt8(ascii: "{") else { return false }
    var syntax = JSONSyntax(bytes: bytes, index: bytes.startIndex)
    return syntax.value(depth: 0) && syntax.index == bytes.endIndex
  }

  /// Whether it would be an object if it went on: nothing in it is wrong but its end.
  static func isBeginningOfObject(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard bytes.first == UInt8(ascii: "{") else { return bytes.isEmpty }
    var syntax = JSONSyntax(bytes: bytes, index: bytes.startIndex)
    return !syntax.value(depth: 0) && syntax.index == bytes.endIndex
  }

  private var next: UInt8? { index < bytes.endIndex ? bytes[index] : nil }

  private mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }

  private mutating func space() {
    while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { index += 1 }
  }

  private mutating func value(depth: Int) -> Bool {
    guard depth < Self.deepest, let first = next else { return false }
    switch first {
    case UInt8(ascii: "{"): return members(depth: depth)
    case UInt8(ascii: "["): return elements(depth: depth)
    case UInt8(ascii: "\""): return string()
    case UInt8(ascii: "t"): return word("true")
    case UInt8(ascii: "f"): return word("false")
    case UInt8(ascii: "n"): return word("null")
    default: return number()
    }
  }

  private mutating func members(depth: Int) -> Bool {
    index += 1
    space()
    if skip("}") { return true }
    repeat {
      space()
      guard next == UInt8(ascii: "\""), string() else { return false }
      space()
      guard skip(":") else { return false }
      space()
      guard value(depth: depth + 1) else { return false }
      space()
    } while skip(",")
    return skip("}")
  }

  private mutating func elements(depth: Int) -> Bool {
    index += 1
    space()
    if skip("]") { return true }
    repeat {
      space()
      guard value(depth: depth + 1) else { return false }
      space()
    } while skip(",")
    return skip("]")
  }

  private mutating func string() -> Bool {
    index += 1
    while let byte = next {
      index += 1
      switch byte {
      case UInt8(ascii: "\""): return true
      case 0..<0x20: return false
      case UInt8(ascii: "\\"):
        guard let escaped = next else { return false }
        index += 1
        if escaped == UInt8(ascii: "u") {
          let digits = bytes[index...].prefix(4).prefix(while: Self.isHexadecimal)
          index += digits.count
          guard digits.count == 4 else { return false }
        } else if !"\"\\/bfnrt".utf8.contains(escaped) {
          return false
        }
      default: break
      }
    }
    return false
  }

  private mutating func number() -> Bool {
    _ = skip("-")
    if !skip("0") { guard digits() else { return false } }
    if skip(".") { guard digits() else { return false } }
    if skip("e") || skip("E") {
      if !skip("+") { _ = skip("-") }
      guard digits() else { return false }
    }
    return true
  }

  private mutating func digits() -> Bool {
    let first = index
    while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { index += 1 }
    return index > first
  }

  private mutating func word(_ text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    let found = text.withUTF8Buffer { zip(bytes[index...], $0).prefix { $0 == $1 }.count }
    index += found
    return found == count
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    switch Unicode.Scalar(byte) {
    case "0"..."9", "a"..."f", "A"..."F": true
    default: false
    }
  }
}
