import Display
import Testing

@Suite struct TextWidthTests {
  @Test(arguments: [
    ("", 0), ("hello", 5), ("é", 1), ("e\u{301}", 1), ("数え上げ", 8), ("각", 2), ("\u{1100}\u{1161}\u{11A8}", 2),
    ("ｱ", 1), ("Ａ", 2), ("─│✓✗…·", 6), ("\u{1F600}", 2), ("\u{FFFD}", 1), ("ß", 1), ("\u{E000}", 1), ("नि", 2), ("กำ", 2),
    ("क्ष", 2), ("क्\u{200D}ष", 2),
  ])
  func `The width is that of East Asian Width`(text: String, width: Int) {
    #expect(TextWidth.of(text) == width)
  }

  @Test(arguments: [
    ("👩‍👩‍👧", "👩", 2), ("👍🏽", "👍", 2), ("🇩🇪", "🇩", 1), ("❤\u{FE0F}", "❤", 1), ("1\u{FE0F}\u{20E3}", "1\u{20E3}", 1),
  ])
  func `What terminals disagree on becomes what they agree on`(text: String, shown: String, width: Int) {
    let measured = TextWidth.measured(Character(text))
    #expect(String(measured.character) == shown)
    #expect(measured.width == width)
  }

  @Test(arguments: ["\u{0}", "\u{1B}", "\u{7F}", "\u{9B}", "\r\n", "\u{202E}", "\u{2066}", "\u{200F}", "a\u{202E}"])
  func `What a terminal obeys is replaced`(text: String) {
    for character in text where character != "a" {
      #expect(TextWidth.measured(character) == ("\u{FFFD}", 1))
    }
  }

  @Test(arguments: [
    ("hello", 5, "hello"), ("hello", 4, "hel…"), ("hello", 1, "…"), ("hello", 0, ""), ("数え上げ", 8, "数え上げ"),
    ("数え上げ", 7, "数え上…"), ("数え上げ", 6, "数え…"), ("数え", 1, "…"), ("", 0, ""),
  ])
  func `A clipped text fits`(text: String, columns: Int, expected: String) {
    let clipped = TextWidth.clipped(text, to: columns)
    #expect(clipped == expected)
    #expect(TextWidth.of(clipped) <= columns)
  }
}
