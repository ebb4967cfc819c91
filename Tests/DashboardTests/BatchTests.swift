import Display
import PluginModel
import Testing

@testable import Dashboard

/// "Run all": how far it is, what runs, what has ended with the worst first.
@Suite struct BatchTests {
  private static let limited: Settings = {
    var settings = Settings()
    settings.timeout = 10_000
    return settings
  }()

  /// All inspected and opened, and started together.
  private func started(_ columns: Int = 100, _ rows: Int = 30) -> App {
    let app = App(columns, rows, settings: Self.limited)
    for name in Samples.names {
      app.inspected(
        name, name == "wrongtype" ? Samples.wrongType : name == "legacy_eq" ? Samples.unverified : Samples.good())
      if name != "wrongtype" { app.loaded(name) }
    }
    app.forget()
    app.press("a")
    return app
  }

  private func under(_ columns: Int = 100, _ rows: Int = 30) -> App {
    let app = started(columns, rows)
    app.reached("libHello", .open)
    app.reached("libHello", .call)
    app.reached("libSlow", .call)
    app.wait(milliseconds: 1500)
    app.ran("libHello", Samples.returned(42))
    app.reached("nullread", .call)
    app.ran("nullread", Samples.told)
    app.reached("picky", .call)
    app.ran(
      "picky",
      RunReport(
        phase: .close, ending: .returnedError(ForeignText("input is too short"), value: 0),
        times: PhaseTimes(open: 90_000, call: 10_000), total: 1_400_000))
    app.reached("数え上げ", .call)
    app.ran("数え上げ", Samples.returned(9_223_372_036_854_775_807))
    app.reached("gopher", .open)
    app.wait(milliseconds: 1000)
    return app
  }

  private func done(_ columns: Int = 100, _ rows: Int = 30) -> App {
    let app = under(columns, rows)
    app.ran("libSlow", RunReport(phase: .call, ending: .timedOut, total: 10_000_000_000))
    for name in ["gopher", "counter", "libWordCount", "libVocoder"] { app.ran(name, Samples.returned(42)) }
    app.ran("legacy_eq", Samples.returned(7))
    app.ran("libCrash", Samples.trapped)
    return app
  }

  @Test func theViewOpensAndTellsHowFarItIs() {
    let app = started()
    #expect(app.runs.count == 11)
    #expect(app.text.contains("  0/11 ") && app.text.contains("11 queued"))
    #expect(app.text.contains("nothing has ended yet"))
    app.reached("libSlow", .call)
    #expect(app.text.contains("1 running   10 queued"))
    app.wait(milliseconds: 2000)
    app.ran("libHello", Samples.returned(42))
    #expect(app.text.contains("  1/11   2.0 s   about 20 s left"))
    #expect(app.text.contains("✓ 1 passed"))
    #expect(app.text.contains("limit in 8 s"))
  }

  @Test func whatIsWorstComesFirst() {
    let app = done()
    let order = BatchRows(app.state.batch!, app.state).finished.map { Samples.names[$0] }
    #expect(order.prefix(2) == ["libCrash", "nullread"])
    #expect(order[2] == "libSlow")
    #expect(order[3] == "picky")
    #expect(order[4] == "legacy_eq")
    #expect(app.text.contains("  11/11   2.5 s"))
    #expect(!app.text.contains("left") && !app.text.contains("running"))
  }

  @Test func theTimeStandsAtTheEnd() {
    let app = done()
    app.wait(milliseconds: 60_000)
    #expect(app.text.contains("  11/11   2.5 s"))
  }

  @Test func enterOpensAReportAndEscapeLeadsBack() {
    let app = done()
    app.press("g", "j", .enter)
    #expect(app.text.contains("─ Cause ─") && app.text.contains("nullread"))
    app.press(.escape)
    #expect(app.text.contains("─ Finished ─"))
    app.press("G", .enter)
    #expect(app.text.contains("full text"))
    app.press(.escape, .escape)
    #expect(app.text.contains("1 Plugins"))
    app.press("A")
    #expect(app.text.contains("─ Finished ─"))
  }

  @Test func whatTheListHidesIsOpenedAllTheSame() {
    let app = started()
    app.press(.escape, "/")
    app.type("gopher")
    app.press(.enter, "A")
    app.ran("nullread", Samples.told)
    app.press(.enter)
    #expect(app.text.contains("─ Cause ─"))
    app.press(.escape, .escape)
    #expect(app.selected == "nullread" && app.text.contains("▌✗ nullread"))
  }

