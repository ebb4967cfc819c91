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
      app.press("n")
      try app.see("─ libHello.so ─", "on \"hi\"", "the plugins differ on it")
      app.press("n")
      try app.see("─ libHello.so ─", "on \"hello\"")
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

  @Test func `What was not called is not exported as called, and the sandbox is told as it was`() throws {
    let folder = try TemporaryFolder()
    try folder.copy(Samples.path("libSleepy"), to: "a.so")
    try folder.copy(Samples.path("libHello"), to: "b.so")
    try withAirlock("./a.so", "./b.so", "--timeout", "600", "--jobs", "1", directory: folder.path) { app in
      try app.waitForVerdicts(passed: 2)
      app.press("j", .enter)
      try app.see("42, <nil>")
      app.press("b", "n", .escape)
      try app.wait("the sandbox, loosened") { app.header.contains("−network") && !app.text.contains("─ Sandbox ─") }
      app.press("t")
      try app.see("─ Inputs ─")
      app.press(.enter)
      try app.wait("a call that hangs") { app.line(2).contains("1 running") }
      app.press("x")
      try app.wait("its end") { app.line(2).contains("1 interrupted") && app.line(2).contains("1 not called") }
      app.press("o")
      try app.wait("the file") { app.footer.contains(".json") }
      app.press("O")
      try app.wait("the file") { app.footer.contains(".xml") }
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      let json = try #require(names.first { $0.hasSuffix(".json") })
      let report = try #require(
        try JSONSerialization.jsonObject(with: Data(folder.read(json))) as? [String: Any])
      let plugin = try #require(report.objects("plugins").last)
      #expect(plugin.text("path") == "./b.so" && plugin.objects("runs").isEmpty)
      #expect(plugin["verdict"] is NSNull && plugin["run"] is NSNull)
      let loosened = (report["sandbox"] as? [String: Any])?["loosened"] as? [String]
      #expect(loosened == ["network"])
      let xml = try #require(names.first { $0.hasSuffix(".xml") })
      let suite = try #require(
        String(decoding: folder.read(xml), as: UTF8.self).components(separatedBy: "<testsuite ").last)
      #expect(suite.contains("name=\"./b.so\"") && suite.contains("skipped=\"1\"") && suite.contains("<skipped/>"))
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
