import Display
import Testing

@testable import Terminal

@Suite struct DecoderTests {
  private func decode(_ text: String, known: [[UInt8]: Input.Key] = [:]) -> [Input] {
    decode(Array(text.utf8), known: known)
  }

  /// All of it at once, and then nothing for a while.
  private func decode(_ bytes: [UInt8], known: [[UInt8]: Input.Key] = [:]) -> [Input] {
    var decoder = Decoder(knownKeys: known)
    return decoder.feed(bytes) + decoder.timeout()
  }

  @Test(
    arguments: [
      ("a", .text("a")), ("é", .text("é")), ("数", .text("数")), ("😀", .text("😀")), (" ", .text(" ")),
      ("\r", .key(.enter)), ("\n", .key(.enter)), ("\t", .key(.tab)), ("\u{7F}", .key(.backspace)),
      ("\u{8}", .key(.backspace)), ("\u{3}", .control("c")), ("\u{1A}", .control("z")), ("\u{0}", .control(" ")),
      ("\u{1C}", .control("\\")), ("\u{1F}", .control("_")), ("\u{1B}b", .text("b", .alt)),
      ("\u{1B}ä", .text("ä", .alt)),
      ("\u{1B}\u{7F}", .key(.backspace, .alt)), ("\u{1B}\u{3}", .text("c", [.alt, .control])),
    ] as [(String, Input)])
  func `Characters`(text: String, input: Input) {
    #expect(decode(text) == [input])
  }

  @Test(
    arguments: [
      ("[A", .key(.up)), ("OA", .key(.up)), ("[B", .key(.down)), ("OD", .key(.left)), ("[C", .key(.right)),
      ("[H", .key(.home)), ("OF", .key(.end)), ("[1~", .key(.home)), ("[4~", .key(.end)), ("[7~", .key(.home)),
      ("[2~", .key(.insert)), ("[3~", .key(.delete)), ("[5~", .key(.pageUp)), ("[6~", .key(.pageDown)),
      ("[Z", .key(.tab, .shift)), ("OP", .key(.function(1))), ("[15~", .key(.function(5))),
      ("[24~", .key(.function(12))),
      ("[1;5A", .key(.up, .control)), ("[1;2D", .key(.left, .shift)), ("[1;3C", .key(.right, .alt)),
      ("[1;8H", .key(.home, [.shift, .alt, .control])), ("[3;5~", .key(.delete, .control)),
      ("[1;2P", .key(.function(1), .shift)), ("OM", .key(.enter)), ("Oq", .text("1")), ("Ok", .text("+")),
      ("Oa", .key(.up, .control)), ("[a", .key(.up, .shift)), ("[7$", .key(.home, .shift)),
      ("[8^", .key(.end, .control)),
    ] as [(String, Input)])
  func `Keys`(sequence: String, input: Input) {
    #expect(decode("\u{1B}" + sequence) == [input])
    // Nothing of it is left over.
    #expect(decode("\u{1B}" + sequence + "x") == [input, .text("x")])
  }

  @Test(arguments: [
    "[97;5u", "[1;5:3A", "[27;5;13~", "[?2004;1$y", "[I", "[O", "[24;80R", "[>1;4600;0c", "[99~", "Oz",
    "[12;34;56;78;90!p",
  ])
  func `What is not known is swallowed whole`(sequence: String) {
    #expect(decode("a\u{1B}" + sequence + "b") == [.text("a"), .text("b")])
  }

  @Test func `However long it is`() {
    #expect(decode("\u{1B}[" + String(repeating: "1;", count: 5000) + "mx") == [.text("x")])
  }

  @Test func `A sequence that is broken off does not take the next key with it`() {
    #expect(decode("\u{1B}[1;\u{1B}[Ax") == [.key(.up), .text("x")])
    #expect(decode("\u{1B}[1\rx") == [.key(.enter), .text("x")])
    #expect(decode("\u{1B}O\rx") == [.text("O", .alt), .key(.enter), .text("x")])
  }

  @Test(
    arguments: [
      ("\u{1B}", [.key(.escape)]), ("\u{1B}\u{1B}", [.key(.escape), .key(.escape)]), ("\u{1B}[", [.text("[", .alt)]),
      ("\u{1B}O", [.text("O", .alt)]), ("\u{1B}\u{1B}[A", [.key(.escape), .key(.up)]),
    ] as [(String, [Input])])
  func `Escape is a key when nothing follows`(text: String, inputs: [Input]) {
    #expect(decode(text) == inputs)
  }

