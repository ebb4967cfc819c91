import Display

/// What the bytes of one key, character or report mean, as xterm and those like it send them.
///
/// Source: xterm's ctlseqs, "PC-Style Function Keys" and "VT220-Style Function Keys"; rxvt's `$ ^ @` endings; ECMA-48 §5.4.
enum KeySequence {
  enum Recognition: Equatable {
    /// More bytes are needed.
    case incomplete
    /// The first `length` bytes are done with, and meant this, or nothing that is known.
    case complete(Input?, length: Int)
    /// A control sequence longer than any that is known: to be dropped up to its final byte.
    case endless
    case pasteBegins
  }

  /// No sequence that is known is longer.
  static let longest = 64

  static func recognize(_ bytes: [UInt8]) -> Recognition {
    guard bytes[0] == Byte.escape else { return character(bytes[...], []) }
    guard bytes.count > 1 else { return .incomplete }
    switch bytes[1] {
    case Byte.bracket: return controlSequence(bytes)
    case Byte.singleShift: return shifted(bytes)
    case Byte.escape: return .complete(.key(.escape), length: 1)
    default:
      // Alt sends ESC first.
      guard case .complete(let input, let length) = character(bytes[1...], .alt) else { return .incomplete }
      return .complete(input, length: length + 1)
    }
  }

  // MARK: Characters

  private static func character(_ bytes: ArraySlice<UInt8>, _ modifiers: Input.Modifiers) -> Recognition {
    let first = bytes[bytes.startIndex]
    guard first >= 0x80 else { return .complete(ascii(first, modifiers), length: 1) }
    // The valid ranges of second bytes keep out overlong forms, surrogates and what is past U+10FFFF.
    let (length, second): (Int, ClosedRange<UInt8>)
    switch first {
    case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: return .complete(nil, length: 1)
    }
    for (index, byte) in bytes.prefix(length).enumerated().dropFirst() {
      let valid = index == 1 ? second : 0x80...0xBF
      if !valid.contains(byte) { return .complete(nil, length: index) }
    }
    guard bytes.count >= length else { return .incomplete }
    let text = String(decoding: bytes.prefix(length), as: UTF8.self)
    let isControl = text.unicodeScalars.first!.value < 0xA0  // C1: no key sends these
    return .complete(isControl ? nil : .text(Character(text), modifiers), length: length)
  }

  private static func ascii(_ byte: UInt8, _ modifiers: Input.Modifiers) -> Input {
    func control(_ character: UInt8) -> Input {
      .text(Character(Unicode.Scalar(character)), modifiers.union(.control))
    }
    switch byte {
    case 0x00: return control(UInt8(ascii: " "))
    case 0x08, Byte.delete: return .key(.backspace, modifiers)
    case 0x09: return .key(.tab, modifiers)
    case 0x0A, 0x0D: return .key(.enter, modifiers)
    case 0x01...0x1A: return control(byte + 0x60)
    case 0x1B...0x1F: return control(byte + 0x40)
    default: return .text(Character(Unicode.Scalar(byte)), modifiers)
    }
  }

  // MARK: ESC O

  private static func shifted(_ bytes: [UInt8]) -> Recognition {
    guard bytes.count > 2 else { return .incomplete }
    let final = bytes[2]
    guard (0x20...0x7E).contains(final) else { return .complete(.text("O", .alt), length: 2) }
    if let key = letters[final] { return .complete(.key(key), length: 3) }
    // rxvt: Control with an arrow.
    if ("a"..."d").contains(Character(Unicode.Scalar(final))), let key = letters[final - 0x20] {
      return .complete(.key(key, .control), length: 3)
    }
    // The number pad.
    switch final {
    case UInt8(ascii: "M"): return .complete(.key(.enter), length: 3)
    case UInt8(ascii: "I"): return .complete(.key(.tab), length: 3)
    case UInt8(ascii: "X"): return .complete(.text("="), length: 3)
    case UInt8(ascii: "j")...UInt8(ascii: "y"):
      return .complete(.text(Character(Unicode.Scalar(final - 0x40))), length: 3)
    default: return .complete(nil, length: 3)
    }
  }

