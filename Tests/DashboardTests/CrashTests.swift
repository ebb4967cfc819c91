import Display
import PluginModel
import Testing

@testable import Dashboard

/// The crash report: what it shows at each size, and what the keys do in it.
@Suite struct CrashTests {
  static let sizes = ScreenTests.sizes

  @Test(arguments: sizes) func report(_ size: [Int]) {
    App.crashed(size[0], size[1]).expect(screen: "report-\(size[0])x\(size[1])")
  }

  @Test(arguments: sizes) func reportEnd(_ size: [Int]) {
    let app = App.crashed(size[0], size[1])
    app.press("G")
    app.expect(screen: "report-end-\(size[0])x\(size[1])")
  }

  @Test(arguments: sizes) func framesUnfolded(_ size: [Int]) {
    let app = App.crashed(size[0], size[1])
    app.go(to: .frames)
    app.press("j", "j", .enter)
    app.expect(screen: "report-frames-\(size[0])x\(size[1])")
  }

  @Test(arguments: sizes) func recursionAndAttempts(_ size: [Int]) {
    let app = App.crashed(size[0], size[1], Samples.recursion)
    app.go(to: .frames)
    app.expect(screen: "report-recursion-\(size[0])x\(size[1])")
  }

  @Test(arguments: sizes) func hangOfThreads(_ size: [Int]) {
    let app = App.crashed(size[0], size[1], Samples.hang)
    app.go(to: .threads)
    app.press("j", .enter)
    app.expect(screen: "report-hang-\(size[0])x\(size[1])")
  }

  @Test(arguments: [[60, 15], [100, 30]]) func panicOfGo(_ size: [Int]) {
    let app = App.crashed(size[0], size[1], Samples.goPanic)
    app.expect(screen: "report-go-\(size[0])x\(size[1])")
    app.press(.escape, "r")
    app.ran("nullread", Samples.goPanic)
    app.press("c")
    #expect(app.text.contains("seen 2 times"))
  }

  @Test(arguments: sizes) func nothingIsKnown(_ size: [Int]) {
    App.crashed(size[0], size[1], Samples.untold, saved: false).expect(screen: "report-untold-\(size[0])x\(size[1])")
  }

  @Test func ascii() {
    let app = App.crashed(100, 30)
    app.theme = Theme(unicode: false)
    app.expect(screen: "report-ascii-100x30")
  }

  @Test func colours() { App.crashed(100, 30).expect(styledScreen: "report-colours-100x30") }

  @Test func help() {
    let app = App.crashed(100, 30)
    app.press("?")
    app.expect(screen: "report-help-100x30")
  }

  // MARK: The way in and out

  @Test func `c opens it from every pane, Escape leads back`() {
    let app = App.crashed(100, 30)
    app.press(.escape)
    for pane: Input in ["1", "2", "3", "4"] {
      app.press(pane, "c")
      #expect(app.text.contains("─ Cause ─"))
      app.press(.escape)
      #expect(!app.text.contains("─ Cause ─"))
    }
    app.press("4", .enter)
    #expect(app.text.contains("─ Cause ─"))
  }

  @Test func `Where nothing crashed, c says so, and the help does`() {
    let app = App.busy(100, 30)
    app.press("c")
    #expect(app.footer.contains("the selected plugin has not crashed"))
    app.press("?", "G")
    #expect(app.text.contains("c: the selected plugin has not crashed"))
  }

  @Test func `A report stays after a run that passes, and Enter shows that run`() {
    let app = App.crashed(100, 30)
    app.press("r")
    app.ran("nullread", Samples.returned(42))
    #expect(app.text.contains("─ Cause ─"))
    #expect(app.footer.contains("came to: 42"))
    app.press(.escape, "4", .enter)
    #expect(app.text.contains("full text"))
    app.press(.escape, "c")
    #expect(app.text.contains("Null pointer read"))
  }

  @Test func `A crash while it was opened has a report too`() {
    let app = App(100, 30)
    app.inspected("nullread", Samples.good(.c))
    var report = Samples.told
    report.phase = .open
    app.forget()
    app.loaded("nullread", report)
    #expect(app.effects.contains { if case .saveReport = $0 { true } else { false } })
    app.select("nullread")
    app.press("c")
    #expect(app.text.contains("while it was opened"))
    #expect(app.text.contains("It was not called."))
  }

  // MARK: At once

  @Test func `The headline is on the screen before the report`() {
    let app = App.busy(100, 30)
    app.select("nullread")
    app.press("r")
    app.reached("nullread", .call)
    app.send(.plugin(.crashed(Samples.index("nullread"), Crash(signal: 11, code: 1, address: 0x30, access: .read))))
    #expect(app.state.roster.rows[Samples.index("nullread")].mark == .failed)
    #expect(app.text.contains("✗ nullread      c     ok   ok   SIGSEGV"))
    #expect(app.text.contains("✗ SIGSEGV (null pointer read at 0x30)"))
    app.ran("nullread", Samples.told)
    #expect(app.state.roster.tally.values.reduce(0, +) == app.state.plugins.count)
  }

  // MARK: Moving

  @Test(arguments: [[60, 15], [80, 24], [100, 30], [130, 45]])
  func `Tab goes through all sections and comes back`(size: [Int]) {
    let app = App.crashed(size[0], size[1], Samples.recursion)
    app.go(to: .cause)
    var seen: [CrashSection] = []
    for _ in 0..<8 {
      seen.append(app.state.crashPage!.focus)
      app.press(.tab)
    }
    #expect(seen == [.cause, .source, .frames, .registers, .attempts, .input, .output, .reproduce])
    #expect(app.state.crashPage?.focus == .cause)
    app.press(.shiftTab)
    #expect(app.state.crashPage?.focus == .reproduce)
    #expect(app.text.contains("airlock run"))
  }

