import Display
import PluginModel
import Testing

@testable import Dashboard

/// What the worker says, in any order.
@Suite struct WorkerTests {
  @Test func atTheStartEverythingIsInspectedVisibleRowsFirst() {
    let app = App(60, 15)
    #expect(app.effects == [.inspect(app.state.listing.shown)])
    #expect(Samples.names[app.state.listing.shown[0]] == "counter")
    // Sorted so, the first on the screen are not the first by name.
    let turned = App(60, 15, plugins: PluginList())
    turned.send(.remembered([.sort("name", reversed: true)]))
    turned.forget()
    turned.send(.listed(Samples.list, notes: []))
    guard case .inspect(let order) = turned.effects.first else {
      Issue.record("not inspected")
      return
    }
    #expect(order.prefix(3).map { Samples.names[$0] } == ["数え上げ", "wrongtype", "picky"])
    #expect(order.sorted() == Array(0..<12))
  }

  @Test func whatPassesIsLoaded() {
    let app = App(80, 24)
    app.forget()
    app.inspected("libHello")
    app.inspected("wrongtype", Samples.wrongType)
    #expect(app.effects == [.load([0])])
    app.loaded("libHello")
    #expect(app.state.roster.rows[0].mark == .passed)
  }

  @Test func noLoadMeansNoLoad() {
    var settings = Settings()
    settings.noLoad = true
    let app = App(80, 24, settings: settings)
    app.forget()
    app.inspected("libHello")
    #expect(app.effects == [.digest(0)])
    #expect(app.state.roster.rows[0].mark == .passed)
    #expect(app.text.contains("--no-load"))
  }

  @Test func aRunAskedForEarlyStartsAfterTheChecks() {
    let app = App(80, 24)
    #expect(app.asked(by: .enter) == [])
    app.press("j", .enter)
    app.forget()
    app.inspected("libHello")
    #expect(app.effects == [.run(0, input: ForeignText("hello"))])
    // Called off before its checks came.
    #expect(app.asked(by: "x") == [])
    app.forget()
    app.inspected("libWordCount")
    #expect(app.effects == [.load([1])])
  }

  @Test func aChangedFileThatFailsEndsTheRun() {
    let app = App.busy(80, 24)
    app.press(.enter)
    app.forget()
    var changed = Samples.wrongType
    changed.file?.size += 1
    app.inspected("libHello", changed)
    #expect(app.effects == [])
    #expect(app.footer.contains("libHello.so: rejected: wrong signature"))
    #expect(app.state.roster.rows[0].activity == .idle)
    #expect(app.state.roster.rows[0].mark == .failed)
  }

  @Test func aChangedFileThatPassesGoesOnRunning() {
    let app = App.busy(80, 24)
    app.press(.enter)
    app.forget()
    var changed = Samples.good()
    changed.file?.size += 1
    app.inspected("libHello", changed)
    #expect(app.effects == [])
    app.ran("libHello", Samples.returned(43))
    #expect(app.text.contains("43, <nil>"))
  }

  @Test func unverifiedIsNeverPassed() {
    let app = App.busy(80, 24)
    let index = Samples.index("legacy_eq")
    #expect(app.state.roster.rows[index].mark == .look)
    app.select("legacy_eq")
    #expect(app.text.contains("! returned, unverified"))
    app.press("g")
    let mark = app.screen[2, 3 + (app.state.listing.place(of: index) ?? 0)]
    #expect(mark.character == "!")
    #expect(mark.style == app.theme.style(.look))
  }

  @Test func theClockTicksOnlyWhileSomethingRuns() {
    let app = App(80, 24)
    app.inspected("libHello")
    app.loaded("libHello")
    #expect(!app.state.needsClock)
    app.press(.enter)
    #expect(app.state.needsClock)
    app.wait(milliseconds: 5000)
    app.reached("libHello", .open)
    app.reached("libHello", .call)
    app.wait(milliseconds: 2000)
    // Waiting for a worker is not running.
    #expect(app.text.contains("… 2 s"))
    #expect(app.text.contains("in MyFunction  2 s of 10 s"))
    app.ran("libHello", Samples.returned(1))
    #expect(!app.state.needsClock)
  }

  @Test func anAnswerNobodyAskedForChangesNothing() {
    let app = App.busy(80, 24)
    let before = app.text
    app.send(.plugin(.ran(Samples.names.count, Samples.returned(1), input: ForeignText(""))))
    #expect(app.text == before)
  }

  @Test func aWorkerThatDiedIsSaid() {
    let app = App.busy(80, 24)
    app.send(.workerRestarted("killed by SIGKILL"))
    #expect(app.footer == " ! the worker was started again: killed by SIGKILL")
    app.select("libSlow")
    app.ran("libSlow", RunReport(phase: .call, ending: .lost("the worker ended")))
    #expect(app.text.contains("lost"))
    #expect(app.text.contains("the worker ended"))
  }

  @Test func hostileTextIsHarmless() {
    let hostile = "\u{1B}[2J\u{202E}evil\u{7}\n\u{9B}31m"
    let app = App(80, 24, plugins: PluginList([Plugin(path: PluginPath("./\(hostile).so"))]))
    var inspection = Samples.good()
    inspection.checks[1] = Check(.format, .warn, hostile, hint: hostile)
    app.send(.plugin(.inspected(0, inspection)))
    app.press(.enter)
    app.send(
      .plugin(
        .ran(
          0, RunReport(ending: .returnedError(ForeignText(hostile), value: 0), stdout: Samples.output(hostile)),
          input: ForeignText(hostile))))
    for keys: [Input] in [["1"], ["2"], ["2", .enter], [.escape, "4", .enter], [.escape, "1", "i", .paste(hostile)]] {
      for key in keys { app.press(key) }
      for cell in app.screen.cells {
        #expect(cell.character.unicodeScalars.allSatisfy { !ForeignText.isHarmful($0) })
      }
    }
  }
}
