import Display
import PluginModel
import Testing

@testable import Dashboard

/// Plugins with several inputs: the list of inputs, the calls, and where the plugins differ.
@Suite struct MatrixTests {
  private static let names = ["libHello", "libWordCount", "legacy_eq", "nullread"]

  /// Four are marked; the rest is of no interest.
  private func app(_ columns: Int = 100, _ rows: Int = 30, keys: KeyMap = .standard) -> App {
    let app = App(columns, rows, keys: keys)
    for name in Samples.names {
      app.inspected(
        name, name == "wrongtype" ? Samples.wrongType : name == "legacy_eq" ? Samples.unverified : Samples.good())
      if name != "wrongtype" { app.loaded(name) }
    }
    for name in Self.names {
      app.select(name)
      app.press(" ")
    }
    app.forget()
    return app
  }

  /// Called with hello, the empty text and two lines.
  private func called(_ columns: Int = 100, _ rows: Int = 30) -> App {
    let app = app(columns, rows)
    app.press("t", .altEnter, .altEnter)
    app.type("\"two\\nlines\"")
    app.press(.enter)
    return app
  }

  private func under(_ columns: Int = 100, _ rows: Int = 30) -> App {
    let app = called(columns, rows)
    app.called("libHello", 0, Samples.returned(42))
    app.called("libHello", 1, Samples.returned(0))
    app.calling("nullread", 0)
    app.wait(milliseconds: 2000)
    app.called("libWordCount", 0, Samples.returned(42))
    return app
  }

  private func done(_ columns: Int = 100, _ rows: Int = 30) -> App {
    let app = under(columns, rows)
    app.called("libHello", 2, Samples.returned(9))
    app.called("libWordCount", 1, Samples.returned(0))
    app.called(
      "libWordCount", 2, RunReport(phase: .close, ending: .returnedError("too many lines", value: 0), total: 1_400_000))
    for (column, value) in [42, 1, 9].enumerated() { app.called("legacy_eq", column, Samples.returned(Int64(value))) }
    app.called("nullread", 0, Samples.told)
    app.called("nullread", 1, RunReport(phase: .call, ending: .timedOut, total: 10_000_000_000))
    app.called("nullread", 2, RunReport(phase: .call, ending: .exited(3), total: 900_000))
    return app
  }

  // MARK: The list of inputs

  @Test func aListIsWrittenAndTheMarkedAreCalledWithIt() {
    let app = app()
    app.press("t")
    #expect(app.text.contains("─ Inputs ─") && app.text.contains("a line each · for 4 marked"))
    app.press(.altEnter, .altEnter)
    app.type("\"two\\nlines\"")
    let members = Self.names.map(Samples.index).sorted { app.name($0) < app.name($1) }
    guard case .call(let called, let inputs)? = app.asked(by: .enter).first else {
      Issue.record("nothing was called")
      return
    }
    #expect(called.sorted() == members.sorted())
    #expect(inputs == ["hello", "", "two\nlines"])
    #expect(app.text.contains("─ Calls ─") && app.text.contains("  0/12 "))
  }

  @Test func withoutAMarkThoseThatTheListShowsAreCalledThatWereNotRejected() {
    let app = app()
    app.press("U", "t")
    guard case .call(let called, _)? = app.asked(by: .enter).first else {
      Issue.record("nothing was called")
      return
    }
    #expect(called.count == 11 && !called.contains(Samples.index("wrongtype")))
    #expect(app.text.contains("11 queued   1 plugin rejected"))
  }

  @Test func lettersAreTextInTheList() {
    let app = app()
    app.press("t")
    app.type("q?:tx")
    #expect(app.text.contains("helloq?:tx"))
    app.press(.escape)
    #expect(app.text.contains("1 Plugins") && app.state.input == "hello")
    app.press("t")
    #expect(app.text.contains("helloq?:tx"), "the list stays as it was left")
  }

  @Test func theInputsOfBeforeAreAdded() {
    let app = app()
    app.send(
      .remembered([.input("first"), .input("a\nb"), .input("[x]"), .input("hello"), .input(ForeignText([0xFF]))]))
    app.press("t", .control("r"))
    #expect(app.state.inputsField?.text == "hello\nfirst\n\"a\\nb\"\n\"[x]\"")
    #expect(app.footer == " 3 added")
    app.press(.control("r"))
    #expect(app.footer == " no other inputs were run before")
  }

