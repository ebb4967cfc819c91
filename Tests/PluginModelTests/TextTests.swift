import PluginModel
import Testing

/// Text from plugins is data: whatever it holds, a terminal does not obey it.
@Suite("Foreign text")
struct ForeignTextTests {
  static let table: [(bytes: [UInt8], line: String, lines: String, cells: String)] = [
    (Array("plain größe 数 👩‍👩‍👧".utf8), "plain größe 数 👩‍👩‍👧", "plain größe 数 👩‍👩‍👧", "plain größe 数 👩‍👩‍👧"),
    (Array("\n".utf8), #"\n"#, "\n", "\n"),
    (Array("\t".utf8), #"\t"#, "\t", "  "),
    (Array("\r".utf8), #"\x0D"#, #"\x0D"#, "\u{FFFD}"),
    (Array("\r\n".utf8), #"\x0D\n"#, "\\x0D\n", "\u{FFFD}\n"),
    ([0], #"\x00"#, #"\x00"#, "\u{FFFD}"),
    (Array("\u{1B}[31m".utf8), #"\e[31m"#, #"\e[31m"#, "\u{FFFD}[31m"),
    (Array("\u{7F}".utf8), #"\x7F"#, #"\x7F"#, "\u{FFFD}"),
    (Array("\u{85}\u{9B}".utf8), #"\u{85}\u{9B}"#, #"\u{85}\u{9B}"#, "\u{FFFD}\u{FFFD}"),
    (Array("\u{202E}".utf8), #"\u{202E}"#, #"\u{202E}"#, "\u{FFFD}"),
    (Array("\u{61C}\u{2067}".utf8), #"\u{61C}\u{2067}"#, #"\u{61C}\u{2067}"#, "\u{FFFD}\u{FFFD}"),
    (Array("\u{2028}\u{2029}".utf8), #"\u{2028}\u{2029}"#, #"\u{2028}\u{2029}"#, "\u{FFFD}\u{FFFD}"),
    ([0xFF, 0x41, 0x80], #"\xFFA\x80"#, #"\xFFA\x80"#, "\u{FFFD}A\u{FFFD}"),
    // Cut off, overlong, a surrogate, past the last scalar: each byte by itself.
    ([0xE2, 0x82], #"\xE2\x82"#, #"\xE2\x82"#, "\u{FFFD}\u{FFFD}"),
    ([0xC0, 0x8A], #"\xC0\x8A"#, #"\xC0\x8A"#, "\u{FFFD}\u{FFFD}"),
    ([0xE0, 0x82, 0x9B], #"\xE0\x82\x9B"#, #"\xE0\x82\x9B"#, "\u{FFFD}\u{FFFD}\u{FFFD}"),
    ([0xED, 0xA0, 0x80], #"\xED\xA0\x80"#, #"\xED\xA0\x80"#, "\u{FFFD}\u{FFFD}\u{FFFD}"),
    (
      [0xF4, 0x90, 0x80, 0x80], #"\xF4\x90\x80\x80"#, #"\xF4\x90\x80\x80"#, "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"
    ),
    ([], "", "", ""),
  ]

  @Test(arguments: table.indices)
  func ways(index: Int) {
    let row = Self.table[index]
    let text = ForeignText(row.bytes)
    #expect(text.line == row.line)
    #expect(Array(text.lines.utf8) == Array(row.lines.utf8))
    #expect(Array(text.cells.utf8) == Array(row.cells.utf8))
  }

  /// By Unicode's own properties: all of the first two planes, and the tags, which are the only others of its format.
  @Test func everyScalar() {
    for value in Array(UInt32(0)...0x1FFFF) + Array(0xE0000...0xE0FFF) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let category = scalar.properties.generalCategory
      let mustNot =
        category == .control || category == .lineSeparator || category == .paragraphSeparator
        || scalar.properties.isBidiControl
      if ForeignText.isHarmful(scalar) != mustNot { Issue.record("U+\(String(value, radix: 16, uppercase: true))") }
    }
  }

  @Test func anyBytesAreHarmless() {
    var random = SeededGenerator(state: 3)
    for _ in 0..<3000 {
      let text = ForeignText(
        (0..<Int.random(in: 0...40, using: &random)).map { _ in
          Bool.random(using: &random)
            ? UInt8.random(in: 0...255, using: &random) : UInt8.random(in: 0x80...0x9F, using: &random)
        })
      #expect(!text.line.unicodeScalars.contains(where: ForeignText.isHarmful))
      #expect(!text.lines.unicodeScalars.contains { $0 != "\n" && $0 != "\t" && ForeignText.isHarmful($0) })
      #expect(!text.cells.unicodeScalars.contains { $0 != "\n" && ForeignText.isHarmful($0) })
      // Harmless text stays as it is, so doing it twice changes nothing.
      #expect(text.line.harmless == text.line)
    }
  }

  @Test func forMachines() {
    #expect(ForeignText([0x1B, 0x41]).exact == "\u{1B}A")
    #expect(ForeignText([0xFF]).exact == nil)
    #expect(ForeignText([0x41, 0xFF]).repaired == "A\u{FFFD}")
  }
}

@Suite("Argument text")
struct ArgumentTextTests {
  private func expectReversible(_ bytes: [UInt8]) {
    #expect(ArgumentText.bytes(of: ArgumentText.text(of: bytes)) == bytes)
  }

  @Test func plainTextStaysAsItIs() {
    for text in ["", "./p.so", "größe 数", "--input", "\u{FFFD}", "\u{10FF7F}", "\u{E000}"] {
      #expect(Array(ArgumentText.text(of: Array(text.utf8)).utf8) == Array(text.utf8))
      expectReversible(Array(text.utf8))
    }
  }

  @Test func everyByte() {
    for byte in UInt8.min...UInt8.max { expectReversible([0x2F, byte, 0x2E]) }
  }

  @Test func anyBytes() {
    var random = SeededGenerator(state: 9)
    for _ in 0..<5000 {
      expectReversible(
        (0..<Int.random(in: 0...30, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) })
    }
  }

  /// The scalars that stand for bytes may be in a name themselves, and then mean themselves.
  @Test func itsOwnScalars() {
    for value in UInt32(0x10FF00)...0x10FFFF {
      expectReversible(Array(String(Unicode.Scalar(value)!).utf8) + [0xFF] + Array(String(Unicode.Scalar(value)!).utf8))
    }
    let impostor = Array("\u{10FFFF}".utf8)
    #expect(ArgumentText.text(of: impostor) != ArgumentText.text(of: [0xFF]))
  }
}

@Suite("Decimal")
struct DecimalTests {
  @Test func fixed() {
    #expect(Decimal.fixed(0.7051, places: 2) == "0.71")
    #expect(Decimal.fixed(0.005, places: 2) == "0.01")
    #expect(Decimal.fixed(-1.5, places: 0) == "-2")
    #expect(Decimal.fixed(-0.25, places: 1) == "-0.3")
    #expect(Decimal.fixed(12, places: 3) == "12.000")
    #expect(Decimal.fixed(0.04, places: 3) == "0.040")
    #expect(Decimal.fixed(1e300, places: 1) == "inf")
    #expect(Decimal.fixed(-.infinity, places: 1) == "-inf")
  }

  @Test func trimmed() {
    #expect(Decimal.trimmed(10, places: 3) == "10")
    #expect(Decimal.trimmed(0.3, places: 3) == "0.3")
    #expect(Decimal.trimmed(100, places: 0) == "100")
    #expect(Decimal.trimmed(0, places: 3) == "0")
  }

  @Test func bytes() {
    #expect(Decimal.bytes(0) == "0 B")
    #expect(Decimal.bytes(1023) == "1023 B")
    #expect(Decimal.bytes(1024) == "1 KiB")
    #expect(Decimal.bytes(49_152) == "48 KiB")
    #expect(Decimal.bytes(9_542_041) == "9.1 MiB")
    #expect(Decimal.bytes(1 << 40) == "1024 GiB")
    #expect(Decimal.bytes((1 << 20) - 1) == "1024 KiB")
  }

  @Test func time() {
    #expect(Decimal.time(0) == "0.00 ms")
    #expect(Decimal.time(710_000) == "0.71 ms")
    #expect(Decimal.time(12_400_000) == "12.4 ms")
    #expect(Decimal.time(3_900_000_000) == "3.9 s")
  }
}
