import Display
import PluginModel
import Testing

@testable import Dashboard

/// What people decide about plugins, at the keyboard.
@Suite struct VerdictTests {
  private static let digest = Samples.digest
  private static let other = String(repeating: "b", count: 64)

  private func ruling(
    _ decision: Ruling.Decision, _ file: String, digest: String = digest, size: Int64 = Samples.file.size,
    daysAgo: Int64 = 3, note: String = ""
  ) -> Ruling {
    Ruling(
      digest: digest, file: ForeignText(file), size: size, decision: decision, note: note, who: "reviewer@example.org",
      when: Moment(nanoseconds: App.start.nanoseconds - daysAgo * 86_400_000_000_000))
  }

  /// All are inspected and opened; those of these names have digests.
  private func app(_ columns: Int = 100, _ rows: Int = 30, digested: [String] = [], _ rulings: Ruling...) -> App {
    let app = App(columns, rows)
    for (index, name) in Samples.names.enumerated() {
      var inspection = Samples.good(module: name)
      inspection.file?.inode = UInt64(index)
      inspection.file?.size += Int64(index)
      app.inspected(name, inspection)
      app.loaded(name)
    }
    if !rulings.isEmpty { app.send(.rulings(Rulings(rulings), notes: [])) }
    for name in digested { digest(app, name) }
    app.forget()
    return app
  }

  private func digest(_ app: App, _ name: String, _ digest: String = digest) {
    var inspection = app.state.plugins[Samples.index(name)].inspection ?? Inspection()
    inspection.digest = digest
    app.digested(name, inspection)
  }

  private func judged(_ app: App) -> [RulingRequest] {
    app.effects.flatMap { effect -> [RulingRequest] in
      if case .judge(let requests) = effect { requests } else { [] }
    }
  }
  private func size(_ name: String) -> Int64 { Samples.file.size + Int64(Samples.index(name)) }

  // MARK: Deciding

  @Test func plusAsksForANoteAndWritesWhatWasLookedAt() {
    let app = app(digested: ["libHello"])
    app.press("+")
    #expect(app.footer.hasPrefix(" accept libHello, note: "))
    #expect(app.footer.contains("Enter accept  Esc cancel"))
    app.type("read every line")
    #expect(judged(app) == [])
    app.press(.enter)
    let request = judged(app).first
    #expect(judged(app).count == 1)
    #expect(request?.path == PluginPath("./plugins/libHello.so"))
    #expect(request?.digest == Self.digest && request?.decision == .accepted && request?.note == "read every line")
    #expect(request?.file == app.state.plugins[0].inspection?.file && request?.when == App.start)
    #expect(!app.footer.contains("accepted"), "nothing is said to be written that is not")
    app.send(.judged("accepted libHello.so: written to ~/verdicts.jsonl", refused: []))
    #expect(app.footer == " accepted libHello.so: written to ~/verdicts.jsonl")
  }

  @Test func minusRejectsWithoutANoteToo() {
    let app = app(digested: ["libHello"])
    app.press("-", .enter)
    #expect(judged(app).map(\.decision) == [.rejected])
    #expect(judged(app).map(\.note) == [""])
  }

  @Test func escapeDecidesNothing() {
    let app = app(digested: ["libHello"])
    app.press("+", "x", .escape)
    #expect(judged(app) == [])
    #expect(app.state.prompt == nil)
  }

  @Test func aNoteIsBounded() {
    let app = app(digested: ["libHello"])
    app.press("+")
    app.send(.input(.paste(String(repeating: "é\n", count: 5000))))
    app.press(.enter)
    #expect((judged(app).first?.note.utf8.count ?? .max) <= Ruling.longestNote)
    #expect(judged(app).first?.ruling(by: "x").note.contains("\n") == false)
  }

