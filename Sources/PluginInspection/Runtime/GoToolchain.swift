/// The Go toolchain that built a file, from its section `.go.buildinfo`.
///
/// Since Go 1.18 the version stands there itself; before, only pointers to it. See Go's `debug/buildinfo`.
enum GoToolchain {
  private static let magic: [UInt8] = [0xFF] + Array(" Go buildinf:".utf8)
  private static let headerLength = 32
  /// Of the flags in byte 15: the strings follow the header.
  private static let isInline: UInt8 = 2
  private static let longestVersion = 128

  /// "go1.22.3"; nil if the file is none of Go's.
  static func version(in sections: SectionTable) -> String? {
    guard let content = sections.content(named: ".go.buildinfo", upTo: headerLength + 10 + longestVersion),
      content.count > headerLength, content.starts(with: magic), content[15] & isInline != 0
    else { return nil }
    var (length, shift, start) = (0, 0, headerLength)
    // A length of several bytes, seven bits each, the lowest first.
    while start < content.count, shift <= 14 {
      let byte = content[start]
      length |= Int(byte & 0x7F) << shift
      (start, shift) = (start + 1, shift + 7)
      if byte & 0x80 == 0 { break }
    }
    guard length > 0, length <= longestVersion, length <= content.count - start else { return nil }
    return Words.name(content[start..<(start + length)], atMost: longestVersion)
  }

  /// "go1.19.8" of "Go cmd/compile go1.19.8; -shared", as debug info names the compiler; nil if it is another.
  static func version(inProducer producer: String) -> String? {
    let words = producer.prefix { $0 != ";" }.split(separator: " ")
    guard words.starts(with: ["Go", "cmd/compile"]), words.count == 3 else { return nil }
    return String(words[2])
  }

  /// "Go 1.22.3".
  static func words(_ version: String) -> String {
    version.hasPrefix("go") ? "Go " + version.dropFirst(2) : "Go " + version
  }
}
