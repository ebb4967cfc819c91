import Display
import Foundation
import Testing

/// What a recording holds, line by line.
@Suite struct AsciicastTests {
  private func screen(_ text: String, style: Style = .plain, columns: Int = 10) -> Screen {
    var screen = Screen(size: Size(columns: columns, rows: 2))
    screen.put(text, column: 1, row: 0, style: style)
    return screen
  }
  private func lines(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }
  /// What a screen sends that follows another.
  private func update(from old: Screen, to new: Screen) throws -> String {
    var recording = Asciicast()
    _ = recording.lines(showing: old, at: 0)
    let line = recording.lines(showing: new, at: 0)
    guard !line.isEmpty else { return "" }
    let event = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [Any])
    return try #require(event[2] as? String)
  }

  @Test func `It begins with a header of version and size, then a whole screen`() {
    var recording = Asciicast()
    #expect(
      lines(recording.lines(showing: screen("ab"), at: 7_000_000_000)) == [
        #"{"version":2,"width":10,"height":2}"#,
        #"[0.000000,"o","\u001b[0m\u001b[2J\u001b[?25l\u001b[1;2H\u001b[0mab"]"#,
      ])
  }

  @Test func `Only what changed is sent, at its time`() {
    var recording = Asciicast()
    _ = recording.lines(showing: screen("abc"), at: 1_000_000_000)
    #expect(recording.lines(showing: screen("abc"), at: 2_000_000_000) == "")
    #expect(
      recording.lines(showing: screen("aXc"), at: 2_000_045_999) == #"[1.000045,"o","\u001b[1;3H\u001b[0mX"]"# + "\n")
    #expect(recording.ending(at: 13_000_000_000) == #"[12.000000,"o","\u001b[0m\u001b[2;1H\u001b[?25h"]"# + "\n")
  }

  @Test func `Another size is an event, and all is drawn again`() {
    var recording = Asciicast()
    _ = recording.lines(showing: screen("a"), at: 0)
    #expect(
      lines(recording.lines(showing: screen("a", columns: 20), at: 500_000_000)) == [
        #"[0.500000,"r","20x2"]"#, #"[0.500000,"o","\u001b[0m\u001b[2J\u001b[?25l\u001b[1;2H\u001b[0ma"]"#,
      ])
  }

  @Test func `Nothing is sent for nothing`() {
    var recording = Asciicast()
    #expect(recording.ending(at: 1) == "")
    #expect(recording.lines(showing: Screen(size: Size(columns: 0, rows: 5)), at: 1) == "")
  }

  @Test func `What JSON escapes is escaped, and nothing in a cell is obeyed`() throws {
    var recording = Asciicast()
    let text = recording.lines(showing: screen("\"\\\u{1B}[H\u{9B}"), at: 0)
    #expect(text.contains(#"\"\\"# + "\u{FFFD}" + #"\u001b[1;5H[H"# + "\u{FFFD}"))
    #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || (0x20..<0x7F).contains($0.value) || $0.value > 0x9F })
  }

  @Test func `Every style is told from nothing on`() throws {
    func sent(_ style: Style) throws -> String { try update(from: screen(""), to: screen("x", style: style)) }
    #expect(try sent(Style(.red, on: .blue, [.bold, .underline])) == "\u{1B}[1;2H\u{1B}[0;1;4;31;44mx")
    #expect(try sent(Style(.gray, on: .gray, [.dim, .reverse])) == "\u{1B}[1;2H\u{1B}[0;2;7;90;100mx")
    // A space that is coloured is not empty.
    #expect(try update(from: screen("", style: .plain), to: screen(" ", style: Style(nil, .reverse))) != "")
  }

  @Test func `What follows a character whose width is in doubt gets its place told`() throws {
    #expect(try update(from: screen(""), to: screen("数e")) == "\u{1B}[1;2H\u{1B}[0m数\u{1B}[1;4He")
    #expect(try update(from: screen(""), to: screen("e\u{301}f")) == "\u{1B}[1;2H\u{1B}[0me\u{301}\u{1B}[1;3Hf")
    #expect(try update(from: screen(""), to: screen("─e")) == "\u{1B}[1;2H\u{1B}[0m─e")
  }

  @Test func `A wide character is drawn whole, and what was under its halves as well`() throws {
    #expect(try update(from: screen("数x"), to: screen("abx")) == "\u{1B}[1;2H\u{1B}[0mab")
    #expect(try update(from: screen("abx"), to: screen("数x")) == "\u{1B}[1;2H\u{1B}[0m数")
    // One column on: what its right half covered is empty again.
    #expect(try update(from: screen("a数"), to: screen("数")) == "\u{1B}[1;2H\u{1B}[0m数\u{1B}[1;4H ")
    var restyled = screen("数x")
    restyled.restyle(Rectangle(column: 2, row: 0, columns: 1, rows: 1)) { $0 = .bold }
    #expect(try update(from: screen("数x"), to: restyled) == "\u{1B}[1;2H\u{1B}[0m数")
  }

  @Test func `The cursor is where it blinks, and hidden otherwise`() throws {
    var shown = screen("ab")
    shown.cursor = Position(column: 3, row: 0)
    #expect(try update(from: screen("ab"), to: shown) == "\u{1B}[1;4H\u{1B}[?25h")
    #expect(try update(from: shown, to: screen("ab")) == "\u{1B}[?25l")
    var typed = screen("abc")
    typed.cursor = Position(column: 4, row: 0)
    #expect(try update(from: shown, to: typed) == "\u{1B}[1;4H\u{1B}[0mc\u{1B}[1;5H")
    // Drawn elsewhere, it goes back.
    var other = shown
    other.put("z", column: 0, row: 1)
    #expect(try update(from: shown, to: other) == "\u{1B}[2;1H\u{1B}[0mz\u{1B}[1;4H")
  }
}
