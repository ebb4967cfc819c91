import Display
import PluginModel
import Testing

@testable import Dashboard

/// Files that come, go and change while the dashboard looks on.
@Suite struct ChangeTests {
  private func rebuilt(_ inode: UInt64 = 8) -> Inspection {
    var inspection = Samples.good()
    inspection.file?.inode = inode
    return inspection
  }
  private func changed(_ app: App, _ names: String...) {
    app.send(.changed(PluginChanges(changed: names.map(Samples.index)), notes: []))
  }
  private func removed(_ app: App, _ names: String...) {
    app.send(.changed(PluginChanges(removed: names.map(Samples.index)), notes: []))
  }
  private func returned(_ app: App, _ names: String...) {
    app.send(.changed(PluginChanges(returned: names.map(Samples.index)), notes: []))
  }

  // MARK: Rebuilt

  @Test func aRebuiltPluginIsInspectedAndOpenedAgain() {
    let app = App.busy(100, 30)
    app.forget()
    changed(app, "libHello")
    #expect(app.effects == [.inspect([0])])
    #expect(app.footer == " libHello.so changed")
    app.forget()
    app.inspected("libHello", rebuilt())
    #expect(app.effects == [.load([0]), .digest(0)] || app.effects == [.load([0])])
    #expect(app.runs == [])
    app.loaded("libHello")
    #expect(app.text.contains("rebuilt at 14:48:56, before that 42"))
    app.press(.enter)
    app.ran("libHello", Samples.returned(43))
    #expect(app.text.contains("42 → 43 since rebuild at 14:48:56"))
    app.press(.enter)
    app.ran("libHello", Samples.returned(42))
    #expect(app.text.contains("still 42 since rebuild"))
  }

  @Test func anotherSignatureIsLookedAtAndTheFileIsWhatItWas() {
    let app = App.busy(100, 30)
    app.forget()
    app.send(.changed(PluginChanges(signed: [Samples.index("libHello")]), notes: []))
    #expect(app.effects == [.inspect([0])])
    #expect(app.footer == " libHello.so has another signature, or none now")
    app.forget()
    var signed = Samples.good()
    signed.provenance = .signed(
      by: "reviewer@example.org", SigningKey(kind: "ED25519", fingerprint: "SHA256:LKlO7XHiHIrR", line: nil),
      content: Samples.digest)
    app.inspected("libHello", signed)
    #expect(app.text.contains("✓ provenance signed by reviewer@example.org"))
    #expect(app.runs == [] && !app.text.contains("rebuild") && app.text.contains("42, <nil>"))
    // One that speaks against the file counts at once.
    app.send(.changed(PluginChanges(signed: [Samples.index("libHello")]), notes: []))
    signed.provenance = .bad(.otherNamespace("file"))
    app.inspected("libHello", signed)
    #expect(app.state.roster.rows[0].mark == .failed)
    #expect(app.text.contains("✗ provenance its signature was made for “file”"))
    app.send(.changed(PluginChanges(changed: [1], signed: [0, 2]), notes: []))
    #expect(app.footer == " 1 changed, 2 with another signature, or none")
  }

  @Test func theOldResultSaysNothingOfTheNewFile() {
    let app = App.busy(100, 30)
    changed(app, "nullread")
    app.inspected("nullread", rebuilt())
    app.loaded("nullread")
    app.select("nullread")
    #expect(app.text.contains("not called yet"))
    #expect(!app.row(11).contains("SIGSEGV"))
    #expect(app.state.roster.rows[Samples.index("nullread")].mark == .passed)
  }

  @Test func aPluginThatWasNotCalledIsJustRebuilt() {
    let app = App.busy(100, 30)
    app.select("wrongtype")
    changed(app, "wrongtype")
    app.inspected("wrongtype", rebuilt())
    app.loaded("wrongtype")
    #expect(app.text.contains("rebuilt at 14:48:56"))
    #expect(!app.text.contains("since rebuild"))
  }

  @Test func withRunOnChangeItIsCalledToo() {
    let app = App.busy(100, 30)
    app.press("w")
    #expect(app.footer == " a plugin that is rebuilt is run again")
    app.press("j", "k")
    #expect(app.text.contains("· watch"))
    app.forget()
    changed(app, "libHello")
    app.inspected("libHello", rebuilt())
    #expect(app.runs == ["libHello"])
    app.ran("libHello", Samples.returned(43))
    #expect(app.text.contains("42 → 43 since rebuild"))
    app.press("w")
    #expect(app.footer == " a plugin that is rebuilt is only checked again")
    app.forget()
    changed(app, "libHello")
    app.inspected("libHello", rebuilt(9))
    #expect(app.runs == [])
  }

