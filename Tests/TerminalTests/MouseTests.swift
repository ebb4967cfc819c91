import Display
import Testing

@testable import Terminal

@Suite struct MouseTests {
  private func decode(_ bytes: [UInt8]) -> [Input] {
    var decoder = Decoder()
    return decoder.feed(bytes) + decoder.timeout()
  }
  private func decode(_ text: String) -> [Input] { decode(Array(text.utf8)) }

  private static func mouse(
    _ kind: Mouse.Kind, _ column: Int, _ row: Int, _ modifiers: Input.Modifiers = []
  ) -> Input {
    .mouse(Mouse(kind, at: Position(column: column, row: row), modifiers))
  }

  private static let reports: [(String, Input)] = [
    ("[<0;1;1M", mouse(.press, 0, 0)), ("[<0;10;20M", mouse(.press, 9, 19)),
    ("[<64;300;200M", mouse(.wheelUp, 299, 199)), ("[<65;1;2M", mouse(.wheelDown, 0, 1)),
    ("[<4;1;1M", mouse(.press, 0, 0, .shift)), ("[<8;1;1M", mouse(.press, 0, 0, .alt)),
    ("[<16;1;1M", mouse(.press, 0, 0, .control)),
    ("[<92;1;1M", mouse(.wheelUp, 0, 0, [.shift, .alt, .control])), ("[<0;65535;65535M", mouse(.press, 65534, 65534)),
    ("[<000;01;0002M", mouse(.press, 0, 1)), ("[M !\"", mouse(.press, 0, 1)), ("[M`!!", mouse(.wheelUp, 0, 0)),
    ("[Ma!!", mouse(.wheelDown, 0, 0)),
  ]

  @Test(arguments: reports)
  func `Clicks and the wheel`(sequence: String, input: Input) {
    #expect(decode("\u{1B}" + sequence) == [input])
    #expect(decode("a\u{1B}" + sequence + "b") == [.text("a"), input, .text("b")])
  }

  @Test(arguments: reports)
  func `However the bytes come`(sequence: String, input: Input) {
    let bytes = Array("\u{1B}\(sequence)x".utf8)
    for split in 1..<bytes.count {
      var decoder = Decoder()
      #expect(decoder.feed(bytes[..<split]) + decoder.feed(bytes[split...]) == [input, .text("x")])
    }
  }

  @Test(arguments: [
    // Buttons let go, other buttons, movement, the wheel sideways.
    "[<0;1;1m", "[<1;1;1M", "[<2;1;1M", "[<3;1;1M", "[<32;1;1M", "[<35;1;1M", "[<66;1;1M", "[<67;1;1M", "[<128;1;1M",
    // No place on any screen.
    "[<0;0;1M", "[<0;1;0M", "[<0;65536;1M", "[<0;99999999999999999999;1M", "[<99999999999999999999;1;1M", "[<256;1;1M",
    "[<18446744073709551616;18446744073709551617;18446744073709551617M",
    // No report.
    "[<M", "[<;;M", "[<0;1M", "[<0;1;1;1M", "[<0;1;M", "[<0;1;-1M", "[<0;1;1A", "[<<0;1;1M", "[<0:1:1M", "[<0;1;1$M",
    "[>0;1;1M", "[?0;1;1M", "[<+0;1;1M", "[M#!!", "[M\"!!", "[M! !", "[M!! ",
  ])
  func `What is none is swallowed whole`(sequence: String) {
    #expect(decode("a\u{1B}" + sequence + "b") == [.text("a"), .text("b")])
  }

  @Test func `A report that is broken off does not take the next key with it`() {
    #expect(decode("\u{1B}[<0;1\u{1B}[A") == [.key(.up)])
    #expect(decode("\u{1B}[<0;1;\rx") == [.key(.enter), .text("x")])
    #expect(decode("\u{1B}[M!\u{1B}[Ax") == [.key(.up), .text("x")])
    #expect(decode("\u{1B}[M\rx") == [.key(.enter), .text("x")])
    #expect(decode("\u{1B}[<" + String(repeating: "1;", count: 5000) + "Mx") == [.text("x")])
  }

  /// The older form counts in bytes: past column 95 they are no ASCII.
  @Test func `Far to the right in the older form`() {
    #expect(decode([0x1B, 0x5B, 0x4D, 0x20, 0xFF, 0x80, 0x78]) == [Self.mouse(.press, 222, 95), .text("x")])
  }

  @Test func `A report inside a paste is text`() {
    #expect(decode("\u{1B}[200~\u{1B}[<0;1;1M\u{1B}[201~") == [.paste("\u{1B}[<0;1;1M")])
  }
}
