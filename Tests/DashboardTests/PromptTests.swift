import Display
import PluginModel
import Testing

@testable import Dashboard

/// The line at the foot of the screen that somebody types into, and the search in a text.
@Suite struct PromptTests {
  private static let poem = (1...200).map { $0 % 50 == 7 ? "line \($0) with a Needle\n" : "line \($0)\n" }.joined()

  /// With the full text of a result open.
  private func reading(_ columns: Int = 80, _ rows: Int = 24) -> App {
    let app = App.busy(columns, rows)
    app.ran("libHello", Samples.returned(42, stdout: Self.poem))
    app.press("4", .enter)
    return app
  }

  @Test func aTextIsSearchedWhileItIsTyped() {
    let app = reading()
    app.press("/")
    app.type("needle")
    #expect(app.text.contains("line 7 with a Needle"))
    #expect(app.footer.hasPrefix(" /needle"))
    #expect(app.footer.contains("1 of 4 lines"))
    #expect(app.styles(of: "Needle") == [app.theme.style(.match)])
    app.press(.enter, "n")
    #expect(app.row(2).contains("line 57 with a Needle"))
    #expect(app.text.contains("2 of 4 lines"))
    app.press("N", "N")
    #expect(app.row(2).contains("line 157 with a Needle") || app.text.contains("line 157 with a Needle"))
    app.press("n")
    #expect(app.row(2).contains("line 7 with a Needle"))
  }

  @Test func whatIsNowhereSaysSo() {
    let app = reading()
    #expect(app.asked(by: "n") == [])
    #expect(app.footer == " ! nothing is looked for: / searches")
    app.press("/")
    app.type("haystack")
    #expect(app.footer.contains("nowhere in this text"))
    app.press(.enter, "n")
    #expect(app.footer == " ! it is nowhere in this text")
  }

  @Test func escapeEndsTheSearchThenTheText() {
    let app = reading()
    app.press("/")
    app.type("needle")
    app.press(.escape)
    #expect(app.state.page != nil && app.state.page?.isSearched == false)
    app.press(.escape)
    #expect(app.state.page == nil)
  }

  @Test func slashInTheResultOpensItsText() {
    let app = App.busy(80, 24)
    app.press("4", "/")
    app.type("hello got")
    #expect(app.text.contains("full text"))
    #expect(app.footer.contains("1 of 1 lines"))
  }

  @Test func theSearchHoldsWhileTheTextChanges() {
    let app = reading()
    app.press("/")
    app.type("needle")
    app.press(.enter, "n")
    app.resize(60, 15)
    #expect(app.state.page?.isSearched == true)
    #expect(app.text.contains("Needle"))
  }

  @Test func editedAsAShellsLineIs() {
    let app = App.busy(80, 24)
    app.press("/")
    app.type("one two")
    app.press(.control("w"))
    #expect(app.footer.hasPrefix(" /one "))
    app.press(.control("a"))
    app.type("x")
    #expect(app.footer.hasPrefix(" /xone"))
    app.press(.control("k"), .control("_"), .paste("pasted"))
    #expect(app.footer.hasPrefix(" /xpastedone"))
    #expect(app.screen.cursor == Position(column: 2 + "xpasted".count, row: 23))
    app.press(.control("g"))
    #expect(app.state.prompt == nil)
  }

  @Test func aPasteOfLinesStaysOneLine() {
    let app = App.busy(80, 24)
    app.press("/", .paste("lib\nhello"))
    #expect(app.screen.size == Size(columns: 80, rows: 24))
    #expect(app.footer.contains("lib⏎hello"))
  }

  @Test func theInputFromAFile() {
    let app = App.busy(80, 24)
    app.press("I")
    #expect(app.footer.hasPrefix(" input from file: "))
    app.type("/tmp/words")
    #expect(app.asked(by: .enter) == [.readInput(PluginPath("/tmp/words"))])
    app.send(.inputRead(ForeignText("words of a file"), from: "/tmp/words"))
    #expect(app.footer == " the input is now /tmp/words, 15 B")
    #expect(app.asked(by: .enter) == [.run(0, input: ForeignText("words of a file"))])
    #expect(app.asked(by: "I", .enter) == [])
    app.press("I")
    app.type("/tmp/other")
    #expect(app.asked(by: .escape) == [])
    #expect(app.state.prompt == nil)
  }

  @Test func theInputInAnEditor() {
    let app = App.busy(80, 24)
    #expect(app.asked(by: "e") == [.editText(ForeignText("hello"))])
    app.send(.inputRead(ForeignText([0x66, 0xFF]), from: "what you wrote"))
    #expect(app.asked(by: "r") == [.run(0, input: ForeignText([0x66, 0xFF]))])
  }

  @Test func controlCStopsWhileSomebodyTypesThere() {
    let app = App.busy(80, 24)
    app.select("libSlow")
    app.press("/")
    #expect(app.asked(by: .control("c")) == [.stop([7])])
    #expect(app.state.prompt != nil)
  }

  @Test(arguments: [[20, 5], [40, 10]]) func smallScreens(_ size: [Int]) {
    let app = App.busy(size[0], size[1])
    for key: Input in ["/", ":", "I"] {
      app.press(key)
      app.type(String(repeating: "数え long ", count: 20))
      #expect(app.screen.cursor?.row == size[1] - 1)
      #expect((0..<size[0]).contains(app.screen.cursor?.column ?? -1))
      app.press(.escape)
    }
  }
}