  @Test func aFileBecomesTheList() {
    let app = app()
    app.press("t", .control("o"))
    app.type("cases.txt")
    #expect(app.asked(by: .enter) == [.readInputs(PluginPath("cases.txt"))])
    app.send(.inputsRead("a\nb\n", from: "cases.txt"))
    #expect(app.footer == " the list is now cases.txt")
    guard case .call(_, let inputs)? = app.asked(by: .enter).first else {
      Issue.record("nothing was called")
      return
    }
    #expect(inputs == ["a", "b"])
  }

  @Test func aListThatIsNoneSaysWhy() {
    let app = app()
    app.press("t", .altEnter)
    app.type("\"a\" or \"b\"")
    #expect(app.asked(by: .enter) == [])
    #expect(app.footer.hasPrefix(" ! line 2: it stands in quotation marks and is no JSON string"))
    app.press(.control("u"))
    app.type("[1]")
    #expect(app.asked(by: .enter).count == 1, "only the first line makes it an array")
  }

  @Test func eachLineThatIsSeenIsAnInput() {
    let app = app()
    app.press("t", .altEnter)
    guard case .call(_, let inputs)? = app.asked(by: .enter).first else {
      Issue.record("nothing was called")
      return
    }
    #expect(inputs == ["hello", ""])
  }

  @Test func whereNothingIsOpenedNothingIsCalled() {
    var settings = Settings()
    settings.noLoad = true
    let app = App(80, 24, settings: settings)
    app.press("t")
    #expect(app.footer == " ! nothing is opened: --no-load")
  }

  // MARK: The calls

  @Test func itIsToldHowFarItIs() {
    let app = under()
    #expect(app.text.contains("  3/12   2.0 s   at most 8 s left"))
    #expect(app.text.contains("✓ 3 passed   1 running   8 queued"))
    #expect(app.text.contains("… 2 s"))
    #expect(app.state.needsClock)
    let ended = done()
    #expect(ended.text.contains("  12/12   2.0 s") && !ended.text.contains("left"))
    #expect(!ended.state.needsClock)
  }

  @Test func whoHasHungOnceMayHangAgain() {
    let app = under()
    app.called("nullread", 0, RunReport(phase: .call, ending: .timedOut, total: 10_000_000_000))
    #expect(app.text.contains("at most 20 s left"))
  }

  @Test func theOddOnesAndTheInputsOnWhichTheyPartStandOut() {
    let app = done()
    #expect(app.text.contains("4 × 3 · 3 inputs differ"))
    #expect(app.line(of: "libHello ").contains("  42") && !app.line(of: "libHello ").contains("≠"))
    #expect(app.line(of: "legacy_eq").contains("≠! 1 "))
    #expect(app.line(of: "legacy_eq").contains("! 42"), "what nothing proves is never without its mark")
    #expect(app.line(of: "nullread ").contains("≠✗ SIGSEGV"))
  }

  @Test func theCursorGoesFromDifferenceToDifference() {
    let app = done()
    app.press("g", "0")
    var told: [String] = []
    for _ in 0..<5 {
      app.press("n")
      told.append(app.name(app.state.matrixRun!.matrix.members[app.state.matrixRun!.cursor.row]))
    }
    #expect(told.first == "legacy_eq")
    #expect(Set(told) == ["legacy_eq", "libWordCount", "nullread"])
    let place = app.state.matrixRun!.cursor
    app.press("n", "N")
    #expect(app.state.matrixRun!.cursor == place)
    #expect(app.text.contains("most others came to: "))
  }

  @Test func whereTwoPartNeitherIsTheOddOneAndTheInputIsGoneTo() {
    let app = app()
    app.press("U")
    for name in ["libHello", "libWordCount"] {
      app.select(name)
      app.press(" ")
    }
    app.press("t", .altEnter, .altEnter)
    app.type("same")
    app.press(.enter)
    for (column, values) in [[1, 2], [3, 4], [5, 5]].enumerated() {
      app.called("libHello", column, Samples.returned(Int64(values[0])))
      app.called("libWordCount", column, Samples.returned(Int64(values[1])))
    }
    let places = ["n", "n", "n", "N"].map { (key: Input) in
      app.press(key)
      return app.state.matrixRun?.cursor
    }
    #expect(places == [1, 0, 1, 0].map { MatrixRun.Cell(row: 0, column: $0) })
    #expect(app.text.contains("the plugins differ on it"))
  }

