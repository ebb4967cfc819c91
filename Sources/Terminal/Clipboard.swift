/// The terminal's clipboard.
enum Clipboard {
  /// Asks the terminal to keep a text: OSC 52, the text in base 64. Terminals that do not allow it ignore it.
  ///
  /// Source: xterm's ctlseqs, "Manipulate Selection Data"; RFC 4648 §4.
  static func sequence(for text: String) -> [UInt8] {
    Array("\u{1B}]52;c;".utf8) + base64(Array(text.utf8)) + Array("\u{1B}\\".utf8)
  }

  static func base64(_ bytes: [UInt8]) -> [UInt8] {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var result: [UInt8] = []
    result.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for position in 0..<4 {
        let digit = alphabet[bits >> (18 - 6 * position) & 0x3F]
        result.append(position <= group.count ? digit : UInt8(ascii: "="))
      }
    }
    return result
  }
}
