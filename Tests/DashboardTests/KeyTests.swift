import Display
import PluginModel
import Testing

@testable import Dashboard

/// What each key does, and what it says when it is off.
@Suite struct KeyTests {
  @Test func selectionMoves() {
    let app = App.busy(80, 24)
    app.press("g", "j", .key(.down), "k")
    #expect(app.place == 1)
    app.press("G", "j")
    #expect(app.place == 11)
    app.press("g", .key(.up))
    #expect(app.place == 0)
    app.press(.key(.end))
    #expect(app.place == 11)
    app.press(.key(.home), .control("d"))
    #expect(app.place == 9)
    app.press(.control("u"))
    #expect(app.place == 0)
    app.press(.key(.pageDown), .key(.pageUp))
    #expect(app.place == 0)
  }

  @Test func theListFollowsTheSelection() {
    let app = App(60, 15, plugins: PluginList((0..<10_000).map { Plugin(path: PluginPath("p\($0).so")) }))
    app.press("G")
    #expect(app.text.contains("p9999"))
    #expect(app.text.contains("10000/10000"))
    app.press("k", "k", "k")
    #expect(app.text.contains("p9999"))
    app.resize(60, 10)
    #expect(app.text.contains("p9996"))
    app.press("g")
    #expect(app.text.contains("p0 "))
  }

  @Test func panes() {
    let app = App.busy(80, 24)
    app.press(.tab)
    #expect(app.state.focus == .checks)
    app.press(.tab, .tab, .tab)
    #expect(app.state.focus == .plugins)
    app.press(.shiftTab)
    #expect(app.state.focus == .result)
    app.press("2")
    #expect(app.state.focus == .checks)
    app.press("3")
    #expect(app.state.focus == .input)
    app.press("4")
    #expect(app.state.focus == .result)
    app.press("1", "l")
    #expect(app.state.focus == .checks)
    app.press("h")
    #expect(app.state.focus == .plugins)
    app.press("4", .escape)
    #expect(app.state.focus == .plugins)
  }

  @Test func runsTheSelectedPluginOnTheInput() {
    let app = App.busy(80, 24)
    #expect(app.asked(by: .enter) == [.run(0, input: ForeignText("hello"))])
    #expect(app.asked(by: .enter) == [])
    #expect(app.footer.contains("runs already"))
    app.ran("libHello", Samples.returned(42))
    #expect(app.asked(by: "r") == [.run(0, input: ForeignText("hello"))])
    // Other keys go on working meanwhile.
    app.press("j", "j")
    #expect(app.place == 6)
  }

  @Test func aRejectedPluginIsNotCalled() {
    let app = App.busy(80, 24)
    app.select("wrongtype")
    // Whoever performs the run looks first whether the file is another by now: here it is not.
    #expect(app.asked(by: .enter) == [.run(6, input: ForeignText("hello"))])
    app.inspectedAgain("wrongtype")
    #expect(app.footer == " ✗ wrongtype.so: rejected: wrong signature")
    app.press("j")
    #expect(!app.footer.contains("rejected"))
  }

  @Test func strictRefusesTheUnverified() {
    var settings = Settings()
    settings.strict = true
    let app = App.busy(80, 24, settings: settings)
    app.select("legacy_eq")
    app.press(.enter)
    app.inspectedAgain("legacy_eq")
    #expect(app.footer == " ✗ legacy_eq.so: rejected: unverified signature")
  }

  @Test func runsAllThatMayRun() {
    let app = App.busy(80, 24)
    let ran = app.asked(by: "a").compactMap { effect in
      if case .run(let index, _) = effect { index } else { nil }
    }
    // Not the rejected one, not those that run, not the one that waits for its checks.
    #expect(ran.sorted() == [0, 1, 2, 3, 4, 5, 8, 9])
    #expect(app.asked(by: .escape, "a") == [])
    #expect(app.footer == " ! none may run now")
  }

  @Test func stops() {
    let app = App.busy(80, 24)
    #expect(app.asked(by: "x") == [])
    #expect(app.footer.contains("this plugin does not run; X stops all"))
    app.select("libSlow")
    #expect(app.asked(by: "x") == [.stop([7])])
    #expect(app.text.contains("… stopping"))
    #expect(app.asked(by: "X") == [.stop([7, 10])])
    app.ran("libSlow", RunReport(phase: .call, ending: .stopped))
    app.ran("数え上げ", RunReport(phase: .open, ending: .stopped))
    #expect(app.asked(by: "x") == [])
    #expect(app.footer == " ! nothing runs")
    #expect(app.text.contains("stopped"))
  }

