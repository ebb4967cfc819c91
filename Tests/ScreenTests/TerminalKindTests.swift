import ScreenHarness
import TestSupport
import Testing

/// Terminals that can do less.
@Suite struct TerminalKindTests {
  private func cells(_ app: App) -> [ScreenCell] {
    (0..<app.rows).flatMap { row in (0..<app.columns).map { app[$0, row] } }
  }

  @Test func `Without colour there is none, and everything is there`() throws {
    try Samples.show(environment: ["NO_COLOR": "1"]) { app in
      try app.run("libNullRead", "SIGSEGV (null pointer read at 0x30)")
      try app.see("libNullRead", mark: "✗", last: "SIGSEGV")
      try app.waitForFocus("1 Plugins")
      #expect(cells(app).allSatisfy { $0.foreground == nil && $0.background == nil })
      #expect(cells(app).contains { $0.isReversed } && cells(app).contains { $0.isBold })
    }
    try Samples.show { app in
      #expect(cells(app).contains { $0.foreground != nil }, "with colours there are some")
    }
  }

  @Test func `Where the locale has no UTF-8, all is ASCII`() throws {
    let environment: [String: String?] = ["LC_ALL": "C", "TERM": "screen-256color"]
    try withAirlock(Samples.path("libHello"), environment: environment) { app in
      try app.wait(for: "+ load")
      app.press(.enter)
      try app.see("42, <nil>", "+ returned", "+- 1 Plugins -")
      try app.see("libHello", mark: "+", last: "42")
      #expect(cells(app).allSatisfy { $0.text.allSatisfy(\.isASCII) })
      #expect(app.line(1).first == "+" && app.line(2).first == "|" && app.line(28).last == "+")
      app.press("?")
      try app.see("Help: Plugins")
      #expect(cells(app).allSatisfy { $0.text.allSatisfy(\.isASCII) })
    }
  }

  @Test func `A terminal that cannot place its cursor gets the text of check`() throws {
    let app = try App(
      "airlock", Samples.path("libHello"), Samples.path("libSleepy"), columns: 200, environment: ["TERM": "dumb"])
    #expect(try app.waitForExit() == .exited(0))
    #expect(app.line(0).hasPrefix("Note: the terminal \"dumb\" (TERM) cannot place its cursor"))
    #expect(app.text.contains("libHello.so: ok, swift, func MyFunction(String) throws -> Int (mangled name)"))
    #expect(app.text.contains("libSleepy.so: ok") && app.text.contains("2 plugins: 2 passed"))
    #expect(!app.text.contains("42, <nil>") && app.isCooked)

    let other = try App("airlock", Samples.path("libWrongType"), columns: 200, environment: ["TERM": "dumb"])
    #expect(try other.waitForExit() == .exited(1))
    #expect(other.text.contains("has the wrong signature: expected func MyFunction(String) throws -> Int, found"))
  }

  @Test func `A terminal that nobody knows does too`() throws {
    let app = try App("airlock", Samples.path("libHello"), columns: 200, environment: ["TERM": "no-such-terminal"])
    #expect(try app.waitForExit() == .exited(0))
    #expect(app.text.contains("Note: ") && app.text.contains("libHello.so: ok, swift"))
  }

  @Test(arguments: ["xterm", "linux", "screen-256color", "tmux-256color", "vt100"])
  func `Other terminals`(term: String) throws {
    try withAirlock(Samples.path("libHello"), environment: ["TERM": term]) { app in
      try app.waitForVerdicts(passed: 1)
      app.press(.down, .enter)
      try app.see("42, <nil>", "✓ returned")
      try app.waitWhole()
      app.press("q")
      #expect(try app.waitForExit() == .exited(0))
      #expect(app.isCooked)
    }
  }
}