  @Test func `Going down a small screen leads through every line to the end, and up again`() {
    let app = App.crashed(60, 15)
    for _ in 0..<100 { app.press("j") }
    #expect(app.text.contains("airlock run") && app.text.contains("↑"))
    for _ in 0..<100 { app.press("k") }
    #expect(app.state.crashPage?.top == 0)
  }

  @Test func `Enter unfolds and folds again`() {
    let app = App.crashed(100, 30)
    app.go(to: .frames)
    app.press("j", "j")
    #expect(app.text.contains("⋯ 4 frames of Airlock"))
    app.press(.enter)
    #expect(app.text.contains("worker_0") && !app.text.contains("4 frames of Airlock"))
    app.press("j", .enter)
    #expect(app.text.contains("⋯ 4 frames of Airlock"))
    app.press("k", .enter)
    #expect(app.footer.contains("nothing is folded here"))
  }

  @Test func `Enter on a thread shows its frames`() {
    let app = App.crashed(100, 30, Samples.hang)
    app.go(to: .threads)
    app.press("j", .enter)
    #expect(app.text.contains("thread 2"))
    #expect(app.text.contains("ended early: no unwind information"))
  }

  @Test func `Enter on the output shows all of it`() {
    let app = App.crashed(100, 30, Samples.recursion)
    app.go(to: .output)
    #expect(app.text.contains("last 8 of 41 lines") && app.text.contains("walk: level 40"))
    app.press(.enter)
    #expect(app.text.contains("41 lines") && app.text.contains("reading the table"))
  }

  // MARK: Handing on

  @Test func `y, Y, o and O hand the report on`() throws {
    let app = App.crashed(100, 30)
    let crash = try #require(app.state.selectedRow?.crash?.occurrence)
    #expect(app.asked(by: "y") == [.copyReport(crash)])
    #expect(app.asked(by: "Y") == [.copyReportCommand(crash)])
    #expect(app.asked(by: "o") == [.exportReport(crash, .markdown)])
    #expect(app.asked(by: "O") == [.exportReport(crash, .json)])
    app.send(.effectDone("copied the command, 12 B"))
    #expect(app.footer.contains("copied the command, 12 B"))
  }

  @Test func `e opens the source of the selected frame`() throws {
    let app = App.crashed(100, 30)
    let path = PluginPath("./plugins/nullread.so")
    #expect(app.asked(by: "e") == [.openSource(Samples.lookup.location!, plugin: path)])
    app.go(to: .frames)
    #expect(app.asked(by: "j", "e") == [.openSource(Samples.myFunction.location!, plugin: path)])
    #expect(app.asked(by: "j", "e") == [])
    #expect(app.footer.contains("nothing tells its source"))
  }

  @Test func `r runs it again, with the report in view`() {
    let app = App.crashed(100, 30)
    #expect(app.asked(by: "r") == [.run(Samples.index("nullread"), input: "hello")])
    #expect(app.text.contains("─ Cause ─"))
    app.ran("nullread", Samples.recursion)
    #expect(app.text.contains("Stack overflow in walk"))
  }

  // MARK: Saving and counting

  @Test func `Each crash is saved once, and told where`() {
    let app = App.busy(100, 30)
    app.select("nullread")
    app.press("r")
    app.forget()
    app.ran("nullread", Samples.told)
    #expect(app.effects.count == 1)
    app.press("c")
    #expect(!app.text.contains("Saved to"))
    app.send(.reportSaved(Samples.index("nullread"), app.state.now, path: "/state/r.json"))
    #expect(app.text.contains("Saved to /state/r.json"))
    app.press("r")
    app.ran("nullread", Samples.told)
    app.send(.reportNotSaved(Samples.index("nullread"), app.state.now, reason: "disk full", isNews: true))
    #expect(app.footer.contains("the crash report could not be saved: disk full"))
    #expect(app.text.contains("Not saved: disk full"))
  }

  @Test func `The same crash is counted, with those of earlier sessions`() {
    let app = App.crashed(100, 30)
    #expect(!app.text.contains("seen"))
    app.press("r")
    app.ran("nullread", Samples.told)
    #expect(app.text.contains("seen 2 times, first 2026-11-22 14:48:56"))
    let group = CrashHistory.Group(
      plugin: "/home/u/host/plugins/nullread.so", key: CrashKey(signal: 11, place: "lookup"))
    app.send(.crashRemembered(group, Moment(nanoseconds: App.start.nanoseconds - 86_400_000_000_000)))
    #expect(app.text.contains("seen 3 times, first 2026-11-21 14:48:53"))
    app.press("r")
    app.ran("nullread", Samples.recursion)
    #expect(!app.text.contains("seen"))
  }

  // MARK: Hostile

  @Test(arguments: sizes) func `Nothing of a report obeys the plugin`(size: [Int]) {
    let app = App.crashed(size[0], size[1], Samples.hostile)
    for _ in 0..<20 {
      #expect(
        app.screen.cells.allSatisfy { cell in cell.character.unicodeScalars.allSatisfy { !ForeignText.isHarmful($0) } })
      app.press("j")
    }
  }

  @Test func everySize() {
    for report in [
      Samples.told, Samples.recursion, Samples.hang, Samples.goPanic, Samples.untold, Samples.hostile,
    ] {
      let app = App.crashed(100, 30, report)
      for columns in [0, 20, 40, 95, 96, 130] {
        for rows in [0, 5, 12, 27, 28, 60] {
          app.resize(columns, rows)
          for key: Input in [.tab, "j", "G", .enter, "k", .tab] { app.press(key) }
          #expect(app.screen.size == Size(columns: columns, rows: rows))
        }
      }
    }
  }
}