  @Test func reloads() {
    let app = App.busy(80, 24)
    #expect(app.asked(by: "R") == [.inspect([0])])
    #expect(app.asked(by: "R") == [])
    app.forget()
    app.inspected("libHello")
    #expect(app.effects == [.load([0])])
    #expect(app.asked(by: "R") == [])
    #expect(app.footer.contains("being opened"))
    app.loaded("libHello")
    #expect(app.asked(by: "R") == [.inspect([0])])
  }

  @Test func aReloadSaysThatItIsDone() {
    let app = App.busy(80, 24)
    app.press("R")
    app.inspected("libHello")
    app.loaded("libHello")
    #expect(app.footer == " ✓ libHello.so reloaded: 9 passed")
    app.press("R")
    app.inspected("libHello", Samples.wrongType)
    #expect(app.footer == " ✗ libHello.so reloaded: 1 failed")
    app.press("j")
    app.inspected("libHello")
    app.loaded("libHello")
    #expect(!app.footer.contains("reloaded"))
  }

  @Test func ofTwoKeysThatDoTheSameOneIsTold() {
    let app = App.busy(80, 24)
    app.press("3")
    #expect(app.footer.hasPrefix(" Enter edit  Esc back  a all"))
  }

  @Test func helpOverTheFullTextSaysSo() {
    let app = App.busy(80, 24)
    app.press("4", .enter, "?")
    #expect(app.text.contains("─ Help: Full text ─"))
  }

  /// Where the last line of a crash does not fit beside the name of its stream, it is told above, whole.
  @Test func aCrashSaysWhy() {
    let app = App.busy(80, 24)
    app.press(.enter)
    app.ran(
      "libHello",
      RunReport(
        phase: .call, ending: .crashed(Crash(signal: 4)),
        stderr: Samples.output("Trap/Trap.swift:3: Fatal error: no plan for hello\n")))
    #expect(app.text.contains("Fatal error: no "))
    #expect(app.text.contains("plan for hello "))
  }

  @Test func controlCStopsThenAsksThenQuits() {
    let app = App.busy(80, 24)
    app.select("libSlow")
    #expect(app.asked(by: .control("c")) == [.stop([7])])
    app.ran("libSlow", RunReport(phase: .call, ending: .stopped))
    app.ran("数え上げ", Samples.returned(1))
    app.press("X")
    #expect(app.asked(by: .control("c")) == [])
    #expect(app.footer == " nothing runs; ^C again quits")
    app.press("j")
    #expect(app.asked(by: .control("c")) == [])
    #expect(app.asked(by: .control("c")) == [.quit])
  }

  @Test func keysForTheTerminal() {
    let app = App.busy(80, 24)
    #expect(app.asked(by: "q") == [.quit])
    #expect(app.asked(by: "P") == [.savePicture])
    #expect(app.asked(by: .control("z")) == [.suspend])
    #expect(app.asked(by: .control("l")) == [.repaint])
    app.send(.effectDone("saved airlock.svg"))
    #expect(app.footer == " saved airlock.svg")
  }

  @Test func help() {
    let app = App.busy(60, 15)
    app.press("?")
    #expect(app.text.contains("Help: Plugins"))
    app.press("G")
    #expect(app.text.contains("unverified"))
    #expect(app.asked(by: "a", "x", .enter) == [])
    app.press(.escape)
    #expect(!app.text.contains("Help"))
    app.press("?", "?")
    #expect(!app.text.contains("Help"))
  }

  @Test func fullText() {
    let app = App.busy(60, 15)
    app.ran("libHello", Samples.returned(42, stdout: (1...500).map { "line \($0)\n" }.joined()))
    app.press("4", .enter, "G")
    #expect(app.text.contains("line 500"))
    app.press("g")
    #expect(app.text.contains("42, <nil>"))
    app.press(.key(.pageDown), .control("d"), "j")
    #expect(app.state.page?.top == 10 + 5 + 1)
    app.resize(100, 30)
    app.press(.escape)
    #expect(app.state.page == nil)
    #expect(app.state.focus == .result)
  }

  @Test func nothingToOpenSaysSo() {
    let app = App(80, 24)
    app.press("4", .enter)
    #expect(app.footer == " ! no result yet")
    app.press("2", .enter)
    #expect(app.footer == " ! it is being inspected")
  }

  @Test func scrollingADetailPane() {
    let app = App.busy(80, 24)
    app.ran("libHello", Samples.returned(42, stdout: (1...500).map { "line \($0)\n" }.joined()))
    app.press("4", "G")
    #expect(app.text.contains("line 500"))
    app.press("k")
    #expect(!app.text.contains("line 500"))
    app.press("1", "j", "k")
    #expect(app.text.contains("42, <nil>"))
  }

  @Test func everyKeyInTheFooterAndTheHelpWorks() {
    for context in Context.allCases {
      for binding in Binding.all where binding.contexts.contains(context) {
        for key in binding.keys { #expect(KeyMap.standard.binding(of: key, in: context)?.command == binding.command) }
      }
    }
  }
}
