import PluginModel

/// Text from a file on its way into a sentence: harmless, of one line, and bounded.
enum Words {
  /// Of a name or a signature in a sentence, in characters.
  static let longestName = 400

  static func name(_ bytes: some Sequence<UInt8>, atMost limit: Int = longestName) -> String {
    // A character has no bound on its bytes, so the bytes are cut first.
    clipped(ForeignText(bytes.prefix(4 * limit)).line, atMost: limit)
  }

  /// The same without a copy, for most names are short.
  static func name(_ bytes: [UInt8], atMost limit: Int = longestName) -> String {
    bytes.count <= 4 * limit ? clipped(ForeignText(bytes).line, atMost: limit) : name(bytes[...], atMost: limit)
  }

  static func clipped(_ text: String, atMost limit: Int = longestName) -> String {
    // Counting characters takes long, and there are never more of them than bytes.
    text.utf8.count <= limit || text.count <= limit ? text : text.prefix(limit - 1) + "…"
  }

  /// "a, b or c"; nil for none.
  static func list(_ parts: [String], last word: String) -> String? {
    guard let last = parts.last else { return nil }
    return parts.count == 1 ? last : parts.dropLast().joined(separator: ", ") + " \(word) " + last
  }

  /// As many lines as a check may have; the last says that there are more.
  static func bounded(_ lines: [String]) -> [String] {
    let most = Int(Check.detailsAtMost)
    return lines.count <= most ? lines : lines.prefix(most - 1) + ["…"]
  }

  static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    let digits: StaticString = "0123456789abcdef"
    var text: [UInt8] = []
    text.reserveCapacity(2 * bytes.underestimatedCount)
    for byte in bytes {
      text.append(digits.utf8Start[Int(byte >> 4)])
      text.append(digits.utf8Start[Int(byte & 0xF)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
