import Display
import Testing

@testable import Terminal

@Suite struct DrawingTests {
  @Test(arguments: [
    (0, Palette.Look(attributes: [.bold, .dim, .reverse], foreground: -1, background: -1)),
    (8, Palette.Look(attributes: [.bold, .dim], foreground: -1, background: 4)),
    (16, Palette.Look(attributes: .bold, foreground: 8, background: 4)),
    (256, Palette.Look(attributes: .bold, foreground: 8, background: 4)),
    (1 << 24, Palette.Look(attributes: .bold, foreground: 0x808080, background: 4)),
  ])
  func `A style is shown with what there is`(colors: Int, look: Palette.Look) {
    #expect(Palette(colors: colors).look(of: Style(.gray, on: .blue, .bold)) == look)
  }

  @Test func `A character that libc measures otherwise is replaced`() {
    func scalars(_ character: Character, columns: Int, isUnicode: Bool = true, widths: [UInt32: Int] = [:]) -> [UInt32]
    {
      Glyph(character, columns: columns, isUnicode: isUnicode) { widths[$0] ?? 1 }.scalars
    }
    #expect(scalars("a", columns: 1) == [0x61])
    #expect(scalars("é", columns: 1) == [0xE9])
    #expect(scalars("é", columns: 1, isUnicode: false) == [0x3F])
    #expect(scalars("e\u{301}", columns: 1, widths: [0x301: 0]) == [0x65, 0x301])
    #expect(scalars("数", columns: 2, widths: [0x6570: 2]) == [0x6570])
    #expect(scalars("数", columns: 2) == [0xFFFD])
    #expect(scalars("\u{378}", columns: 1, widths: [0x378: -1]) == [0xFFFD])
    let many = Character("e" + String(repeating: "\u{301}", count: 50))
    #expect(scalars(many, columns: 1, widths: [0x301: 0]).count == Glyph.capacity)
  }

  @Test func `The padding of old terminals is left out`() {
    #expect(Terminfo.withoutPadding("\u{1B}[2J$<5*/>x$<10>$<".utf8) == Array("\u{1B}[2Jx$<".utf8))
  }
}
