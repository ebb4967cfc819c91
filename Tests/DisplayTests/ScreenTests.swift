import Display
import Testing

@Suite struct ScreenTests {
  private func screen(_ columns: Int, _ rows: Int = 1) -> Screen { Screen(size: Size(columns: columns, rows: rows)) }

  @Test func `A text stays within the screen`() {
    var screen = screen(5, 2)
    #expect(screen.put("hello, world", column: 2, row: 0) == 5)
    #expect(screen.put("above", column: 0, row: -1) == 0)
    #expect(screen.put("below", column: 0, row: 2) == 0)
    #expect(screen.put("beside", column: 5, row: 1) == 5)
    #expect(screen.put("left", column: -2, row: 1) == 2)
    #expect(screen.text == "  hel\nft")
  }

  @Test func `A text stays within its limit, and an ellipsis says that it goes on`() {
    var screen = screen(10, 3)
    #expect(screen.put("hello", column: 1, row: 0, limit: 3) == 4)
    #expect(screen.put("hello", column: 1, row: 1, limit: 3, ellipsis: "…") == 4)
    #expect(screen.put("hello", column: 1, row: 2, limit: 5, ellipsis: "…") == 6)
    #expect(screen.text == " hel\n he…\n hello")
  }

  @Test func `A wide character takes two cells, or none`() {
    var screen = screen(5)
    #expect(screen.put("数え上", column: 0, row: 0) == 4)
    #expect(screen.row(0).map(\.isContinuation) == [false, true, false, true, false])
    #expect(screen.text == "数え")
  }

  @Test func `A spacing mark has a cell of its own, as on a terminal`() {
    var screen = screen(5)
    #expect(screen.put("निe\u{301}กำx", column: 0, row: 0) == 5)
    #expect(screen.row(0).map { String($0.character) } == ["न", "\u{93F}", "e\u{301}", "ก", "\u{E33}"])
    #expect(screen.text == "निe\u{301}กำ")
  }

  @Test(arguments: [(0, "x え"), (1, " xえ"), (2, "数x"), (3, "数 x")])
  func `Half of a wide character does not stay behind`(column: Int, expected: String) {
    var screen = screen(4)
    screen.put("数え", column: 0, row: 0)
    screen.put("x", column: column, row: 0)
    #expect(screen.text == expected)
  }

  @Test func `A wide character over the middle of two others takes both away`() {
    var screen = screen(4)
    screen.put("数え", column: 0, row: 0)
    screen.put("上", column: 1, row: 0)
    #expect(screen.row(0).map(\.isContinuation) == [false, false, true, false])
    #expect(screen.text == " 上")
  }

  @Test func `Nothing that a terminal would obey gets in`() {
    var screen = screen(30)
    screen.put("a\u{1B}[31mb\r\n\t\u{9B}c\u{202E}d", column: 0, row: 0)
    #expect(screen.text == "a�[31mb���c�d")
    screen.fill(Rectangle(screen.size), with: "\u{7}")
    #expect(screen.cells.allSatisfy { $0.character == "\u{FFFD}" })
    screen.fill(Rectangle(screen.size), with: "数")
    #expect(screen.cells.allSatisfy { $0.character == "\u{FFFD}" && !$0.isContinuation })
  }

  @Test(arguments: [
    Rectangle(column: -5, row: -5, columns: 3, rows: 3), Rectangle(column: 9, row: 9, columns: 3, rows: 3),
    Rectangle(column: 0, row: 0, columns: 0, rows: 5), Rectangle(column: 2, row: 7, columns: 1, rows: 1),
  ])
  func `A rectangle outside of the screen changes nothing`(area: Rectangle) {
    var screen = screen(4, 3)
    screen.fill(area, with: "x", style: .bold)
    screen.restyle(area) { $0 = .bold }
    #expect(screen == Screen(size: screen.size))
  }

  @Test func `Restyling leaves the text`() {
    var screen = screen(6)
    screen.put("hello", column: 0, row: 0)
    screen.restyle(Rectangle(column: 1, row: 0, columns: 2, rows: 9)) { $0.attributes.insert(.reverse) }
    #expect(screen.text == "hello")
    #expect(screen.row(0).map { $0.style.attributes == .reverse } == [false, true, true, false, false, false])
  }

  @Test func `A screen without cells is a screen`() {
    var screen = screen(0, -1)
    screen.put("x", column: 0, row: 0)
    screen.fill(Rectangle(column: 0, row: 0, columns: 3, rows: 3), with: "x")
    #expect(screen.text == "")
  }
}
