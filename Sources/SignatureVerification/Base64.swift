/// Bytes as text, by RFC 4648, section 4.
enum Base64 {
  private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let padding = UInt8(ascii: "=")
  private static let values: [UInt8: UInt8] = Dictionary(
    uniqueKeysWithValues: digits.enumerated().map { ($1, UInt8($0)) })

  static func encode(_ bytes: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let number = (0..<3).reduce(UInt32(0)) { $0 << 8 | UInt32($1 < group.count ? group[start + $1] : 0) }
      for place in 0..<4 {
        text.append(place <= group.count ? digits[Int(number >> (18 - 6 * UInt32(place)) & 0x3F)] : padding)
      }
    }
    return text
  }

  /// Nil if it is not base64, whole and padded.
  static func decode(_ text: some Sequence<UInt8>) -> [UInt8]? {
    var bytes: [UInt8] = []
    var (number, count, padded) = (UInt32(0), 0, 0)
    for character in text {
      if character == padding {
        padded += 1
      } else {
        guard padded == 0, let value = values[character] else { return nil }
        number |= UInt32(value) << (18 - 6 * UInt32(count))
      }
      count += 1
      if count == 4 {
        guard padded <= 2 else { return nil }
        for place in 0..<(3 - padded) { bytes.append(UInt8(truncatingIfNeeded: number >> (16 - 8 * UInt32(place)))) }
        (number, count) = (0, 0)
      }
    }
    return count == 0 ? bytes : nil
  }
}