  @Test func whatWasNotComparedIsNotSaidToAgree() {
    let app = called()
    app.called("libHello", 0, Samples.returned(42))
    #expect(!app.text.contains("differ"))
    app.called("libWordCount", 0, Samples.returned(42))
    #expect(app.text.contains("4 × 3 · no differences on 1 of 3 "))
    for column in 1..<3 {
      for name in ["libHello", "libWordCount"] { app.called(name, column, Samples.returned(42)) }
    }
    #expect(app.text.contains("4 × 3 · no differences ─"))
  }

  @Test func aCellOpensToItsReportOrItsResult() {
    let app = done()
    app.moveTo("nullread", 0)
    app.press(.enter)
    #expect(app.text.contains("─ Cause ─") && app.text.contains("nullread"))
    #expect(app.selected == "nullread")
    app.press(.escape)
    #expect(app.text.contains("─ Calls ─"))
    app.moveTo("libWordCount", 2)
    app.press(.enter)
    #expect(app.text.contains("0, too many lines") && app.text.contains("full text"))
    #expect(app.text.contains("two") && app.text.contains("lines"))
    app.press(.escape, .escape)
    #expect(app.text.contains("1 Plugins"))
    app.press("t")
    #expect(app.text.contains("─ Calls ─"))
  }

  @Test func whatHasNotEndedCannotBeOpened() {
    let app = under()
    app.moveTo("legacy_eq", 0)
    #expect(app.asked(by: .enter) == [])
    #expect(app.footer == " ! it has not ended yet")
  }

  @Test func aCallIsMadeAgain() {
    let app = done()
    app.moveTo("nullread", 1)
    #expect(app.asked(by: "r") == [.callAgain(Samples.index("nullread"), column: 1)])
    #expect(app.text.contains("  11/12 "))
    #expect(app.asked(by: "r") == [])
    #expect(app.footer == " ! it is called already")
    app.called("nullread", 1, Samples.returned(0))
    #expect(app.text.contains("  12/12 "))
    app.moveTo("nullread", 0)
    app.press(.enter)
    #expect(app.asked(by: "r") == [.callAgain(Samples.index("nullread"), column: 0)])
    #expect(app.text.contains("─ Calls ─"))
  }

  @Test func theCallsAreStopped() {
    let app = under()
    #expect(app.asked(by: "x") == [.stopCalls])
    #expect(app.text.contains("stopped") && app.text.contains("9 not called"))
    app.called("nullread", 0, RunReport(phase: .call, ending: .stopped))
    #expect(app.text.contains("8 not called"))
    #expect(app.asked(by: "X") == [])
    #expect(app.footer == " ! no call runs")
    #expect(!app.state.needsClock)
  }

  @Test func afterAStopOneIsCalledAndNoOtherIsWaitedFor() {
    let app = under()
    app.press("x")
    app.called("nullread", 0, RunReport(phase: .call, ending: .stopped))
    app.called("legacy_eq", 0, RunReport(phase: .open, ending: .stopped))
    app.moveTo("legacy_eq", 0)
    #expect(app.text.contains("on \"hello\"") && app.text.contains("│ not called"), "it never began")
    app.wait(milliseconds: 60_000)
    #expect(app.asked(by: "r") == [.callAgain(Samples.index("legacy_eq"), column: 0)])
    #expect(app.text.contains("  4/12 ") && app.text.contains("1 queued   7 not called"))
    #expect(app.state.matrixRun?.elapsed(at: app.state.now) == 0, "nobody's idle time counts")
    #expect(app.line(of: "legacy_eq  ").contains(" · ") && app.line(of: "legacy_eq  ").contains(" – "))
    app.called("legacy_eq", 0, Samples.returned(42))
    #expect(app.text.contains("  5/12 ") && !app.state.needsClock)
  }

  @Test func controlCStopsTheCallsFromAnywhere() {
    let app = under()
    app.press(.escape)
    #expect(app.asked(by: .control("c")) == [.stopCalls])
  }

  @Test func escapeHidesItAndItGoesOn() {
    let app = under()
    #expect(app.asked(by: .escape) == [])
    app.called("legacy_eq", 0, Samples.returned(7))
    app.press("t")
    #expect(app.text.contains("  4/12 "))
    app.press("i")
    #expect(app.text.contains("─ Inputs ─"))
    #expect(app.asked(by: .enter) == [])
    #expect(app.footer == " ! calls are under way: t shows them")
  }

  @Test func aRowIsNotToldByItsCalls() {
    let app = done()
    app.press(.escape)
    app.select("nullread")
    #expect(app.state.selected?.run == nil && app.state.selectedRow?.crash == nil)
  }