  @Test func ofOneThatIsGoneNothingIsOpenedOrRun() {
    let app = started()
    app.ran("nullread", Samples.told)
    app.send(.changed(PluginChanges(removed: [Samples.index("nullread")]), notes: []))
    for key: Input in [.enter, "r"] {
      #expect(app.asked(by: key) == [])
      #expect(app.footer == " ! its file has gone")
    }
  }

  @Test func onlyWhatRunsCanBeStopped() {
    let app = done()
    #expect(!app.footer.contains("stop"))
    #expect(app.asked(by: "x", "X") == [])
    #expect(app.footer == " ! nothing runs")
  }

  @Test func failuresOnly() {
    let app = done()
    app.press("f")
    #expect(app.text.contains("failures only"))
    #expect(!app.text.contains("libHello") && app.text.contains("nullread"))
    app.press("f")
    #expect(app.text.contains("libHello"))
  }

  @Test func oneIsStoppedAndAllAre() {
    let app = under()
    app.press("g")
    #expect(app.asked(by: "x") == [.stop([app.state.batchSelection!])])
    #expect(app.text.contains("stopping"))
    guard case .stop(let all)? = app.asked(by: "X").first else {
      Issue.record("nothing was stopped")
      return
    }
    #expect(all.count == 7)
    app.press(.escape)
    #expect(app.state.isBatchShown == false)
    // It goes on behind the list, and what ends is counted.
    for index in all {
      app.send(.plugin(.ran(index, RunReport(phase: .call, ending: .stopped), input: ForeignText("hello"))))
    }
    #expect(app.state.batch?.isDone == true)
  }

  @Test func escapeHidesItAndItGoesOn() {
    let app = under()
    #expect(app.asked(by: .escape) == [])
    #expect(app.text.contains("2 running") || app.text.contains("7 running"))
    app.press("A")
    #expect(app.text.contains("  4/11 "))
  }

  @Test func aRowIsRunAgain() {
    let app = done()
    app.press("g", "j")
    #expect(app.asked(by: "r") == [.run(Samples.index("nullread"), input: ForeignText("hello"))])
    app.ran("nullread", Samples.returned(3))
    #expect(app.text.contains("  11/11 "))
    #expect(BatchRows(app.state.batch!, app.state).finished.count == 11)
  }

  @Test func theListIsExported() {
    let app = done()
    #expect(app.asked(by: "o") == [.exportList(.json)])
    #expect(app.asked(by: "O") == [.exportList(.junit)])
  }

  @Test func noBatchYetSaysSo() {
    let app = App(80, 24)
    app.press("A")
    #expect(app.footer == " ! nothing was run together yet: a runs all")
  }

  /// One that is rebuilt while its run waits for its turn.
  @Test func whatIsRemovedEndsTheBatchAllTheSame() {
    let app = started()
    let all = Samples.names.indices.filter { Samples.names[$0] != "wrongtype" }
    for index in all.dropLast() { app.send(.plugin(.ran(index, Samples.returned(1), input: ForeignText("hello")))) }
    let last = all.last!
    app.forget()
    app.send(.changed(PluginChanges(removed: [last]), notes: []))
    #expect(app.effects == [.stop([last])])
    app.send(.plugin(.ran(last, RunReport(phase: .call, ending: .stopped), input: ForeignText("hello"))))
    #expect(app.state.batch?.isDone == true)
  }

  @Test func whatWaitsForItsChecksAndIsRemovedDoesNotKeepItOpen() {
    let app = App(
      80, 24, plugins: PluginList([Plugin(path: PluginPath("./a.so")), Plugin(path: PluginPath("./b.so"))]))
    app.press("a")
    app.send(.changed(PluginChanges(removed: [1]), notes: []))
    app.send(.plugin(.inspected(0, Samples.good())))
    app.send(.plugin(.ran(0, Samples.returned(1), input: ForeignText("hello"))))
    #expect(app.state.batch?.isDone == true)
  }

  @Test(arguments: [[40, 10], [60, 15], [80, 24], [100, 30]]) func running(_ size: [Int]) {
    under(size[0], size[1]).expect(screen: "batch-running-\(size[0])x\(size[1])")
  }

  @Test(arguments: [[40, 10], [60, 15], [80, 24], [100, 30]]) func ended(_ size: [Int]) {
    let app = done(size[0], size[1])
    app.press("g", "j")
    app.expect(screen: "batch-done-\(size[0])x\(size[1])")
  }
}
