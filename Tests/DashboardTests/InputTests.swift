import Display
import PluginModel
import Testing

@testable import Dashboard

/// The Input pane: letters are text there, and nowhere else.
@Suite struct InputTests {
  @Test func lettersAreText() {
    let app = App.busy(80, 24)
    #expect(app.asked(by: "i", "q", "j", "x", "1", "?") == [])
    #expect(app.state.input == ForeignText("helloqjx1?"))
    #expect(app.state.isEditing)
  }

  @Test func enterLeavesAndRuns() {
    let app = App.busy(80, 24)
    app.press("i", .control("u"))
    app.type("数え")
    #expect(app.asked(by: .enter) == [.run(0, input: ForeignText("数え"))])
    #expect(!app.state.isEditing)
    #expect(app.state.focus == .plugins)
  }

  @Test func escapeLeavesAndKeepsTheText() {
    let app = App.busy(80, 24)
    app.press("4", "i")
    app.type("!")
    #expect(app.asked(by: .escape) == [])
    #expect(app.state.focus == .result)
    #expect(app.state.input == ForeignText("hello!"))
    #expect(app.screen.cursor == nil)
  }

  @Test func enterOnAPluginThatMayNotRunKeepsTheText() {
    let app = App.busy(80, 24)
    app.select("wrongtype")
    app.press("i", "!")
    app.press(.enter)
    app.inspectedAgain("wrongtype")
    #expect(app.footer == " ✗ wrongtype.so: rejected: wrong signature")
    #expect(!app.state.isEditing)
    #expect(app.state.input == ForeignText("hello!"))
  }

  @Test func enterInThePaneStartsEditing() {
    let app = App.busy(80, 24)
    app.press("3", .enter)
    #expect(app.state.isEditing)
    app.press(.tab)
    #expect(!app.state.isEditing)
    #expect(app.state.focus == .result)
  }

  @Test func pasteInOnePiece() {
    let app = App.busy(80, 24)
    app.press("i", .control("u"), .paste("one\ntwo q x\n"))
    #expect(app.state.input == ForeignText("one\ntwo q x\n"))
    #expect(app.text.contains("│ one⏎ "))
    #expect(app.text.contains("│ two q x⏎ "))
    #expect(app.text.contains("3 lines · 12 bytes"))
  }

  @Test func pasteOutsideIsNotObeyed() {
    let app = App.busy(80, 24)
    #expect(app.asked(by: .paste("q\u{3}")) == [])
    #expect(app.state.input == ForeignText("hello"))
    #expect(app.footer == " a paste goes into the input: i edits it")
  }

  @Test func aFullInputSaysSo() {
    let app = App.busy(80, 24)
    app.press("i", .control("u"), .paste(String(repeating: "x", count: Limits.inputBytes + 5)))
    #expect(app.state.input.bytes.count == Limits.inputBytes)
    #expect(app.footer.contains("the input is full: it holds 1 MiB"))
    app.press("y")
    #expect(app.footer.contains("full"))
    app.press(.key(.backspace))
    #expect(!app.footer.contains("full"))
  }

  @Test func bytesThatAreNotTextGoThroughUntouched() {
    var settings = Settings()
    settings.input = ForeignText([0x66, 0xFF])
    let app = App.busy(80, 24, settings: settings)
    #expect(app.asked(by: .enter) == [.run(0, input: ForeignText([0x66, 0xFF]))])
  }

  @Test func controlCStopsWhileEditing() {
    let app = App.busy(80, 24)
    app.select("libSlow")
    app.press("i")
    #expect(app.asked(by: .control("c")) == [.stop([7])])
    #expect(app.state.isEditing)
  }

  @Test func theCursorIsWhereTheTextGoes() {
    let app = App.busy(80, 24)
    app.press("i")
    #expect(app.screen.cursor == Position(column: 41 + 5, row: 12))
    app.press(.control("a"))
    #expect(app.screen.cursor == Position(column: 41, row: 12))
    app.press("?")
    app.press(.escape)
    #expect(app.screen.cursor == nil)
  }
}
