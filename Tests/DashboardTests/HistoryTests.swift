import Display
import PluginModel
import Testing

@testable import Dashboard

/// Inputs that came before, several lines of them, and what is remembered from session to session.
@Suite struct HistoryTests {
  /// After runs on these texts, with the cursor in the field.
  private func after(_ inputs: String...) -> App {
    let app = App.busy(100, 30)
    for input in inputs {
      app.press("i", .control("u"))
      app.type(input)
      app.press(.enter)
      app.ran("libHello", Samples.returned(1), input: input)
    }
    app.press("i")
    return app
  }
  private func input(_ app: App) -> String { String(decoding: app.state.input.bytes, as: UTF8.self) }

  @Test func upGoesBackAndDownToTheDraft() {
    let app = after("one", "two", "three")
    app.type("!")
    app.press(.key(.up))
    #expect(input(app) == "three")
    app.press(.key(.up), .key(.up))
    #expect(input(app) == "one")
    app.press(.key(.down), .key(.down), .key(.down))
    #expect(input(app) == "three!")
    app.press(.key(.down))
    #expect(app.footer == " no input after that")
  }

  @Test func theFirstHasNoneBefore() {
    let app = after("one")
    for _ in 0..<5 { app.press(.key(.up)) }
    #expect(app.footer == " no input before that")
    #expect(!input(app).isEmpty)
  }