  @Test func `Only what may be a key of its own is pending`() {
    var decoder = Decoder()
    func isPending(after text: String) -> Bool {
      decoder = Decoder()
      _ = decoder.feed(text.utf8)
      return decoder.isPending
    }
    #expect(!isPending(after: "") && !isPending(after: "a") && !isPending(after: "\u{1B}[A"))
    #expect(isPending(after: "\u{1B}") && isPending(after: "\u{1B}[") && isPending(after: "a\u{1B}O"))
    #expect(!isPending(after: "\u{1B}[1;"))
    #expect(!isPending(after: "\u{1B}[200~abc\u{1B}"))
    // Half of a character is waited for.
    #expect(decoder.feed([0xE6]) == [] && !decoder.isPending)
  }

  @Test func `Bytes that are no text are dropped`() {
    let invalid: [[UInt8]] = [
      [0xFF], [0x80], [0xC0, 0x80], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF5], [0xF4, 0x90, 0x80, 0x80],
      [0xE6, 0x95], [0xF0, 0x9F, 0x98], [0xC2, 0x9B],
    ]
    for bytes in invalid { #expect(decode([0x61] + bytes + [0x62]) == [.text("a"), .text("b")], "\(bytes)") }
  }

  @Test func `A paste is one piece`() {
    #expect(decode("\u{1B}[200~a\r\nb\rc\n\u{1B}[A\t数\u{1B}[201~x") == [.paste("a\nb\nc\n\u{1B}[A\t数"), .text("x")])
    #expect(decode("\u{1B}[200~\u{1B}[201~") == [.paste("")])
    #expect(decode("\u{1B}[200~a\u{1B}[20\u{1B}\u{1B}[201~") == [.paste("a\u{1B}[20\u{1B}")])
    #expect(decode("\u{1B}[201~x") == [.text("x")])
  }

  @Test func `A paste is bounded, and ends between characters`() {
    var decoder = Decoder()
    _ = decoder.feed("\u{1B}[200~a".utf8)
    _ = decoder.feed(String(repeating: "é", count: PasteBuffer.capacity / 2 + 10).utf8)
    let inputs = decoder.feed("\u{1B}[201~x".utf8)
    guard case .paste(let text)? = inputs.first else {
      Issue.record("no paste")
      return
    }
    #expect(text.utf8.count == PasteBuffer.capacity - 1)
    #expect(text.last == "é")
    #expect(inputs.last == .text("x"))
  }

  @Test func `A terminal's own keys are known`() {
    let known: [[UInt8]: Input.Key] = [
      Array("\u{1B}[[A".utf8): .function(1), Array("\u{1B}K".utf8): .pageUp, Array("\u{1B}kup".utf8): .up,
      [0x08]: .left,
    ]
    #expect(decode("\u{1B}[[Ax", known: known) == [.key(.function(1)), .text("x")])
    #expect(decode("\u{1B}[[B", known: known) == [.text("B")])
    #expect(decode("\u{1B}[A\u{1B}K", known: known) == [.key(.up), .key(.pageUp)])
    #expect(decode("\u{1B}kup\u{1B}ku", known: known) == [.key(.up), .text("k", .alt), .text("u")])
    #expect(decode("\u{8}", known: known) == [.key(.backspace)])
  }

  @Test(arguments: 0..<8)
  func `Any split gives the same result`(seed: UInt64) {
    let known: [[UInt8]: Input.Key] = [Array("\u{1B}[[A".utf8): .function(1), Array("\u{1B}kup".utf8): .up]
    var random = SplitMix64(state: seed)
    for _ in 0..<300 {
      let bytes = Self.noise(using: &random)
      var whole = Decoder(knownKeys: known)
      let expected = whole.feed(bytes)
      var split = Decoder(knownKeys: known)
      var inputs: [Input] = []
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = Int.random(in: 1...min(7, rest.count), using: &random)
        inputs += split.feed(rest.prefix(count))
        rest = rest.dropFirst(count)
      }
      #expect(inputs == expected, "\(bytes)")
      #expect(split.isPending == whole.isPending)
      #expect(split.timeout() == whole.timeout())
    }
  }

  /// Pieces of what terminals send, and bytes at random, in any order.
  private static func noise(using random: inout SplitMix64) -> [UInt8] {
    let pieces = [
      "\u{1B}", "\u{1B}[", "\u{1B}O", "\u{1B}[A", "\u{1B}[1;5", "\u{1B}[200~", "\u{1B}[201~", "é数😀", "abc", "\r\n",
      "\u{1B}[[",
      "\u{1B}ku", "[<0;1;2M", "\u{1B}[<0;1;2M", "\u{1B}[<64;", "\u{1B}[M", "~", "$", "\u{3}",
    ]
    return (0..<Int.random(in: 1...12, using: &random)).flatMap { _ in
      Bool.random(using: &random)
        ? Array(pieces.randomElement(using: &random)!.utf8)
        : (0..<Int.random(in: 1...4, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
    }
  }
}

/// The same numbers for the same seed. Source: Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", 2014.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
