import Display
import PluginModel
import Testing

@testable import Dashboard

/// The list: what it shows, in which order, and what is marked in it.
@Suite struct ListTests {
  // MARK: Filter

  @Test func theFilterNarrowsWhileItIsTyped() {
    let app = App.busy(80, 24)
    app.press("/")
    #expect(app.shown.count == 12)
    app.type("l")
    #expect(app.shown.count == 9)
    app.type("ib")
    #expect(app.shown == ["libCrash", "libHello", "libSlow", "libVocoder", "libWordCount"])
    #expect(app.footer.hasPrefix(" /lib"))
    #expect(app.footer.contains("5 of 12  Enter keep  Esc clear"))
    app.press(.key(.backspace), .key(.backspace), .key(.backspace))
    #expect(app.shown.count == 12)
  }

  @Test func wordsAreAndedAndTheirCaseIsNothing() {
    let app = App.busy(80, 24)
    app.press("/")
    app.type("LIB swift")
    #expect(app.shown == ["libCrash", "libHello", "libSlow", "libWordCount"])
    app.type(" hello")
    #expect(app.shown == ["libHello"])
    app.press(.control("u"))
    app.type("failed")
    #expect(app.shown == ["libCrash", "nullread", "wrongtype"])
    app.press(.control("u"))
    app.type("sigsegv")
    #expect(app.shown == ["nullread"])
  }

  @Test func lettersOfTheFilterAreText() {
    let app = App.busy(80, 24)
    #expect(app.asked(by: "/", "q", "x", "?", ":", "1") == [])
    #expect(app.footer.hasPrefix(" /qx?:1"))
    #expect(app.text.contains("Nothing matches “qx?:1”."))
    #expect(app.state.selected == nil)
    app.press(.enter)
    #expect(app.asked(by: .enter) == [])
    #expect(app.footer == " ! no plugin matches: Esc clears")
  }

  @Test func matchesAreMarked() {
    let app = App.busy(80, 24)
    app.press("/")
    app.type("wordcount")
    let match = app.theme.style(.match)
    // Under the bar of the selection too.
    #expect(app.styles(of: "WordCount ")?.contains(Style(nil, [.reverse, .underline])) == true)
    app.press(.control("u"))
    app.type("o")
    app.press(.enter, "G")
    #expect(app.screen.cells.contains { $0.character == "o" && $0.style == match })
    #expect(!app.screen.cells.contains { $0.character == "e" && $0.style == match })
  }

  @Test func enterKeepsTheFilterAndEscapeClearsIt() {
    let app = App.busy(80, 24)
    app.press("/")
    app.type("lib")
    app.press(.enter)
    #expect(app.state.prompt == nil)
    #expect(app.shown.count == 5)
    #expect(app.text.contains("/5 of 12 · /lib"))
    app.press(.escape)
    #expect(app.shown.count == 12)
    #expect(!app.text.contains("/lib"))
    // While it is typed too.
    app.press("/")
    app.type("zzz")
    app.press(.escape)
    #expect(app.shown.count == 12)
  }

  @Test func theFilterGoesOnFromWhatItIs() {
    let app = App.busy(80, 24)
    app.press("/")
    app.type("lib")
    app.press(.enter, "/")
    app.type("h")
    #expect(app.shown == ["libHello"])
  }

  @Test func theCursorStaysOnItsPlugin() {
    let app = App.busy(80, 24)
    app.select("libSlow")
    app.press("/")
    app.type("lib")
    #expect(app.selected == "libSlow")
    app.type("w")
    #expect(app.selected == "libWordCount")
    app.press(.escape)
    #expect(app.selected == "libWordCount")
    app.press("s", "s", "S")
    #expect(app.selected == "libWordCount")
    app.send(.changed(PluginChanges(added: [Plugin(path: PluginPath("./plugins/aaa.so"))]), notes: []))
    #expect(app.selected == "libWordCount")
    #expect(app.text.contains("▌"))
  }

  @Test func nextAndPreviousMatch() {
    let app = App.busy(80, 24)
    #expect(app.asked(by: "n") == [])
    #expect(app.footer == " ! nothing is looked for: / filters")
    app.press("/")
    app.type("lib")
    app.press(.enter, "g")
    #expect(app.selected == "libCrash")
    app.press("n")
    #expect(app.selected == "libHello")
    app.press("N", "N")
    #expect(app.selected == "libWordCount")
    app.press("n")
    #expect(app.selected == "libCrash")
  }