  // MARK: ESC [

  private static func controlSequence(_ bytes: [UInt8]) -> Recognition {
    let rest = bytes[2...]
    guard let end = rest.firstIndex(where: { !(0x20...0x3F).contains($0) }) else {
      // rxvt ends a key with Shift by what is no final byte elsewhere.
      let digits = rest.dropLast()
      if rest.last == UInt8(ascii: "$"), !digits.isEmpty, digits.allSatisfy(isDigit) {
        return .complete(key(digits, final: UInt8(ascii: "$")), length: bytes.count)
      }
      return bytes.count < longest ? .incomplete : .endless
    }
    let final = bytes[end]
    // Broken off: this byte begins something else.
    guard (0x40...0x7E).contains(final) else { return .complete(nil, length: end) }
    let parameters = rest[..<end]
    if final == UInt8(ascii: "M"), parameters.isEmpty { return olderMouse(bytes) }
    if parameters.first == UInt8(ascii: "<"), [UInt8(ascii: "M"), UInt8(ascii: "m")].contains(final) {
      return .complete(MouseReport.input(parameters.dropFirst(), final: final), length: end + 1)
    }
    if parameters.elementsEqual("200".utf8), final == UInt8(ascii: "~") { return .pasteBegins }
    return .complete(key(parameters, final: final), length: end + 1)
  }

  /// ESC [ M and three bytes that need not be text.
  private static func olderMouse(_ bytes: [UInt8]) -> Recognition {
    let report = bytes[3...].prefix(MouseReport.olderLength)
    if let end = report.firstIndex(where: { !MouseReport.isOlder($0) }) { return .complete(nil, length: end) }
    guard report.count == MouseReport.olderLength else { return .incomplete }
    return .complete(MouseReport.input(older: report), length: 3 + MouseReport.olderLength)
  }

  private static func key(_ parameters: ArraySlice<UInt8>, final: UInt8) -> Input? {
    guard parameters.allSatisfy({ isDigit($0) || $0 == UInt8(ascii: ";") }) else { return nil }
    let numbers = parameters.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
      .map { Int(String(decoding: $0, as: UTF8.self)) ?? 1 }
    let first = numbers.first ?? 1
    // The second number is one more than the sum of the modifiers: Shift 1, Alt 2, Control 4, others above.
    let modifiers = Input.Modifiers(rawValue: max(0, (numbers.count > 1 ? numbers[1] : 1) - 1) & 7)
    switch final {
    case UInt8(ascii: "~"): return numberedKeys[first].map { .key($0, modifiers) }
    case UInt8(ascii: "$"): return numberedKeys[first].map { .key($0, .shift) }
    case UInt8(ascii: "^"): return numberedKeys[first].map { .key($0, .control) }
    case UInt8(ascii: "@"): return numberedKeys[first].map { .key($0, [.control, .shift]) }
    case UInt8(ascii: "Z"): return .key(.tab, modifiers.union(.shift))
    case UInt8(ascii: "a")...UInt8(ascii: "d") where parameters.isEmpty:
      return letters[final - 0x20].map { .key($0, .shift) }
    default: return first == 1 ? letters[final].map { .key($0, modifiers) } : nil
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  private static let letters: [UInt8: Input.Key] = [
    UInt8(ascii: "A"): .up, UInt8(ascii: "B"): .down, UInt8(ascii: "C"): .right, UInt8(ascii: "D"): .left,
    UInt8(ascii: "H"): .home, UInt8(ascii: "F"): .end,
    UInt8(ascii: "P"): .function(1), UInt8(ascii: "Q"): .function(2), UInt8(ascii: "R"): .function(3),
    UInt8(ascii: "S"): .function(4),
  ]

  private static let numberedKeys: [Int: Input.Key] = [
    1: .home, 2: .insert, 3: .delete, 4: .end, 5: .pageUp, 6: .pageDown, 7: .home, 8: .end,
    11: .function(1), 12: .function(2), 13: .function(3), 14: .function(4), 15: .function(5), 17: .function(6),
    18: .function(7), 19: .function(8), 20: .function(9), 21: .function(10), 23: .function(11), 24: .function(12),
  ]
}