  @Test func runOnChangeNeverCallsWhatIsRejected() {
    let app = App.busy(100, 30)
    app.press("w")
    app.forget()
    changed(app, "libHello")
    app.inspected("libHello", Samples.wrongType)
    #expect(app.runs == [])
    #expect(app.state.roster.rows[0].activity == .idle)
    #expect(app.text.contains("libHello.so: rejected: wrong signature"))
  }

  @Test func noLoadHoldsForChangesToo() {
    var settings = Settings()
    settings.noLoad = true
    let app = App(100, 30, settings: settings)
    app.inspected("libHello")
    app.press("w")
    app.forget()
    changed(app, "libHello")
    app.inspected("libHello", rebuilt())
    #expect(
      app.effects.allSatisfy { if case .inspect = $0 { true } else { if case .digest = $0 { true } else { false } } })
  }

  /// A verdict belongs to one state of a file.
  @Test func aRunThatIsUnderWaySaysNothingOfTheNewFile() {
    let app = App.busy(100, 30)
    app.select("libSlow")
    app.forget()
    changed(app, "libSlow")
    app.inspected("libSlow", rebuilt())
    #expect(!app.effects.contains(.load([7])), "it goes on")
    app.ran("libSlow", Samples.trapped)
    #expect(app.footer == " libSlow.so was rebuilt while it ran; before that it came to: SIGILL")
    #expect(app.state.selected?.run == nil && app.state.selectedRow?.mark == .pending)
    #expect(app.effects.contains(.load([7])), "what is there now is opened")
    app.loaded("libSlow")
    #expect(app.state.selectedRow?.mark == .passed)
    #expect(app.text.contains("before that SIGILL"))
    #expect(app.state.selectedRow?.past.last?.file == Samples.file)
    app.press(.enter)
    app.reached("libSlow", .open)
    app.ran("libSlow", Samples.returned(43))
    #expect(app.text.contains("SIGILL → 43 since rebuild"))
  }

  @Test func afterARunThatIsOutdatedTheNewFileIsCalledIfWished() {
    let app = App.busy(100, 30)
    app.press("w")
    app.forget()
    changed(app, "libSlow")
    app.inspected("libSlow", rebuilt())
    #expect(app.runs == [])
    app.ran("libSlow", Samples.returned(1))
    #expect(app.runs == ["libSlow"])
  }

  @Test func whatWasOpenedBeforeIsOpenedAgain() {
    let app = App(100, 30)
    app.inspected("libHello")
    app.reached("libHello", .open)
    changed(app, "libHello")
    app.inspected("libHello", rebuilt())
    app.forget()
    app.loaded("libHello")
    #expect(app.effects == [.load([0])])
    #expect(app.state.plugins[0].load == nil)
    app.reached("libHello", .open)
    app.loaded("libHello")
    #expect(app.state.plugins[0].load?.opened == true)
  }

  /// The file was replaced before the worker came to open it: it looked again, and called what is there.
  @Test func aRunThatBeganOnTheNewFileCounts() {
    let app = App.busy(100, 30)
    app.press(.enter)
    app.inspected("libHello", rebuilt())
    app.reached("libHello", .open)
    app.ran("libHello", Samples.returned(43))
    #expect(app.state.selected?.run?.ending == .returned(43))
  }

  // MARK: Gone and back

  @Test func aRemovedPluginLeavesTheList() {
    let app = App.busy(100, 30)
    app.select("gopher")
    app.forget()
    removed(app, "gopher")
    #expect(app.footer == " gopher.so has gone")
    #expect(!app.shown.contains("gopher"))
    #expect(app.header("11 plugins"))
    #expect(app.selected == "legacy_eq", "the one that came to stand there")
    #expect(app.effects.allSatisfy { if case .digest = $0 { true } else { false } })
  }

  @Test func theRunOfARemovedPluginIsStopped() {
    let app = App.busy(100, 30)
    app.forget()
    removed(app, "libSlow")
    #expect(app.effects == [.stop([Samples.index("libSlow")])])
    app.ran("libSlow", RunReport(phase: .call, ending: .stopped))
    #expect(!app.shown.contains("libSlow"))
    #expect(!app.state.roster.running.contains(Samples.index("libSlow")))
  }

  @Test func aRunThatWaitsIsCalledOffWithItsFile() {
    let app = App.busy(100, 30)
    #expect(app.state.roster.waiting == [Samples.index("libVocoder")])
    removed(app, "libVocoder")
    #expect(app.state.roster.waiting.isEmpty)
    app.inspected("libVocoder", Samples.gone)
    #expect(!app.footer.contains("rejected"))
  }

  @Test func whenAllAreGoneTheScreenSaysWhatToDo() {
    let app = App.busy(100, 30)
    app.send(.changed(PluginChanges(removed: Array(Samples.names.indices)), notes: []))
    #expect(app.text.contains("There are no plugins here."))
    #expect(app.asked(by: .enter, "a", "j", "x", " ", "s", "z", "4", "]", "n", "F") == [])
    returned(app, "libHello")
    #expect(app.shown == ["libHello"])
    #expect(app.selected == "libHello")
    #expect(app.text.contains("1 Plugins"))
  }

  @Test func whatComesBackIsWhatItWas() {
    let app = App.busy(100, 30)
    app.select("gopher")
    app.press(" ")
    removed(app, "gopher")
    #expect(app.shown.count == 11)
    app.forget()
    returned(app, "gopher")
    #expect(app.footer == " gopher.so came back")
    #expect(app.effects.contains(.inspect([Samples.index("gopher")])))
    #expect(app.text.contains("•gopher"))
    app.select("gopher")
    #expect(app.text.contains("before that 42"))
  }

  @Test func aMarkedPluginThatIsGoneIsNotRun() {
    let app = App.busy(100, 30)
    app.select("gopher")
    app.press(" ", " ")
    removed(app, "gopher")
    app.forget()
    app.press("a")
    #expect(app.runs == ["legacy_eq"])
  }

  @Test func theLastReportOfARemovedPluginWasSaved() {
    let app = App.busy(100, 30)
    app.forget()
    app.select("libWordCount")
    app.press("r")
    app.ran("libWordCount", Samples.told)
    removed(app, "libWordCount")
    #expect(app.effects.contains { if case .saveReport = $0 { true } else { false } })
  }

  @Test func anOpenReportOfARemovedPluginIsNoTrap() {
    let app = App.busy(100, 30)
    app.select("nullread")
    app.press("c")
    removed(app, "nullread")
    #expect(app.screen.size == Size(columns: 100, rows: 30))
    app.press("j", "k", .tab, .enter, "y", .escape, .escape)
    #expect(app.selected != nil)
  }

  @Test func anOpenTextOfARemovedPluginIsNoTrap() {
    let app = App.busy(100, 30)
    app.press("4", .enter, "/")
    removed(app, "libHello")
    app.type("42")
    app.press(.enter, "n", "G", .escape, .escape, .escape)
    #expect(app.selected != nil && app.state.page == nil)
  }

  // MARK: New ones

  @Test func whatIsAddedIsInspectedAndTakesItsPlace() {
    let app = App.busy(100, 30)
    app.forget()
    app.send(
      .changed(
        PluginChanges(added: [
          Plugin(path: PluginPath("./plugins/aaa.so")), Plugin(path: PluginPath("./plugins/zzz.so")),
        ]),
        notes: []))
    #expect(app.effects.contains(.inspect([12, 13])))
    #expect(app.footer == " 2 came")
    #expect(app.shown.first == "aaa")
    #expect(app.selected == "libHello")
    app.send(.plugin(.inspected(12, Samples.good())))
    app.send(.plugin(.loaded(12, Samples.loaded())))
    #expect(app.state.roster.rows[12].mark == .passed)
  }

  @Test func manyChangesAreOneSentence() {
    let app = App.busy(100, 30)
    app.send(
      .changed(
        PluginChanges(added: [Plugin(path: PluginPath("./plugins/aaa.so"))], removed: [1, 2], changed: [3, 4, 5]),
        notes: []))
    #expect(app.footer == " 3 changed, 1 came, 2 gone")
  }

  @Test func aNoteIsTold() {
    let app = App.busy(100, 30)
    app.send(.changed(PluginChanges(), notes: ["nothing is watched any more: too many files"]))
    #expect(app.footer == " nothing is watched any more: too many files")
  }

  @Test func marksTallyAndRowsAgreeThroughIt() {
    let app = App.busy(100, 30)
    for name in Samples.names { removed(app, name) }
    for name in Samples.names.reversed() { returned(app, name) }
    removed(app, "libHello", "libHello")
    #expect(app.state.roster.presentCount == 11)
    #expect(app.state.roster.tally.values.reduce(0, +) == 11)
  }

  @Test(arguments: [[40, 10], [60, 15], [80, 24], [100, 30]]) func rebuiltScreen(_ size: [Int]) {
    let app = App.busy(size[0], size[1])
    app.press("w")
    changed(app, "libHello")
    app.inspected("libHello", rebuilt())
    app.ran("libHello", Samples.returned(43, stdout: "Hello got: hello\n"))
    if size[0] < 80 { app.press("4") } else { app.press("j", "k") }
    app.expect(screen: "rebuilt-\(size[0])x\(size[1])")
  }
}

extension App {
  fileprivate func header(_ words: String) -> Bool { row(0).contains(words) }
}
