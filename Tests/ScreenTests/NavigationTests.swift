import Foundation
import FoundationXML
import ScreenHarness
import TestSupport
import Testing

/// Moving about: panes, help, full text, long lists, the picture.
@Suite struct NavigationTests {
  @Test func `Help shows the keys and closes`() throws {
    try Samples.show { app in
      app.press("?")
      try app.see("Help: Plugins", "run on the input", "next, previous", "reload", "filter as I type", "Esc close")
      app.press(.escape)
      try app.wait("the dashboard") { !app.text.contains("Help: Plugins") }
      try app.waitWhole()
      app.press("4", "?")
      try app.see("Help: Result", "result and output in full")
      app.press("?")
      try app.wait("the dashboard") { !app.text.contains("Help: Result") }
      try app.waitForFocus("4 Result")
      // How a text is edited is told where there is one.
      app.press("3", "?")
      try app.see("Help: Input", "While editing")
      app.press("G")
      try app.see("kill a word", "undo, redo", "Marks ")
    }
  }

  @Test func `Tab and numbers change the pane`() throws {
    try Samples.show { app in
      try app.waitForFocus("1 Plugins")
      for pane in ["2 Checks", "3 Input", "4 Result", "1 Plugins"] {
        app.press(.tab)
        try app.waitForFocus(pane)
      }
      app.send("\u{1B}[Z".utf8)  // Shift-Tab
      try app.waitForFocus("4 Result")
      for (key, pane) in [("2", "2 Checks"), ("4", "4 Result"), ("3", "3 Input"), ("1", "1 Plugins")] {
        app.press(.text(key))
        try app.waitForFocus(pane)
      }
      app.press("l")
      try app.waitForFocus("2 Checks")
      app.press(.escape)
      try app.waitForFocus("1 Plugins")
    }
  }

  @Test func `Enter opens the full text, and Esc closes it`() throws {
    try Samples.show { app in
      try app.run("libExitThree", "exited with status 3")
      app.press("4", .enter)
      try app.see("full text", "✗ exited in MyFunction", "look up", "│ hello")
      app.press("?")
      try app.see("Help: Full text")
      app.press(.escape)
      try app.wait("the full text") { !app.text.contains("Help: ") && app.text.contains("look up") }
      app.press(.escape)
      try app.waitForFocus("4 Result")
      app.press("2", .enter)
      try app.see("checks in full", "evidence  debug info")
      app.press("G")
      try app.see("provenance", "build ID  ")
      app.press("q")  // closes it too, and does not quit
      try app.waitForFocus("2 Checks")
      app.press("1", "q")
      #expect(try app.waitForExit() == .exited(0))
    }
  }

  @Test func `A long list`() throws {
    let folder = try TemporaryFolder()
    let count = 300
    try folder.compileC(
      """
      #include <stdint.h>
      #include <stddef.h>
      int32_t MyFunction(const char *i, int64_t *r, char *e, size_t n) { *r = 5; return 0; }
      """, ["-g", "-Os", "-nostdlib"], to: "p000.so")
    let plugin = try folder.read("p000.so")
    for number in 1..<count {
      try folder.write("p" + String(repeating: "0", count: 3 - "\(number)".count) + "\(number).so", plugin)
    }
    try withAirlock(folder.path) { app in
      try app.wait("the list") { app.place == "1/300" }
      func press(_ key: Keystroke, _ place: Int) throws {
        app.press(key)
        let name = "p" + String(repeating: "0", count: 3 - "\(place - 1)".count) + "\(place - 1)"
        try app.wait("row \(place)") { app.place == "\(place)/300" && app.selected == name }
      }
      // While they are being inspected.
      try press("G", 300)
      try press("k", 299)
      try press("g", 1)
      // 30 rows less header, footer, two of the frame and the column titles: 25 plugins.
      try press(.control("d"), 13)
      try press(.control("d"), 25)
      try press(.control("u"), 13)
      try press(.pageDown, 37)
      try press(.pageUp, 13)
      try press(.home, 1)
      try press(.end, 300)
      try press(.up, 299)
      app.press(.enter)
      try app.see("5, <nil>")
      try app.waitForVerdicts(passed: 300)
      try app.waitWhole()
    }
  }

  /// The text of all `text` elements, in order.
  private final class Reader: NSObject, XMLParserDelegate {
    var text = ""
    var root: String?
    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
      attributes: [String: String]
    ) { root = root ?? name }
    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
  }

  @Test func `P saves a picture of the screen`() throws {
    let folder = try TemporaryFolder()
    try withAirlock(Samples.path("libHello"), directory: folder.path) { app in
      try app.waitForVerdicts(passed: 1)
      app.press(.enter)
      try app.see("42, <nil>")
      app.press("P")
      try app.waitForNotice(".svg")
      let before = app.text
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      try #require(names.count == 2)
      let name = names[0]
      try app.waitForNotice("saved \(name) and .txt")
      #expect(names[1] == name.dropLast(3) + "txt")
      // The words for what was done came after the picture.
      let lines = String(decoding: try folder.read(names[1]), as: UTF8.self).split(
        separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.dropLast(2) == before.split(separator: "\n", omittingEmptySubsequences: false).dropLast())
      let parser = XMLParser(data: Data(try folder.read(name)))
      let reader = Reader()
      parser.delegate = reader
      #expect(parser.parse(), "\(parser.parserError.map { "\($0)" } ?? "")")
      #expect(reader.root == "svg")
      // Spaces are places in a picture, not characters.
      let words = reader.text.filter { !$0.isWhitespace }
      #expect(words.contains("42,<nil>") && words.contains("MyFunctioninmoduleHello"))
    }
  }

  @Test func `A picture that cannot be saved says why`() throws {
    let folder = try TemporaryFolder()
    try withAirlock(Samples.path("libHello"), directory: folder.path) { app in
      try app.waitForVerdicts(passed: 1)
      try FileManager.default.removeItem(atPath: folder.path)
      app.press("P")
      try app.waitForNotice("no such file or directory")
    }
  }

  @Test func `The window changes its size while a plugin runs`() throws {
    try Samples.show("--timeout", "300") { app in
      try app.select("libSleepy")
      app.press(.enter)
      try app.see("… in MyFunction", "1 running")
      app.resize(columns: 60, rows: 15)
      try app.wait("the small form") {
        app.line(11).hasSuffix("─── 13/16 · name ▲ ──") && app.line(12).contains("… running")
      }
      #expect(app.selected == "libSleepy")
      app.resize(columns: 20, rows: 5)
      try app.wait("three rows") { app.selected == "libSlee…" && app.line(4).contains("q quit") }
      app.resize(columns: 19, rows: 4)
      try app.wait(for: "airlock needs 20×5")
      app.resize(columns: 120, rows: 40)
      try app.see("… in MyFunction", "1 running", "4 Result", " 13/16 ─┘")
      try app.waitWhole()
      for step in 0..<40 { app.resize(columns: 20 + step * 2, rows: 5 + step) }
      app.resize(columns: 100, rows: 30)
      try app.see("… in MyFunction", " 13/16 ─┘")
      try app.waitWhole()
      app.press("x")
      try app.see("libSleepy", mark: "!", last: "stopped")
    }
  }
}
