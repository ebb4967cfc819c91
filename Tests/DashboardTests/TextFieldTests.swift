import Testing

@testable import Dashboard

/// The text field, edited as a shell's line is. In the expectations `|` is the cursor.
@Suite struct TextFieldTests {
  private func field(_ text: String, _ edits: TextField.Edit..., limit: Int = 1000) -> TextField {
    var field = TextField(text, limit: limit)
    for edit in edits { field.apply(edit) }
    return field
  }
  private func shown(_ field: TextField) -> String { field.before + "|" + field.after }

  @Test func startsAtTheEnd() { #expect(shown(field("hello")) == "hello|") }

  @Test func movesByCharacters() {
    #expect(shown(field("hello", .left, .left, .right)) == "hell|o")
    #expect(shown(field("hello", .start, .left)) == "|hello")
    #expect(shown(field("hello", .start, .end, .right)) == "hello|")
  }

  @Test func movesByWords() {
    #expect(shown(field("one two  three", .wordLeft)) == "one two  |three")
    #expect(shown(field("one two  three", .wordLeft, .wordLeft)) == "one |two  three")
    #expect(shown(field("one two  three", .start, .wordRight, .wordRight)) == "one two|  three")
  }

  @Test func deletesOnBothSides() {
    #expect(shown(field("hello", .deleteLeft)) == "hell|")
    #expect(shown(field("hello", .left, .left, .deleteRight)) == "hel|o")
    #expect(shown(field("", .deleteLeft, .deleteRight)) == "|")
  }

  @Test func killsAndYanks() {
    #expect(shown(field("one two", .killWordLeft)) == "one |")
    #expect(shown(field("one two", .wordLeft, .killToStart)) == "|two")
    #expect(shown(field("one two", .wordLeft, .killToEnd)) == "one |")
    #expect(shown(field("one two", .start, .killWordRight)) == "| two")
    #expect(shown(field("one two", .killWordLeft, .start, .yank)) == "two|one ")
    // Nothing was killed, so the last piece stays.
    #expect(shown(field("one", .killToStart, .killToEnd, .yank, .yank)) == "oneone|")
  }

  @Test func aCharacterIsWhatPeopleSee() {
    #expect(shown(field("añ👨‍👩‍👧", .deleteLeft)) == "añ|")
    #expect(shown(field("e\u{301}x", .left, .deleteLeft)) == "|x")
    var accented = field("e")
    accented.insert("\u{301}")
    #expect(shown(accented) == "é|")
  }

  @Test func insertsWhereTheCursorIs() {
    var field = field("held", .left)
    field.insert("lo wor\nl")
    #expect(shown(field) == "hello wor\nl|d")
    #expect(field.byteCount == 12)
  }

  @Test func isBounded() {
    var field = field("1234567", limit: 10)
    let fits = field.insert("89")
    let isCut = !field.insert("é")  // two bytes, and one is left
    #expect(fits && isCut)
    #expect(field.text == "123456789")
    field.insert("abc")
    #expect(field.text == "123456789a")
  }

  @Test func theWindowKeepsTheCursorInSight() {
    let long = String(repeating: "0123456789", count: 10)
    let atEnd = FieldWindow(long, "", columns: 20, hasCursor: true)
    #expect(atEnd.pieces.map(\.text).joined() == "…234567890123456789")
    #expect(atEnd.cursor == 19)
    let atStart = FieldWindow("", long, columns: 20, hasCursor: true)
    #expect(atStart.cursor == 0)
    #expect(atStart.pieces.map(\.text).joined() == "0123456789012345678…")
    let unfocused = FieldWindow("one\ntwo\tthree", "", columns: 20, hasCursor: false)
    #expect(unfocused.pieces.map(\.text).joined() == "one⏎two⇥three")
  }

  @Test func everyPlaceOfTheCursorIsShown() {
    for columns in 2...40 {
      var field = TextField("wide 数え上げる text, 👋 and more of it 数数数数数数数数数数", limit: 1000)
      for _ in 0..<50 {
        let window = FieldWindow(field.before, field.after, columns: columns, hasCursor: true)
        #expect((0..<columns).contains(window.cursor))
        #expect(Line(window.pieces).columns <= columns)
        field.apply(.left)
      }
    }
  }
}