  @Test func itIsExported() {
    let app = done()
    #expect(app.asked(by: "o") == [.exportCalls(.json)])
    #expect(app.asked(by: "O") == [.exportCalls(.junit)])
    #expect(app.state.calls.map(\.calls.count) == [3, 3, 3, 3])
  }

  @Test func aRunThatIsNoneOfTheCallsIsNotExported() throws {
    let app = app()
    app.ran("libHello", Samples.returned(42))
    app.press("t", .enter, "x")
    let told = try #require(
      app.state.calls.first { app.state.plugins[Samples.index("libHello")].path == $0.plugin.path })
    #expect(app.state.plugins[Samples.index("libHello")].run != nil)
    #expect(told.plugin.run == nil && told.plugin.load == nil && told.calls.isEmpty)
  }

  @Test func itIsExportedWithTheSandboxOfItsCalls() {
    let app = app()
    app.press("b", "n", .escape, "t", .enter, .escape, "b", "n", .escape)
    #expect(!app.state.sandbox.allowsNetwork)
    #expect(app.state.settingsOfCalls.sandbox.allowsNetwork)
  }

  @Test func soManyThatTheScreenWouldWaitAreNotExported() {
    let app = app()
    app.press("t")
    app.send(.inputsRead((0...1_250).map(String.init).joined(separator: "\n"), from: "many"))
    app.press(.enter)
    app.called("libHello", 0, Samples.returned(1))
    #expect(app.asked(by: "o") == [])
    #expect(app.footer == " ! more than 5000 calls: airlock run --inputs writes them")
  }

  @Test func itIsTurnedOnItsSide() {
    let app = done()
    app.moveTo("nullread", 2)
    app.press("v")
    #expect(app.line(of: "≠ \"two\\nlines\"").contains("▌≠✗ exit 3"))
    app.press("k")
    #expect(app.state.matrixRun?.cursor == MatrixRun.Cell(row: app.row("nullread"), column: 1))
    app.press("0")
    #expect(app.state.matrixRun?.cursor == MatrixRun.Cell(row: 0, column: 1))
  }

  @Test func aClickSelectsACell() {
    let app = done()
    app.press(.escape, "m", "t")
    let row = app.rowNumber(of: "nullread ")
    app.press(.mouse(Mouse(.press, at: Position(column: 55, row: row))))
    #expect(app.state.matrixRun?.cursor == MatrixRun.Cell(row: app.row("nullread"), column: 1))
  }

  // MARK: What happens meanwhile

  @Test func aPluginThatIsRebuiltIsCalledAnew() {
    let app = under()
    app.send(.plugin(.recalled(Samples.index("libHello"))))
    #expect(app.text.contains("  1/12 "))
    for column in 0..<3 { app.called("libHello", column, Samples.returned(5)) }
    #expect(app.line(of: "libHello ").contains("5 "))
  }

  @Test func whatWasCalledBeforeARebuildIsMarked() {
    let app = done()
    var newer = Samples.good()
    newer.file?.modified += 1
    app.inspected("libHello", newer)
    #expect(app.line(of: "libHello ").contains("~  42"))
    app.moveTo("libHello", 1)
    #expect(app.text.contains("rebuilt since; r calls it with every input again"))
    #expect(app.asked(by: "r") == [.callAgain(Samples.index("libHello"), column: nil)])
    #expect(app.text.contains("  9/12 "))
    // Nothing of the older file is told any more.
    #expect(app.text.contains("it waits for its turn"))
    #expect(app.asked(by: .enter) == [])
    #expect(app.state.calls[app.row("libHello")].calls.isEmpty)
  }

  @Test func whatIsCalledAgainIsNotToldByItsOlderReport() {
    let app = done()
    app.moveTo("libHello", 0)
    app.press("r", "x")
    #expect(app.text.contains("│ not called"))
    #expect(app.state.calls[app.row("libHello")].calls.map(\.column) == [1, 2])
  }

  @Test func aPluginThatIsRejectedMeanwhileIsNotWaitedFor() {
    let app = under()
    app.inspected("legacy_eq", Samples.wrongType)
    #expect(app.text.contains("  3/9 "))
    #expect(app.line(of: "legacy_eq").contains("   rejected"))
  }

  @Test func aRejectedPluginIsCalledAgainOnceItIsMended() {
    let app = done()
    var newer = Samples.wrongType
    newer.file?.modified += 1
    app.inspected("legacy_eq", newer)
    app.moveTo("legacy_eq", 1)
    #expect(app.asked(by: "r") == [.callAgain(Samples.index("legacy_eq"), column: nil)])
    app.inspected("legacy_eq", newer)
    #expect(app.text.contains("  9/9 ") && !app.state.needsClock)
    #expect(app.asked(by: "r") == [.callAgain(Samples.index("legacy_eq"), column: nil)])
    #expect(app.text.contains("  9/12 ") && app.text.contains("3 queued"))
    app.inspected("legacy_eq", newer)
    #expect(app.text.contains("  9/9 ") && !app.state.needsClock, "a check fails still")
    app.press("r")
    app.inspected("legacy_eq", Samples.good())
    for column in 0..<3 { app.called("legacy_eq", column, Samples.returned(5)) }
    #expect(app.text.contains("  12/12 ") && !app.text.contains("rejected"))
  }

  @Test func ofVeryManyTheNewestAreKeptInFull() {
    let app = App(100, 30)
    app.inspected("libHello")
    app.loaded("libHello")
    app.press(" ", "t")
    app.send(.inputsRead((0..<10_000).map(String.init).joined(separator: "\n"), from: "many"))
    app.press(.enter)
    var report = Samples.returned(1)
    report.stdout.append([UInt8](repeating: 0x61, count: 30_000))
    for column in 0..<5_000 { app.called("libHello", column, report) }
    #expect(app.state.matrixRun?.report(at: MatrixRun.Cell(row: 0, column: 4_999)) == report)
    #expect(app.state.matrixRun?.report(at: MatrixRun.Cell(row: 0, column: 0)) == nil)
    app.moveTo("libHello", 0)
    #expect(app.asked(by: .enter) == [])
    #expect(app.footer == " ! its report was let go, there were too many: r calls it again")
    #expect(app.text.contains("1, <nil>"))
  }

  // MARK: Pictures

  @Test(arguments: [[40, 10], [60, 15], [80, 24], [100, 30]]) func list(_ size: [Int]) {
    let app = app(size[0], size[1])
    app.press("t", .altEnter, .altEnter)
    app.type("\"two\\nlines\"")
    app.expect(screen: "inputs-\(size[0])x\(size[1])")
  }

  @Test(arguments: [[40, 10], [60, 15], [80, 24], [100, 30]]) func running(_ size: [Int]) {
    under(size[0], size[1]).expect(screen: "matrix-running-\(size[0])x\(size[1])")
  }

  @Test(arguments: [[40, 10], [60, 15], [80, 24], [100, 30]]) func ended(_ size: [Int]) {
    let app = done(size[0], size[1])
    app.moveTo("nullread", 0)
    app.expect(screen: "matrix-done-\(size[0])x\(size[1])")
  }

  @Test func inASCII() {
    let app = done(60, 15)
    app.theme = Theme(unicode: false)
    app.moveTo("nullread", 0)
    app.expect(screen: "ascii-matrix-60x15")
  }

  @Test func everySizeIsDrawn() {
    let app = done()
    app.resize(400, 120)
    #expect(app.screen.size == Size(columns: 400, rows: 120))
    for columns in stride(from: 1, to: 130, by: 7) {
      for rows in 1..<40 {
        app.resize(columns, rows)
        app.press("j", "l", "v")
        #expect(app.screen.size == Size(columns: columns, rows: rows))
      }
    }
  }
}

extension Input {
  fileprivate static let altEnter = Input.key(.enter, .alt)
}

extension App {
  fileprivate func calling(_ name: String, _ column: Int) {
    send(.plugin(.calling(Samples.index(name), column: column)))
  }
  fileprivate func called(_ name: String, _ column: Int, _ report: RunReport) {
    send(.plugin(.called(Samples.index(name), column: column, report)))
  }
  fileprivate func name(_ index: Int) -> String { state.plugins[index].path.shortName.cells }
  /// Of the matrix.
  fileprivate func row(_ name: String) -> Int { state.matrixRun!.matrix.row(of: Samples.index(name))! }
  fileprivate func moveTo(_ name: String, _ column: Int) {
    let isTurned = state.matrixRun!.isTurned
    let (line, place) = isTurned ? (column, row(name)) : (row(name), column)
    press("g", "0")
    for _ in 0..<line { press("j") }
    for _ in 0..<place { press("l") }
  }
  /// The first line of the screen with a text.
  fileprivate func line(of text: String) -> String { row(rowNumber(of: text)) }
  fileprivate func rowNumber(of text: String) -> Int {
    self.text.split(separator: "\n", omittingEmptySubsequences: false).firstIndex { $0.contains(text) } ?? 0
  }
}
