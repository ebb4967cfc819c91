/// A bracketed paste on its way: everything up to `ESC [ 201 ~`, whatever it is.
///
/// Source: xterm's ctlseqs, "Bracketed Paste Mode".
struct PasteBuffer: Sendable {
  /// In bytes: 4 MiB. What is longer is cut off there, so that a terminal that never ends its paste costs no more.
  static let capacity = 4 << 20

  private static let end: [UInt8] = [Byte.escape, Byte.bracket] + Array("201~".utf8)

  private var bytes: [UInt8] = []
  private var matched = 0
  private var isCutOff = false

  /// The text, its line breaks as `\n`, when this byte was the last of the paste.
  mutating func append(_ byte: UInt8) -> String? {
    if byte == Self.end[matched] {
      matched += 1
      return matched == Self.end.count ? text : nil
    }
    for held in Self.end[..<matched] { keep(held) }
    // ESC is only the first byte of the end, so no other beginning of it can be hidden in what was matched.
    matched = byte == Byte.escape ? 1 : 0
    if matched == 0 { keep(byte) }
    return nil
  }

  private mutating func keep(_ byte: UInt8) {
    if bytes.count < Self.capacity { bytes.append(byte) } else { isCutOff = true }
  }

  private var text: String {
    var bytes = bytes
    if isCutOff { Self.dropUnfinishedCharacter(&bytes) }
    var lines: [UInt8] = []
    lines.reserveCapacity(bytes.count)
    var previous: UInt8 = 0
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "\r"): lines.append(UInt8(ascii: "\n"))
      case UInt8(ascii: "\n") where previous == UInt8(ascii: "\r"): break
      default: lines.append(byte)
      }
      previous = byte
    }
    return String(decoding: lines, as: UTF8.self)
  }

  private static func dropUnfinishedCharacter(_ bytes: inout [UInt8]) {
    guard let start = bytes.lastIndex(where: { $0 & 0xC0 != 0x80 }), bytes.count - start < 4 else { return }
    if String(validating: bytes[start...], as: UTF8.self) == nil { bytes.removeSubrange(start...) }
  }
}