  @Test func failuresOnly() {
    let app = App.busy(80, 24)
    app.press("f")
    #expect(app.shown == ["libCrash", "nullread", "wrongtype"])
    #expect(app.footer == " failures only; f shows all again")
    #expect(app.text.contains("3/3 of 12 · failures"))
    // What goes wrong now joins them at once.
    app.ran("libSlow", RunReport(phase: .call, ending: .timedOut))
    #expect(app.shown == ["libCrash", "libSlow", "nullread", "wrongtype"])
    app.press("f")
    #expect(app.shown.count == 12)
    app.press("f", .escape)
    #expect(app.shown.count == 12)
  }

  @Test func noFailuresSaysSo() {
    let app = App(80, 24)
    app.press("f")
    #expect(app.text.contains("No failures."))
    #expect(app.asked(by: .enter) == [])
    #expect(app.footer == " ! no plugin is shown: f shows all again")
  }

  // MARK: Order

  @Test func byName() {
    let app = App.busy(80, 24)
    let names = [
      "counter", "gopher", "legacy_eq", "libCrash", "libHello", "libSlow", "libVocoder", "libWordCount", "nullread",
      "picky", "wrongtype", "数え上げ",
    ]
    #expect(app.shown == names)
    app.press("S")
    #expect(app.shown == names.reversed())
    #expect(app.text.contains("name ▼"))
    app.press("S")
    #expect(app.shown == names)
    #expect(app.text.contains("name ▲"))
  }

  @Test func riskFirst() {
    let app = App.busy(80, 24)
    app.press("s")
    #expect(app.footer == " sorted by verdict")
    #expect(app.text.contains("verdict ▲"))
    #expect(app.shown.prefix(6) == ["libCrash", "nullread", "wrongtype", "picky", "legacy_eq", "libVocoder"])
    app.press("S")
    #expect(app.shown.suffix(2) == ["libCrash", "nullread"] || app.shown.suffix(2) == ["nullread", "libCrash"])
  }