  @Test func oneNoteForAllThatAreMarked() {
    let app = app(digested: ["libHello", "counter"])
    for name in ["libHello", "counter", "picky"] {
      app.select(name)
      app.press(" ")
    }
    app.forget()
    app.press("-")
    #expect(app.footer.hasPrefix(" reject 3 plugins, note: "))
    app.type("no")
    app.press(.enter)
    #expect(judged(app) == [], "one waits for its digest, and all are written in one go")
    #expect(app.footer == " 3 plugins: written down as soon as the SHA-256 is known")
    // One at a time: first what was asked for before.
    for name in ["libWordCount", "picky"] where app.state.plugins[Samples.index(name)].inspection?.digest == nil {
      digest(app, name, Self.other)
    }
    #expect(judged(app).map { String($0.path.name.cells.dropLast(3)) }.sorted() == ["counter", "libHello", "picky"])
    #expect(Set(judged(app).map(\.note)) == ["no"])
  }

  @Test func whatIsMarkedAndNotSeenOrNotInspectedIsTold() {
    let app = app(digested: ["libHello"])
    for name in ["libHello", "counter", "picky"] {
      app.select(name)
      app.press(" ")
    }
    app.press("/")
    app.type("picky")
    app.press(.enter, "+")
    #expect(app.footer.hasPrefix(" accept 3 plugins (2 not shown), note: "))
    app.press(.escape, "/", .escape)
    app.inspected("counter", Samples.gone)
    app.press("-")
    #expect(app.footer.hasPrefix(" reject 2 plugins (1 left out: not inspected), note: "))
  }

  @Test func whatFailedStandsUntilAKeyIsPressed() {
    let app = app(digested: ["libHello"])
    app.press("+", "x", .enter)
    app.send(.judged(nil, refused: ["libHello.so has changed since it was looked at: no verdict was written"]))
    let failed = " ✗ libHello.so has changed since it was looked at: no verdict was written"
    #expect(app.footer == failed)
    app.send(.changed(PluginChanges(changed: [0]), notes: []))
    #expect(app.footer == failed)
    #expect(app.state.messages.list.contains { $0.notice.text == "libHello.so changed" })
    app.press("j")
    app.send(.changed(PluginChanges(changed: [0]), notes: []))
    #expect(app.footer == " libHello.so changed")
  }

  @Test func theNoteThatWasNotWrittenNeedNotBeTypedAgain() {
    let app = app(digested: ["libHello"])
    app.press("+", "x", .enter)
    app.send(.judged(nil, refused: ["the verdict on libHello.so was not written: no space left on device"]))
    app.press("+")
    #expect(app.footer.hasPrefix(" accept libHello, note: x"))
    app.press(.enter)
    app.send(.judged("accepted libHello.so: written to v.jsonl", refused: []))
    app.press("+")
    #expect(!app.footer.hasPrefix(" accept libHello, note: x"))
  }

  @Test func whatIsNotWrittenAtTheEndIsTold() {
    let app = app(digested: ["libHello"])
    for name in ["libHello", "counter"] {
      app.select(name)
      app.press(" ")
    }
    #expect(app.state.unjudged == [])
    app.press("+", .enter)
    let rest = "was not written: its SHA-256 was not known yet"
    #expect(app.state.unjudged.sorted() == ["the verdict on counter.so \(rest)", "the verdict on libHello.so \(rest)"])
    for name in ["libWordCount", "counter"] where app.state.plugins[Samples.index(name)].inspection?.digest == nil {
      digest(app, name, Self.other)
    }
    #expect(judged(app).count == 2 && app.state.unjudged == [])
  }

  @Test func withoutItsDigestItWaitsForIt() {
    let app = app()
    #expect(app.state.plugins[0].inspection?.digest == nil)
    app.press("+", .enter)
    #expect(judged(app) == [])
    #expect(app.footer == " libHello: written down as soon as the SHA-256 is known")
    digest(app, "libHello")
    #expect(judged(app).map(\.digest) == [Self.digest])
  }

  @Test func aDigestThatCannotBeHadIsToldAndTriedAgainTheNextTime() {
    let app = app()
    app.press("+", .enter)
    app.digested("libHello", Inspection(rejection: Rejection(.inspectionFailed, "the inspector was killed")))
    #expect(judged(app) == [])
    #expect(app.footer == " ✗ libHello.so: its SHA-256 could not be had, so no verdict was written")
    app.forget()
    app.press("+", .enter)
    #expect(app.effects == [.digest(0)])
    digest(app, "libHello")
    #expect(judged(app).count == 1)
  }

