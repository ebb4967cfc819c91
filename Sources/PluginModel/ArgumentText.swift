/// Command-line arguments as text and back, without losing a byte.
///
/// `CommandLine.arguments` repairs what is not UTF-8, and then a file of that name is not found. Here a byte that is
/// not UTF-8 becomes a private-use scalar (U+10FF00 plus the byte), and so do the bytes of such a scalar itself;
/// every other text stays as it is. `bytes(of:)` is the way back.
public enum ArgumentText {
  private static let base: UInt32 = 0x10FF00
  private static let reserved = (base + 0x80)...(base + 0xFF)

  public static func text(of bytes: [UInt8]) -> String {
    // ASCII stays as it is.
    if bytes.allSatisfy({ $0 < 0x80 }) { return String(decoding: bytes, as: UTF8.self) }
    var scalars = String.UnicodeScalarView()
    UTF8Scalars(bytes).forEach { scalar in
      if reserved.contains(scalar.value) {
        scalars.append(contentsOf: String(scalar).utf8.map(smuggled))
      } else {
        scalars.append(scalar)
      }
    } invalid: { byte in
      scalars.append(smuggled(byte))
    }
    return String(scalars)
  }

  public static func bytes(of text: String) -> [UInt8] {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return Array(text.utf8) }
    var bytes: [UInt8] = []
    for scalar in text.unicodeScalars {
      if reserved.contains(scalar.value) {
        bytes.append(UInt8(scalar.value - base))
      } else {
        bytes.append(contentsOf: String(scalar).utf8)
      }
    }
    return bytes
  }

  private static func smuggled(_ byte: UInt8) -> Unicode.Scalar {
    Unicode.Scalar(base + UInt32(byte)) ?? "\u{FFFD}"  // always a scalar: the range is below U+110000
  }
}
