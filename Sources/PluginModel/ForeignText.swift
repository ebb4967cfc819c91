/// Text from outside: a path, a symbol, an error, output. Its bytes may be anything, so it never reaches a terminal
/// as it is: each way out of this type makes it harmless first.
///
/// Harmful are the C0 and C1 controls, DEL, the bidirectional controls, the Unicode line separators and bytes that
/// are not UTF-8.
public struct ForeignText: Hashable, Sendable {
  public var bytes: [UInt8]

  public init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }
  public init(_ text: String) { bytes = Array(text.utf8) }

  public var isEmpty: Bool { bytes.isEmpty }

  /// One line, what is harmful spelled out: `\n \t \e \xHH \u{202E}`.
  public var line: String {
    map {
      Self.isHarmful($0) ? Self.spelled($0) : String($0)
    } invalid: {
      Self.spelled(byte: $0)
    }
  }

  /// One line in quotation marks, so that nothing in it can be taken for what stands beside it; of a long one the
  /// beginning.
  public func quoted(atMost characters: Int) -> String {
    // More bytes than this are no one character that a person could tell from another.
    let head = bytes.prefix(characters * 16)
    let escaped = head.flatMap { Self.isQuoting($0) ? [UInt8(ascii: "\\"), $0] : [$0] }
    let line = ForeignText(escaped).line
    guard head.count < bytes.count || line.count > characters else { return "\"\(line)\"" }
    let shown = line.prefix(characters)
    // Half an escape would take the quotation mark with it.
    let isHalf = shown.reversed().prefix { $0 == "\\" }.count % 2 == 1
    return "\"\(isHalf ? shown.dropLast() : shown)\"…"
  }

  private static func isQuoting(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") }

  /// As `line`, but line breaks and tabs stay: for a plugin's output.
  public var lines: String {
    Self.isPlain(bytes, besides: UInt8(ascii: "\n"))
      ? repaired
      : map {
        $0 == "\n" || $0 == "\t" || !Self.isHarmful($0) ? String($0) : Self.spelled($0)
      } invalid: {
        Self.spelled(byte: $0)
      }
  }

  /// For the cells of a screen: every harmful character is U+FFFD; line breaks stay, for whoever lays out lines.
  public var cells: String {
    map {
      $0 == "\n" || !Self.isHarmful($0) ? String($0) : $0 == "\t" ? "  " : "\u{FFFD}"
    } invalid: { _ in
      "\u{FFFD}"
    }
  }

  /// The text if it is valid UTF-8, harmful characters and all: for machines (JSON escapes it), never for a terminal.
  public var exact: String? { String(validating: bytes, as: UTF8.self) }

  /// As `exact`, what is not UTF-8 replaced by U+FFFD.
  public var repaired: String { String(decoding: bytes, as: UTF8.self) }

  /// Whether a character must not reach a terminal.
  public static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0...0x1F, 0x7F...0x9F: true
    case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true  // bidirectional controls
    case 0x2028, 0x2029: true  // line and paragraph separator
    default: false
    }
  }

  private func map(_ spell: (Unicode.Scalar) -> String, invalid: (UInt8) -> String) -> String {
    // Most texts are names and paths that may stay as they are.
    guard !Self.isPlain(bytes) else { return repaired }
    var result = ""
    result.reserveCapacity(bytes.count)
    UTF8Scalars(bytes).forEach { scalar in
      result += spell(scalar)
    } invalid: { byte in
      result += invalid(byte)
    }
    return result
  }

  /// Whether all of it is printable ASCII, or the byte that is let through besides.
  fileprivate static func isPlain(_ bytes: some Sequence<UInt8>, besides other: UInt8 = UInt8(ascii: " ")) -> Bool {
    let hasOnlyPlain = { (bytes: UnsafeBufferPointer<UInt8>) in
      // The loop has no way out, so that many bytes are looked at in one step.
      var harm: UInt8 = 0
      for byte in bytes { harm |= byte &- 0x20 >= 0x5F && byte != other ? 1 : 0 }
      return harm == 0
    }
    return bytes.withContiguousStorageIfAvailable(hasOnlyPlain) ?? Array(bytes).withUnsafeBufferPointer(hasOnlyPlain)
  }

  private static func spelled(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\n": "\\n"
    case "\t": "\\t"
    case "\u{1B}": "\\e"
    case _ where scalar.value < 0x80: spelled(byte: UInt8(scalar.value))
    default: "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
    }
  }

  private static func spelled(byte: UInt8) -> String {
    (byte < 0x10 ? "\\x0" : "\\x") + String(byte, radix: 16, uppercase: true)
  }
}

extension String {
  /// This text as one harmless line.
  public var harmless: String { ForeignText.isPlain(utf8) ? self : ForeignText(self).line }
}

/// UTF-8, scalar by scalar, with each byte that belongs to none reported by itself.
struct UTF8Scalars {
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func forEach(_ valid: (Unicode.Scalar) -> Void, invalid: (UInt8) -> Void) {
    var index = 0
    while index < bytes.count {
      if bytes[index] < 0x80 {
        valid(Unicode.Scalar(bytes[index]))
        index += 1
      } else if let (scalar, length) = multibyte(at: index) {
        valid(scalar)
        index += length
      } else {
        invalid(bytes[index])
        index += 1
      }
    }
  }

  /// The scalar whose lead byte is at `index`: no overlong form, no surrogate, none past U+10FFFF.
  private func multibyte(at index: Int) -> (Unicode.Scalar, length: Int)? {
    let (length, smallest): (Int, UInt32)
    switch bytes[index] {
    case 0xC2...0xDF: (length, smallest) = (2, 0x80)
    case 0xE0...0xEF: (length, smallest) = (3, 0x800)
    case 0xF0...0xF4: (length, smallest) = (4, 0x10000)
    default: return nil
    }
    guard index + length <= bytes.count else { return nil }
    var value = UInt32(bytes[index]) & (0x7F >> UInt32(length))
    for next in bytes[(index + 1)..<(index + length)] {
      guard next & 0xC0 == 0x80 else { return nil }
      value = value << 6 | UInt32(next & 0x3F)
    }
    guard value >= smallest, let scalar = Unicode.Scalar(value) else { return nil }
    return (scalar, length)
  }
}
