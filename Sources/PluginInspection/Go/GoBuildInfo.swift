import PluginModel

/// What `go version -m` tells of a file, from its section `.go.buildinfo`: the toolchain since Go 1.18, and in plugins
/// since Go 1.22 how the toolchain was called. See Go's `debug/buildinfo`.
///
/// It stands in a section of its own that only tools look for, so it proves nothing: what counts are the package hashes.
struct GoBuildInfo {
  /// "go1.22.3".
  let version: String
  private let lines: [[String]]

  private static let magic: [UInt8] = [0xFF] + Array(" Go buildinf:".utf8)
  private static let headerLength = 32
  /// Of the flags in byte 15: the strings follow the header.
  private static let isInline: UInt8 = 2
  private static let longestVersion = 128
  private static let longestInfo = 256 << 10
  /// What stands before and after the second string.
  private static let sentinel = 16

  init?(in sections: SectionTable) {
    guard let content = sections.content(named: ".go.buildinfo", upTo: Self.headerLength + Self.longestInfo),
      content.count > Self.headerLength, content.starts(with: Self.magic), content[15] & Self.isInline != 0,
      let (first, end) = Self.text(in: content, at: Self.headerLength), !first.isEmpty,
      first.count <= Self.longestVersion
    else { return nil }
    version = Words.name(first, atMost: Self.longestVersion)
    let info = Self.text(in: content, at: end)?.text ?? []
    lines =
      info.count < 2 * Self.sentinel
      ? []
      : info.dropFirst(Self.sentinel).dropLast(Self.sentinel).split(separator: UInt8(ascii: "\n")).map { line in
        line.split(separator: UInt8(ascii: "\t")).map { Words.name($0) }
      }
  }

  /// "example.com/greeter v1.2.0"; `(devel)` where it was built from a working copy.
  var module: String? { lines.first { $0.first == "mod" }.map { $0.dropFirst().prefix(2).joined(separator: " ") } }

  var dependencies: [String] {
    lines.filter { $0.first == "dep" }.prefix(GoFacts.dependenciesAtMost).map {
      $0.dropFirst().prefix(2).joined(separator: " ")
    }
  }

  /// How it was built: "-trimpath" with "true", "GOAMD64" with "v1".
  var settings: [(name: String, value: String)] {
    lines.compactMap { line in
      guard line.count == 2, line[0] == "build", let sign = line[1].firstIndex(of: "=") else { return nil }
      return (Self.unquoted(line[1][..<sign]), Self.unquoted(line[1][line[1].index(after: sign)...]))
    }
  }

  private static func unquoted(_ text: Substring) -> String {
    text.count > 1 && text.first == "\"" && text.last == "\"" ? String(text.dropFirst().dropLast()) : String(text)
  }

  /// A length of several bytes, seven bits each, the lowest first, and so many bytes of text.
  private static func text(in content: [UInt8], at place: Int) -> (text: ArraySlice<UInt8>, end: Int)? {
    var (length, shift, start) = (0, 0, place)
    while start < content.count, shift <= 21 {
      let byte = content[start]
      length |= Int(byte & 0x7F) << shift
      (start, shift) = (start + 1, shift + 7)
      if byte & 0x80 == 0 { break }
    }
    guard start <= content.count, length <= content.count - start else { return nil }
    return (content[start..<(start + length)], start + length)
  }
}
