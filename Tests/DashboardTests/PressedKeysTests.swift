import Display
import PluginModel
import Testing

@testable import Dashboard

/// The keys that are shown as they are pressed, for demonstrations.
@Suite struct PressedKeysTests {
  private func app(_ columns: Int = 100, _ rows: Int = 30) -> App { App(columns, rows, showsKeys: true) }

  @Test func `The last five are shown for two seconds`() {
    let app = app()
    #expect(!app.state.needsClock)
    app.press("j", "j", .enter)
    #expect(app.footer.hasSuffix(" j j Enter"))
    app.press(.control("d"), .key(.up), .tab)
    #expect(app.footer.hasSuffix(" j Enter ^D ↑ Tab"))
    #expect(app.styles(of: "^D ↑ Tab") == [Style(nil, .reverse)])
    #expect(app.state.needsClock)
    app.wait(milliseconds: 1999)
    #expect(app.footer.hasSuffix("Tab"))
    app.wait(milliseconds: 1)
    #expect(app.footer.hasSuffix("? help  q quit") && !app.state.needsClock)
  }

  @Test func `What is typed is shown, a paste by its name, the mouse not at all`() {
    let app = app()
    app.press("i")
    app.type("a 数")
    app.press(.paste("a long text"), .mouse(Mouse(.press, at: Position(column: 3, row: 3))))
    #expect(app.footer.hasSuffix("i a Space 数 paste"))
    #expect(!app.footer.contains("long"))
  }

  @Test(arguments: [[100, 30], [80, 24], [60, 15], [40, 10]])
  func `Hints, prompts and sentences make room`(size: [Int]) {
    let app = app(size[0], size[1])
    let narrow = size[0] / 3
    for keys: [Input] in [["j", "k"], [":", "r"], [.escape, "/", "l", "i"], [.escape, "R"], ["?"], [.escape]] {
      app.press(keys.last!)
      for key in keys.dropLast() { app.press(key) }
      let footer = app.footer
      let badge = app.state.keysPressed.keys.last!.name(unicode: true)
      #expect(footer.hasSuffix(" " + badge))
      #expect(TextWidth.of(footer) == size[0] - 2, "\(footer)")
      if let cursor = app.screen.cursor, cursor.row == size[1] - 1 { #expect(cursor.column <= size[0] - narrow / 2) }
    }
  }

  @Test func `A tiny screen keeps its hints`() {
    let app = app(39, 10)
    app.press("j")
    #expect(app.footer.hasSuffix("q quit"))
  }

  @Test func `Without --keys nothing is shown`() {
    let app = App(100, 30)
    app.press("j")
    #expect(app.footer.hasSuffix("q quit") && !app.state.needsClock)
  }

  @Test func `That the recording has stopped is a sentence in the footer`() {
    let app = App(100, 30)
    app.send(.recordingStopped("the recording stops here: no space left on device"))
    #expect(app.footer == " ✗ the recording stops here: no space left on device")
  }
}