  @Test func aFileThatChangesMeanwhileGetsNoVerdict() {
    let app = app()
    var changed = Samples.good()
    changed.file?.size = 7
    app.press("+")
    app.type("fine")
    app.inspected("libHello", changed)
    app.press(.enter)
    #expect(judged(app) == [])
    #expect(app.footer == " ✗ libHello.so is another now: no verdict was written")
    app.press("+", .enter)
    changed.file?.size = 8
    app.inspected("libHello", changed)
    #expect(app.footer == " ✗ libHello.so is another now: no verdict was written")
    #expect(judged(app) == [])
  }

  @Test func aVerdictIsTakenBackFromThePalette() {
    let app = app(digested: ["libHello"], ruling(.accepted, "libHello.so"))
    app.choose("take the verdict back")
    #expect(judged(app).map(\.decision) == [.withdrawn])
    app.send(.rulings(Rulings(), notes: []))
    app.forget()
    app.choose("take the verdict back")
    #expect(judged(app) == [])
    #expect(app.footer == " ! nobody has decided about what is there now")
  }

  @Test func aKeyThatIsOffSaysWhy() {
    let fresh = App(100, 30)
    fresh.press("+")
    #expect(fresh.footer == " ! it is being inspected")
    fresh.inspected("libHello", Samples.gone)
    fresh.press("-")
    #expect(fresh.footer == " ! its file cannot be read: there is nothing to decide about")
    let none = App(100, 30, plugins: PluginList())
    none.press("+")
    #expect(none.footer == " ! no plugins")
  }

  @Test func inACrashReportItIsAboutThatPlugin() {
    let app = app(digested: ["libHello"])
    app.ran("libHello", Samples.nullRead)
    app.select("counter")
    app.press(" ")
    app.select("libHello")
    app.press("c")
    #expect(app.state.crashPage != nil)
    app.press("-")
    #expect(app.footer.hasPrefix(" reject libHello, note: "))
    app.press(.enter)
    #expect(judged(app).map(\.path.name.cells) == ["libHello.so"])
  }

  // MARK: What is seen

  @Test func whatNobodyDecidedTakesNoRoom() {
    let app = app()
    #expect(!app.text.contains("±"))
  }

  @Test func signsAndWordsBesideTheMarkAndNeverInItsPlace() {
    let app = app(
      digested: ["libHello"], ruling(.accepted, "libHello.so"),
      ruling(.rejected, "picky.so", digest: Self.other, size: size("picky")),
      ruling(.accepted, "counter.so", digest: String(repeating: "c", count: 64), size: 1, note: "read"))
    digest(app, "picky", Self.other)
    let marks = app.state.roster.rows.map(\.mark)
    #expect(app.text.contains("libHello     ") && app.text.contains("±"))
    #expect(app.text.contains("+ accepted by reviewer@example.org 3 days ago"))
    app.select("counter")
    #expect(app.text.contains("~ accepted 3 days ago, changed since or another of"))
    app.select("libHello")
    app.ran("libHello", Samples.nullRead)
    #expect(app.state.roster.rows[0].mark == .failed, "an accepted plugin that crashes has crashed")
    #expect(app.state.roster.rows[0].standing.word == "accepted")
    #expect(Array(app.state.roster.rows.map(\.mark).dropFirst()) == Array(marks.dropFirst()))
    app.resize(240, 30)
    #expect(app.text.contains("PEOPLE") && app.text.contains("changed ") && app.text.contains("accepted "))
    app.press("2", .enter)
    #expect(app.text.contains("people    accepted by reviewer@example.org 3 days ago (this content)"))
  }

