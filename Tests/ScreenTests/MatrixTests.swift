import Foundation
import ScreenHarness
import TestSupport
import Testing

/// Many inputs, at the terminal.
@Suite struct MatrixTests {
  /// The table tells that all calls have ended.
  private func waitForCalls(_ count: Int, _ app: App) throws {
    try app.wait("\(count) calls") { app.line(1).contains(" \(count)/\(count) ") && app.text.contains("─ Calls ─") }
  }

  @Test func `Two plugins are called with what is typed, and a crash is opened`() throws {
    try withAirlock("./libHello.so", "./libNullRead.so", directory: Samples.folder) { app in
      try app.waitForVerdicts(passed: 2)
      app.press("t")
      try app.see("─ Inputs ─", "Enter call all")
      app.press(.escape, .enter, "hi", .enter)  // Alt-Enter is a new line
      try waitForCalls(4, app)
      try app.see("2 × 2 · 2 inputs differ", "≠  \"hello\"", "≠  \"hi\"", "✗ SIGSEGV", "42")
      app.press("j")
      try app.see("─ libNullRead.so ─", "crashed in MyFunction")
      app.press(.enter)
      try app.see("─ Cause ─", "Null pointer read")
      app.press(.escape)
      try app.see("─ Calls ─")
      app.press(.escape)
      try app.see("1 Plugins")
      // The list tells of runs that were asked for one by one, and of no calls.
      try app.see("libNullRead", mark: "✓", last: "–")
    }
  }

  @Test func `The inputs of a file; what came of them goes into another`() throws {
    let folder = try TemporaryFolder()
    let cases = try folder.write("cases", "hello\n\n\"two\\nlines\"\n")
    try withAirlock(Samples.path("libHello"), "--inputs", cases, directory: folder.path) { app in
      try app.waitForVerdicts(passed: 1)
      app.press("t")
      try app.see("\"two\\nlines\"", "3 lines")
      try folder.write("others", "one\n[two]\n")
      app.press(.control("o"))
      try app.wait("the question") { app.footer.contains("inputs from file:") }
      app.press("others", .enter)
      try app.see("[two]", "2 lines")
      app.press(.enter)
      try waitForCalls(2, app)
      app.press("o")
      try app.wait("the file") { app.footer.contains("saved airlock-") }
      let name = try #require(
        FileManager.default.contentsOfDirectory(atPath: folder.path).first { $0.hasSuffix(".json") })
      let report = try #require(
        try JSONSerialization.jsonObject(with: Data(folder.read(name))) as? [String: Any])
      let runs = report.objects("plugins").first?.objects("runs") ?? []
      #expect(runs.map { $0.text("input") } == ["one", "[two]"])
      #expect(runs.map { $0.number("value") } == [3, 5])
    }
  }

  @Test func `What hangs is stopped, called again, and stopped again`() throws {
    try withAirlock(Samples.path("libSleepy"), "--timeout", "600", "--jobs", "2") { app in
      try app.waitForVerdicts(passed: 1)
      app.press("t")
      try app.see("─ Inputs ─")
      app.press(.escape, .enter, "hi", .enter)
      try app.wait("calls that run") { app.line(2).contains("2 running") }
      app.press("x")
      try app.wait("their end") { app.line(2).contains("2 interrupted") && app.text.contains("! stopped") }
      app.press("r")
      try app.wait("one that runs again") { app.line(2).contains("1 running") }
      app.press(.control("c"))
      try app.wait("its end") { app.line(2).contains("2 interrupted") }
    }
  }

  /// A verdict belongs to one state of a file.
  @Test func `What a plugin came to before it was rebuilt is marked, and called again`() throws {
    let folder = try TemporaryFolder()
    try folder.copy(Samples.path("libHello"), to: "plugin.so")
    try withAirlock(folder("plugin.so")) { app in
      try app.waitForVerdicts(passed: 1)
      app.press("t")
      try app.see("─ Inputs ─")
      app.press(.enter)
      try waitForCalls(1, app)
      try app.see("  42 ")
      try folder.copy(Samples.path("libWordCount"), to: "new")
      try #require(rename(folder("new"), folder("plugin.so")) == 0)
      try app.see("~  42", "rebuilt since")
      app.press("r")
      try app.see("1, <nil>")
      try waitForCalls(1, app)
    }
  }
}