  @Test func byKind() {
    let app = App.busy(80, 24)
    app.choose("sort by kind")
    #expect(
      app.shown == [
        "libCrash", "libHello", "libSlow", "libWordCount", "wrongtype", "gopher", "counter", "legacy_eq", "nullread",
        "picky", "数え上げ", "libVocoder",
      ])
    app.press("S")
    #expect(app.shown.first == "counter")
    #expect(app.shown.last == "libVocoder")
  }

  @Test func byTimeTheSlowestFirstAndThoseWithoutOneLast() {
    let app = App.busy(80, 24)
    app.choose("sort by time")
    #expect(app.shown.prefix(3) == ["picky", "libCrash", "nullread"])
    #expect(app.shown.suffix(2) == ["libVocoder", "wrongtype"])
    app.press("S")
    #expect(app.shown.prefix(2) == ["libSlow", "数え上げ"])
    #expect(app.shown.suffix(3) == ["picky", "libVocoder", "wrongtype"])
    #expect(app.text.contains("time ▲"))
  }

  @Test func byLastRunTheNewestFirst() {
    let app = App.busy(80, 24)
    app.choose("sort by last run")
    for name in ["nullread", "gopher"] {
      app.wait(milliseconds: 1000)
      app.ran(name, Samples.returned(1))
    }
    #expect(app.shown.prefix(2) == ["gopher", "nullread"])
    #expect(app.shown.suffix(4) == ["libSlow", "libVocoder", "wrongtype", "数え上げ"])
    app.press("S")
    #expect(app.shown.suffix(6) == ["nullread", "gopher", "libSlow", "libVocoder", "wrongtype", "数え上げ"])
  }

  @Test func bySizeTheLargestFirst() {
    let app = App.busy(160, 24)
    for (name, size) in [("picky", 2), ("gopher", 3_000_000), ("counter", 0)] {
      var inspection = Samples.good(.c)
      inspection.file?.size = Int64(size)
      app.inspected(name, inspection)
    }
    app.choose("sort by size")
    #expect(app.shown.first == "gopher")
    #expect(app.shown.suffix(3) == ["picky", "counter", "libVocoder"])
    app.press("S")
    #expect(app.shown.prefix(2) == ["counter", "picky"])
    #expect(app.shown.suffix(2) == ["gopher", "libVocoder"])
  }

  @Test func sGoesThroughAllKeysAndTheOrderIsRemembered() {
    let app = App.busy(80, 24)
    for key in ["verdict", "kind", "people", "time", "last run", "size", "name"] {
      app.press("s")
      #expect(app.footer == " sorted by \(key)")
    }
    app.press("s", "S")
    #expect(app.footer == " sorted by verdict, reversed")
    #expect(app.remembered.last == .sort("verdict", reversed: true))
  }

  @Test func aLongListIsNotSortedAtEachAnswer() {
    let app = App(80, 24, plugins: PluginList((0..<2000).map { Plugin(path: PluginPath("p\($0).so")) }))
    app.choose("sort by verdict")
    app.send(.plugin(.inspected(1500, Samples.wrongType)))
    #expect(app.shown.first == "p0")
    #expect(app.state.needsClock)
    app.wait(milliseconds: 300)
    #expect(app.shown.first == "p1500")
    #expect(!app.state.needsClock)
  }

  // MARK: Alike crashes

  /// Three that crash in the same place, one elsewhere.
  private func crashing() -> App {
    let app = App.busy(100, 30)
    for name in ["gopher", "libWordCount"] {
      app.select(name)
      app.press("r")
      app.ran(name, Samples.told)
    }
    app.select("nullread")
    app.press("r")
    app.ran("nullread", Samples.told)
    return app
  }

  @Test func alikeCrashesStandTogether() {
    let app = crashing()
    app.choose("sort by verdict")
    let places = ["gopher", "libWordCount", "nullread"].compactMap { app.shown.firstIndex(of: $0) }.sorted()
    #expect(places.count == 3 && places[2] - places[0] == 2)
    #expect(app.shown.firstIndex(of: "libCrash")! < 4)
  }

  @Test func alikeCrashesAreFoldedIntoOne() {
    let app = crashing()
    app.press("F")
    #expect(app.footer == " of plugins that crash alike one is shown")
    #expect(app.shown.contains("gopher") && app.shown.contains("libCrash"))
    #expect(!app.shown.contains("libWordCount") && !app.shown.contains("nullread"))
    #expect(app.text.contains("SIGSEGV×3"))
    #expect(app.selected != nil)
    app.press("F")
    #expect(app.shown.count == 12)
    #expect(!app.text.contains("×3"))
  }

  @Test func nothingToFoldSaysSo() {
    let app = App(80, 24)
    app.press("F")
    #expect(app.footer == " ! nothing has crashed")
  }

  // MARK: Marks

  @Test func marksSurviveSortAndFilterAndAreWhatRunsTogether() {
    let app = App.busy(80, 24)
    app.select("gopher")
    app.press(" ", " ")
    #expect(app.selected == "libCrash")
    #expect(app.text.contains("✓•gopher") && app.text.contains("!•legacy_eq"))
    #expect(app.text.contains("2 marked"))
    app.press("s", "S", "/")
    app.type("nothing of that")
    app.press(.enter)
    app.forget()
    app.press("a")
    #expect(app.runs == ["gopher", "legacy_eq"])
    app.press(.escape, .escape)
    app.select("gopher")
    app.press(" ")
    #expect(app.text.contains("1 marked"))
  }

  @Test func allShownAreMarkedAndNoneIs() {
    let app = App.busy(80, 24)
    #expect(app.asked(by: "U") == [])
    #expect(app.footer == " ! nothing is marked")
    app.press("/")
    app.type("lib")
    app.press(.enter, "*")
    #expect(app.footer == " 5 marked")
    app.press(.escape)
    #expect(
      Set(app.state.roster.marked) == Set(app.state.roster.rows.indices.filter { Samples.names[$0].hasPrefix("lib") }))
    app.press("U")
    #expect(app.footer == " 5 unmarked")
    #expect(app.state.roster.marked.isEmpty)
  }

  @Test func marksAreRememberedByAbsolutePath() {
    let app = App.busy(80, 24)
    app.select("gopher")
    app.forget()
    app.press(" ")
    #expect(app.remembered == [.marked(PluginPath("/home/u/host/plugins/gopher.so"), true)])
  }

  // MARK: Screens

  @Test(arguments: [[40, 10], [60, 15], [80, 24], [100, 30]]) func filtered(_ size: [Int]) {
    let app = App.busy(size[0], size[1])
    app.select("libHello")
    app.press(" ", "/")
    app.type("lib s")
    app.expect(screen: "filter-\(size[0])x\(size[1])")
  }

  @Test func allColumnsOfAWideList() {
    let app = App.busy(240, 30)
    app.choose("sort by verdict")
    app.press("z", "j")
    app.expect(screen: "list-zoomed-240x30")
  }
}
