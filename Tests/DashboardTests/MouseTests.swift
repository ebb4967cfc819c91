import Display
import Foundation
import PluginModel
import Testing

@testable import Dashboard

/// The mouse, once it is asked for: a click goes where it points, the wheel turns what lies under it.
@Suite struct MouseTests {
  private func app(_ columns: Int = 100, _ rows: Int = 30) -> App {
    let app = App.busy(columns, rows)
    app.press("m")
    app.press("g")
    app.forget()
    return app
  }
  private func line(of text: String, _ app: App) -> Int {
    app.text.split(separator: "\n", omittingEmptySubsequences: false).firstIndex { $0.contains(text) }!
  }

  @Test func itIsTheTerminalsUntilItIsAskedFor() {
    let app = App.busy(100, 30)
    #expect(app.asked(by: .click(5, 8)) == [])
    #expect(app.selected == "libHello")
    #expect(app.asked(by: "m") == [.mouse(true)])
    #expect(app.footer == " the mouse is on: click, wheel; Shift selects as before")
    #expect(app.asked(by: "m") == [.mouse(false)])
    #expect(app.footer == " the mouse is the terminal's again")
  }

  @Test func aClickSelectsARow() {
    for (columns, rows) in [(100, 30), (80, 24), (60, 15), (30, 8)] {
      let app = app(columns, rows)
      app.press(.click(5, line(of: "legacy_eq", app)))
      #expect(app.selected == "legacy_eq")
      #expect(app.state.focus == .plugins)
    }
  }

  @Test func aClickFocusesAPane() {
    let app = app()
    app.press(.click(60, line(of: "2 Checks", app) + 1))
    #expect(app.state.focus == .checks)
    app.press(.click(60, line(of: "4 Result", app) + 2))
    #expect(app.state.focus == .result)
    app.press(.click(60, line(of: "3 Input", app) + 1))
    #expect(app.state.isEditing)
    app.press("!")
    #expect(app.state.input == ForeignText("hello!"))
  }

  @Test func aClickOpensATab() {
    let app = app()
    app.select("libHello")
    let row = line(of: "[value]", app)
    let cells = app.row(row)
    let column = cells.distance(from: cells.startIndex, to: cells.range(of: "history")!.lowerBound)
    app.press(.click(column + 2, row))
    #expect(app.state.resultTab == .history && app.state.focus == .result)
    #expect(app.text.contains("[history"))
    app.press(.click(column - 1, row))
    #expect(app.state.resultTab == .history, "between two there is none")
  }

  @Test func aClickSelectsInRunAll() {
    let app = app()
    app.press("A")
    app.press(.click(5, line(of: "legacy_eq.so", app)))
    #expect(app.state.batchSelection == Samples.index("legacy_eq"))
    #expect(app.text.contains("─ legacy_eq.so ─"))
    app.press(.click(5, 1), .click(5, 28))
    #expect(app.state.batchSelection == Samples.index("legacy_eq"))
  }

  @Test func clicksBesideEverythingAreNothing() {
    let app = app()
    let selected = app.selected
    for (column, row) in [(0, 0), (5, 2), (5, 29), (99, 29), (5, 25), (500, 500), (-1, -1)] {
      app.press(.click(column, row))
      #expect(app.selected == selected)
    }
  }

  @Test func theWheelTurnsWhatLiesUnderIt() {
    let app = app()
    app.press(.wheel(down: true, 5, 8))
    #expect(app.place == 3)
    app.press(.wheel(down: false, 5, 8))
    #expect(app.place == 0)
    app.select("libHello")
    app.ran("libHello", Samples.returned(42, stdout: (1...500).map { "line \($0)\n" }.joined()))
    app.press(.wheel(down: true, 60, 24))
    #expect(app.state.focus == .result && app.state.resultTop == 3)
    app.press(.enter, .wheel(down: true, 5, 5))
    #expect(app.state.page?.top == 3)
    app.press("?", .wheel(down: true, 5, 5))
    #expect(app.state.page?.top == 3)
  }

  @Test func typingGoesOnUnderTheWheel() {
    let app = app()
    app.press("i")
    app.press(.wheel(down: true, 5, 8), .click(5, 8))
    app.type("!")
    #expect(app.state.input == ForeignText("hello!"))
  }

  @Test func clicksOnWhatLiesBelowAnOverlayAreNothing() {
    let app = app()
    for key: Input in ["?", "b", ":", "A"] {
      app.press(key, .click(5, 8))
      #expect(app.selected == "counter")
      app.press(.escape)
    }
  }

  @Test func aScreenThatBecameSmallerTakesOldClicks() {
    let app = app()
    app.resize(20, 5)
    app.press(.click(90, 28), .wheel(down: true, 90, 28))
    app.resize(0, 0)
    app.press(.click(0, 0), .wheel(down: true, 0, 0))
    #expect(app.screen.size == Size(columns: 0, rows: 0))
  }
}

extension Input {
  fileprivate static func click(_ column: Int, _ row: Int) -> Input {
    .mouse(Mouse(.press, at: Position(column: column, row: row)))
  }
  fileprivate static func wheel(down: Bool, _ column: Int, _ row: Int) -> Input {
    .mouse(Mouse(down ? .wheelDown : .wheelUp, at: Position(column: column, row: row)))
  }
}
