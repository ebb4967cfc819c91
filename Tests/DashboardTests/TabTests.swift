import Display
import PluginModel
import Testing

@testable import Dashboard

/// The Result pane's tabs, and panes that have the screen for themselves.
@Suite struct TabTests {
  @Test func bracketsGoThroughTheTabs() {
    let app = App.busy(100, 30)
    #expect(app.text.contains("[value]"))
    for tab in ["output", "history", "attempts", "report", "value"] {
      app.press("]")
      #expect(app.text.contains("[\(tab)"))
    }
    app.press("[")
    #expect(app.text.contains("[report]"))
    // The list keeps the focus: the tab stays from plugin to plugin.
    #expect(app.state.focus == .plugins)
    app.select("nullread")
    #expect(app.text.contains("[report]"))
    #expect(app.text.contains("c the whole report"))
  }

  @Test func eachTabTellsHowMuchThereIs() {
    let app = App.busy(140, 40)
    app.select("libHello")
    #expect(app.text.contains("history 5"))
    app.ran("libHello", Samples.curious())
    #expect(app.text.contains("attempts 7"))
  }

  @Test func theOutput() {
    let app = App.busy(100, 30)
    app.select("nullread")
    app.press("]")
    #expect(app.text.contains("stdout │ reading the table"))
    #expect(app.text.contains("stderr │ nullread: 0 entries"))
    app.select("libWordCount")
    #expect(app.text.contains("no output"))
  }

  @Test func theHistoryTellsWhatChanged() {
    let app = App.busy(100, 30)
    app.choose("result: history")
    app.wait(milliseconds: 90_000)
    app.ran("libHello", Samples.trapped)
    #expect(app.text.contains("✗ SIGILL ≠ "))
    app.ran("libHello", Samples.returned(0), input: "another text")
    let news = app.text.split(separator: "\n").first { $0.contains("another text") }
    #expect(news?.contains("≠") == false, "another input is no news")
    app.select("libVocoder")
    #expect(app.text.contains("not called yet"))
  }

  @Test func theHistoryShowsWhereTheFileBecameAnother() {
    let app = App.busy(100, 30)
    app.choose("result: history")
    var rebuilt = Samples.good()
    rebuilt.file?.inode = 8
    app.inspected("libHello", rebuilt)
    app.ran("libHello", Samples.returned(43))
    #expect(app.text.contains("── rebuilt: 42 → 43 ─"))
  }

  @Test func attemptsAndReport() {
    let app = App.busy(100, 30)
    app.choose("result: attempts")
    #expect(app.text.contains("no attempts") || app.text.contains("nobody watched"))
    app.ran("libHello", Samples.curious())
    #expect(app.text.contains("/etc/shadow"))
    app.choose("result: report")
    #expect(app.text.contains("it has not crashed"))
  }

  @Test func scrollingStaysWithinTheTab() {
    let app = App.busy(100, 30)
    app.ran("libHello", Samples.returned(42, stdout: (1...500).map { "line \($0)\n" }.joined()))
    app.press("4", "]", "G")
    #expect(app.text.contains("line 500"))
    app.press("]")
    #expect(app.state.resultTop == 0)
    app.press("[", "g")
    #expect(app.text.contains("│ line 1 "))
  }

  // MARK: Zoom

  @Test func zoomGivesAPaneTheScreen() {
    let app = App.busy(100, 30)
    app.press("z")
    #expect(app.text.contains("1 Plugins") && !app.text.contains("4 Result"))
    #expect(app.text.contains("TIME") && app.text.contains("SIZE"))
    app.press("4")
    #expect(app.text.contains("4 Result") && !app.text.contains("1 Plugins"))
    app.press("i")
    #expect(app.text.contains("3 Input") && app.screen.cursor != nil)
    app.press(.escape, "z")
    for title in ["1 Plugins", "2 Checks", "3 Input", "4 Result"] { #expect(app.text.contains(title)) }
  }

  @Test func aSmallScreenNeedsNoZoom() {
    let app = App.busy(60, 15)
    #expect(app.asked(by: "z") == [])
    #expect(app.footer.contains("a pane has it all already"))
  }

  @Test func zoomedAndMadeSmallItIsOnePaneAllTheSame() {
    let app = App.busy(100, 30)
    app.press("4", "z")
    app.resize(60, 15)
    #expect(app.text.contains("4 Result"))
    app.resize(100, 30)
    #expect(app.text.contains("4 Result") && !app.text.contains("1 Plugins"))
  }

  // MARK: Screens

  @Test(arguments: [[40, 10], [60, 15], [80, 24], [100, 30]]) func history(_ size: [Int]) {
    let app = App.busy(size[0], size[1])
    app.wait(milliseconds: 90_000)
    app.ran("libHello", Samples.trapped)
    var rebuilt = Samples.good()
    rebuilt.file?.inode = 8
    app.inspected("libHello", rebuilt)
    app.wait(milliseconds: 9_000)
    app.ran("libHello", Samples.returned(43), input: "several words\nin two lines, and on until nothing more fits")
    app.choose("result: history")
    app.press("4")
    app.expect(screen: "history-\(size[0])x\(size[1])")
  }

  @Test(arguments: [[40, 10], [60, 15], [80, 24], [100, 30]]) func output(_ size: [Int]) {
    let app = App.busy(size[0], size[1])
    app.select("nullread")
    app.choose("result: output")
    app.press("4")
    app.expect(screen: "output-\(size[0])x\(size[1])")
  }
}