  /// Green is Airlock's: what somebody says is no proof.
  @Test func noVerdictOfAPersonIsGreen() {
    for look in Theme.Look.allCases {
      let theme = Theme(look: look)
      for standing in [
        Standing.accepted(ruling(.accepted, "a.so")), .rejected(ruling(.rejected, "a.so")),
        .changed(since: ruling(.accepted, "a.so")), .open, .unjudged,
      ] where look != .monochrome {
        #expect(theme.style(standing.role) != theme.style(.passed))
        #expect(theme.style(standing.role).foreground != .green)
      }
    }
  }

  @Test(arguments: [[100, 30], [80, 24], [60, 15], [40, 10]])
  func screens(size: [Int]) {
    let app = app(
      size[0], size[1], digested: ["libHello"],
      ruling(.accepted, "libHello.so", note: "read every line of it, and built it from source on a second machine"),
      ruling(.rejected, "picky.so", digest: Self.other, size: self.size("picky")),
      ruling(.accepted, "counter.so", digest: String(repeating: "c", count: 64), size: 1))
    digest(app, "picky", Self.other)
    app.expect(screen: "verdicts-\(size[0])x\(size[1])")
    app.theme.unicode = false
    app.press("-")
    app.expect(screen: "verdicts-ascii-\(size[0])x\(size[1])")
  }

  @Test func filterAndSortByWhatPeopleSaid() {
    let app = app(
      digested: ["libHello"], ruling(.accepted, "libHello.so"),
      ruling(.rejected, "picky.so", digest: Self.other, size: size("picky")),
      ruling(.accepted, "counter.so", digest: String(repeating: "c", count: 64), size: 1))
    digest(app, "picky", Self.other)
    func shown(_ filter: String) -> [String] {
      app.press("/")
      app.type(filter)
      app.press(.enter)
      defer { app.press("/", .escape) }
      return app.shown
    }
    #expect(shown("accepted") == ["libHello"])
    #expect(shown("rejected") == ["picky"])
    #expect(shown("changed") == ["counter"])
    #expect(shown("unjudged").count == Samples.names.count - 3)
    #expect(shown("unjudged lib").allSatisfy { $0.hasPrefix("lib") })
    #expect(shown("jud") == [], "a few letters mean a name")
    app.choose("sort by people's verdict")
    #expect(app.shown.first == "counter" && Array(app.shown.suffix(2)) == ["picky", "libHello"])
    #expect(app.text.contains("people ▲"))
    app.send(
      .rulings(
        Rulings([ruling(.rejected, "libHello.so"), ruling(.accepted, "picky.so", digest: Self.other)]), notes: []))
    #expect(Array(app.shown.suffix(2)) == ["libHello", "picky"], "as soon as others have written it")
  }

  @Test func whatCannotBeReadIsTold() {
    let app = app()
    app.send(.rulings(Rulings(), notes: ["team.jsonl: line 3 is a conflict that git left"]))
    #expect(app.footer == " team.jsonl: line 3 is a conflict that git left")
    app.send(.judged(nil, refused: ["the verdict on libHello.so was not written: permission denied"]))
    #expect(app.footer == " ✗ the verdict on libHello.so was not written: permission denied")
  }

  // MARK: What it costs

  @Test func oneVerdictMakesNobodyReadTenThousandFiles() {
    let count = 10_000
    let app = App(80, 24, plugins: PluginList((0..<count).map { Plugin(path: PluginPath("p\($0).so")) }))
    app.send(.rulings(Rulings([ruling(.accepted, "p7.so", size: 7)]), notes: []))
    for index in 0..<count {
      var inspection = Samples.good()
      inspection.file?.size = Int64(index)
      app.send(.plugin(.inspected(index, inspection)))
    }
    for index in 0..<count { app.send(.plugin(.loaded(index, Samples.loaded()))) }
    var answered: [Int] = []
    while case .digest(let index)? = app.effects.last(where: { if case .digest = $0 { true } else { false } }),
      !answered.contains(index)
    {
      answered.append(index)
      var inspection = app.state.plugins[index].inspection ?? Inspection()
      inspection.digest = Self.other
      app.send(.plugin(.digested(index, inspection)))
    }
    #expect(answered.sorted() == [0, 7], "the one that is looked at, and the one of that length")
    #expect(app.state.roster.rows[7].standing.word == "changed")
  }
}