  @Test func oneThatIsRunAgainComesLast() {
    let app = after("one", "two", "one")
    #expect(
      app.state.inputHistory.entries.suffix(2).map { String(decoding: $0.bytes, as: UTF8.self) } == ["two", "one"])
  }

  @Test func whatWasRunIsRemembered() {
    let app = App.busy(100, 30)
    app.press("i", .control("u"))
    app.type("a new one")
    app.forget()
    app.press(.enter)
    #expect(app.remembered == [.input(ForeignText("a new one"))])
    app.ran("libHello", Samples.returned(9), input: "a new one")
    guard case .run(let run)? = app.remembered.last else {
      Issue.record("the run is not remembered")
      return
    }
    #expect(run.word == "9" && run.mark == "passed" && run.path == PluginPath("/home/u/host/plugins/libHello.so"))
    app.forget()
    app.press(.enter)
    #expect(app.remembered == [], "the same input once")
  }

  @Test func bytesOfThePastAreAsTheyWere() {
    let app = App.busy(80, 24)
    app.send(.remembered([.input(ForeignText([0x66, 0xFF]))]))
    app.press("i", .key(.up))
    #expect(app.asked(by: .enter) == [.run(0, input: ForeignText([0x66, 0xFF]))])
  }

  // MARK: Several lines

  @Test func altEnterIsANewLine() {
    let app = App.busy(100, 30)
    app.press("i", .control("u"))
    app.type("one")
    app.press(.key(.enter, .alt))
    app.type("two")
    #expect(input(app) == "one\ntwo")
    #expect(app.text.contains("│ one⏎ ") && app.text.contains("│ two "))
    #expect(app.text.contains("editing · 2 lines · 7 bytes"))
    #expect(app.asked(by: .enter) == [.run(0, input: ForeignText("one\ntwo"))])
  }

  @Test func upAndDownGoThroughTheLinesFirst() {
    let app = after("earlier")
    app.press(.control("u"), .paste("first\nsecond\nthird"))
    let end = app.screen.cursor!
    app.press(.key(.up))
    #expect(app.screen.cursor == Position(column: end.column, row: end.row - 1))
    app.press(.key(.up))
    app.type("+")
    #expect(input(app) == "first+\nsecond\nthird")
    app.press(.key(.up))
    #expect(input(app) == "earlier")
    app.press(.key(.down))
    #expect(input(app) == "first+\nsecond\nthird")
  }

  @Test func homeAndEndAreOfTheLine() {
    let app = App.busy(100, 30)
    app.press("i", .control("u"), .paste("first\nsecond"), .key(.home))
    app.type("<")
    app.press(.key(.end))
    app.type(">")
    #expect(input(app) == "first\n<second>")
    app.press(.key(.up), .control("k"))
    #expect(input(app) == "first<second>")
  }

  @Test func bytesCharactersAndLinesAreTold() {
    let app = App.busy(100, 30)
    #expect(app.text.contains("─ 5 bytes ─"))
    app.press("i", .control("u"))
    #expect(app.text.contains("─ editing · 0 bytes ─"))
    app.type("x")
    #expect(app.text.contains("─ editing · 1 byte ─"))
    app.press(.control("u"))
    app.type("数え")
    #expect(app.text.contains("─ editing · 2 characters · 6 bytes ─"))
    app.press(.key(.enter, .alt))
    #expect(app.text.contains("─ 2 lines · 3 characters · 7 bytes ─"))
  }

  @Test func whatIsNotSeenIsShown() {
    let app = App.busy(100, 30)
    app.press("i", .control("u"), .paste("a\u{A0}b\tc\u{200B}d\u{7}"))
    #expect(app.text.contains("a␣b⇥c<200B>d<7>") || app.text.contains("a␣b⇥c<200B>d"))
    #expect(app.screen.cells.allSatisfy { !$0.character.unicodeScalars.contains(where: ForeignText.isHarmful) })
  }

  // MARK: Undo

  @Test func undoAndRedo() {
    let app = App.busy(100, 30)
    app.press("i", .control("u"))
    app.type("one two")
    app.press(.control("w"), .control("_"))
    #expect(input(app) == "one two")
    app.press(.text("_", .alt))
    #expect(input(app) == "one ")
    app.press(.control("_"), .control("_"), .control("_"))
    #expect(input(app) == "hello")
    // What is typed then is another future.
    app.type("!")
    app.press(.text("_", .alt))
    #expect(input(app) == "hello!")
  }

  @Test func anInputFromElsewhereCanBeUndone() {
    let app = App.busy(100, 30)
    app.send(.inputRead(ForeignText("of a file"), from: "file"))
    app.press("i", .control("_"))
    #expect(input(app) == "hello")
  }

  // MARK: From session to session

  private static let earlier: [Remembrance] = [
    .input(ForeignText("long ago")), .input(ForeignText("lately")), .sort("verdict", reversed: true),
    .marked(PluginPath("/home/u/host/plugins/gopher.so"), true),
    .marked(PluginPath("/home/u/host/plugins/picky.so"), true),
    .marked(PluginPath("/home/u/host/plugins/picky.so"), false), .marked(PluginPath("/elsewhere/x.so"), true),
    .run(
      RememberedRun(
        path: PluginPath("/home/u/host/plugins/gopher.so"), input: ForeignText("hello"), mark: "failed",
        word: "SIGSEGV",
        ended: Moment(nanoseconds: App.start.nanoseconds - 86_400_000_000_000), file: nil, total: 1_000_000)),
  ]

  private func expectEarlier(_ app: App) {
    #expect(app.text.contains("•gopher") && app.text.contains("1 marked"))
    #expect(app.state.listing.order == SortOrder(key: .verdict, isReversed: true))
    app.press("i", .key(.up))
    #expect(input(app) == "lately")
    app.press(.key(.up))
    #expect(input(app) == "long ago")
    app.press(.escape)
    app.choose("result: history")
    while app.selected != "gopher", app.place != 11 { app.press("j") }
    #expect(app.text.contains("✗ SIGSEGV"))
  }

  @Test func takenInAfterTheListing() {
    let app = App(100, 30)
    app.send(.remembered(Self.earlier))
    app.press("g")
    expectEarlier(app)
  }

  @Test func takenInBeforeTheListing() {
    let app = App(100, 30, plugins: PluginList())
    app.send(.remembered(Self.earlier))
    app.send(.listed(Samples.list, notes: []))
    app.press("g")
    expectEarlier(app)
  }

  @Test func aPluginThatComesLaterHasItsMark() {
    let app = App(100, 30)
    app.send(.remembered([.marked(PluginPath("/home/u/host/plugins/late.so"), true)]))
    app.send(.changed(PluginChanges(added: [Plugin(path: PluginPath("./plugins/late.so"))]), notes: []))
    #expect(app.text.contains("•late"))
  }

  /// Runs of this session come after those of earlier ones, whenever these are read.
  @Test func runsOfThisSessionComeLast() {
    let app = App.busy(100, 30)
    app.send(.remembered(Self.earlier))
    let gopher = app.state.roster.rows[Samples.index("gopher")].past
    #expect(gopher.map(\.word) == ["SIGSEGV", "42"])
    #expect(gopher.map { $0.number == nil } == [true, false])
  }

  @Test func wordsThatNoVersionKnowsAreNoHarm() {
    let app = App(100, 30)
    app.send(
      .remembered([
        .sort("colour", reversed: true),
        .run(
          RememberedRun(
            path: PluginPath("/home/u/host/plugins/libHello.so"), input: ForeignText([0xFF, 0x1B]), mark: "splendid",
            word: "\u{1B}[2J", ended: Moment(nanoseconds: .max), file: nil, total: .max)),
      ]))
    app.choose("result: history")
    #expect(app.state.listing.order.key == .name)
    #expect(app.screen.cells.allSatisfy { !$0.character.unicodeScalars.contains(where: ForeignText.isHarmful) })
  }

  @Test func noMoreThanSomeHundredAreKept() {
    var history = InputHistory()
    for number in 0..<600 { history.add(ForeignText("\(number)")) }
    #expect(history.entries.count == InputHistory.longest)
    #expect(history.entries.last == ForeignText("599"))
  }

  @Test(arguments: [[40, 10], [60, 15], [80, 24], [100, 30]]) func severalLines(_ size: [Int]) {
    let app = App.busy(size[0], size[1])
    app.press("i", .control("u"), .paste((1...12).map { "\($0): 数え上げ and\tmore" }.joined(separator: "\n")))
    for _ in 0..<5 { app.press(.key(.up)) }
    app.expect(screen: "lines-\(size[0])x\(size[1])")
  }
}
