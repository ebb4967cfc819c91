import ScreenHarness
import TestSupport
import Testing

/// Enter in the list: each sample, and what is told of it.
@Suite struct RunTests {
  struct Expectation: CustomTestStringConvertible {
    var name: String
    /// The newest of it on the screen: what is waited for.
    var telling: String
    var others: [String]
    /// Mark and last cell.
    var row: [String]
    var testDescription: String { name }
  }

  static let expectations = [
    Expectation(name: "libHello", telling: "42, <nil>", others: ["✓ returned"], row: ["✓", "42"]),
    Expectation(name: "libAnswer", telling: "42, <nil>", others: ["✓ returned"], row: ["✓", "42"]),
    Expectation(
      name: "libChatty", telling: "5, <nil>",
      others: ["stdout │ Chatty got: hello", "stderr │ Chatty: nothing to complain about", "output 2 lines"],
      row: ["✓", "5"]),
    Expectation(
      name: "libPicky", telling: "0, input is too short: 5 of 10 characters", others: ["! returned an error"],
      row: ["!", "error"]),
    Expectation(
      name: "libEmptyFile", telling: "0, file is empty", others: ["! returned an error"], row: ["!", "error"]),
    Expectation(
      name: "libNullRead", telling: "SIGSEGV (null pointer read at 0x30)",
      others: ["✗ crashed in MyFunction", "stderr │ NullRead: opening the table"], row: ["✗", "SIGSEGV"]),
    Expectation(
      name: "libAbort", telling: "SIGABRT (abort)",
      others: ["✗ crashed in MyFunction", "stderr │ Abort: hello makes no sense"], row: ["✗", "SIGABRT"]),
    Expectation(
      name: "libTrap", telling: "(trap instruction)",
      others: ["✗ crashed in MyFunction", "Trap/Trap.swift:3: Fatal error: no plan for hello"], row: ["✗", "SIGILL"]),
    Expectation(
      name: "libOutOfRange", telling: "(trap instruction)",
      others: ["Swift/ContiguousArrayBuffer.swift", "error: Index out of range"], row: ["✗", "SIGILL"]),
    Expectation(
      name: "libExitThree", telling: "exited with status 3 in MyFunction, without",
      others: ["✗ exited in MyFunction", "A plugin must return"], row: ["✗", "exit 3"]),
    Expectation(
      name: "libBadInit", telling: "run 1 ",
      others: ["✗ crashed while it was opened", "SIGSEGV (null pointer write at 0x0)"], row: ["✗", "SIGSEGV"]),
    Expectation(
      name: "libWrongType", telling: "libWrongType.so: rejected: wrong signature",
      others: [
        "✗ rejected: wrong signature", "expected  func MyFunction(String) throws -> Int",
        "found     func MyFunction(Int) throws -> Int", "It is not called.",
      ], row: ["✗", "–"]),
    Expectation(
      name: "libNoFunction", telling: "libNoFunction.so: rejected: function not found",
      others: ["✗ rejected: function not found", "It exports YourFunction."], row: ["✗", "–"]),
  ]

  @Test(arguments: expectations) func `A run tells what came of it`(_ expected: Expectation) throws {
    // Traps of Swift are another signal on another processor.
    func isMachines(_ word: String) -> Bool { expected.row[1] == "SIGILL" && word == "SIGTRAP" }
    try withAirlock(Samples.path(expected.name)) { app in
      try app.wait(for: "1/1")
      app.press(.enter)
      try app.see([expected.telling] + expected.others)
      try app.wait("the row \(expected.row)") {
        app.row(expected.name).map { $0[0] == expected.row[0] && ($0[5] == expected.row[1] || isMachines($0[5])) }
          ?? false
      }
      try app.waitWhole()
    }
  }

  @Test func `What nothing proves never gets the mark of what passed`() throws {
    try withAirlock(Samples.path("libNoDebug")) { app in
      func expectDoubt() throws {
        let line = try #require(app.line(of: "libNoDebug"))
        let row = try #require(app.row("libNoDebug"))
        #expect(row[0] == "!" && row[4] == "?")
        #expect((1..<40).allSatisfy { app[$0, line].foreground != 2 }, "green is for what passed")
        #expect(app.header.contains("! 1") && !app.header.contains("✓"))
        #expect(app.text.contains("1 unverified"))
      }
      try app.waitForVerdicts(look: 1)
      try app.see("! signature", "1 unverified", "✓ load")
      try expectDoubt()
      app.press(.enter)
      try app.see("! returned, unverified", "7, <nil>", "1 unverified")
      try expectDoubt()
      #expect(app.row("libNoDebug")?[5] == "7")
    }
  }

  @Test func `A run that lasts blocks nothing, and can be stopped`() throws {
    try Samples.show("--timeout", "300", "--jobs", "2") { app in
      try app.select("libSleepy")
      app.press(.enter)
      try app.see("… in MyFunction", "of 300 s", "1 running", "x stop")
      let family = app.family

      app.press("?")
      try app.wait(for: "Help: Plugins")
      app.press(.escape)
      try app.wait("the dashboard") { !app.text.contains("Help: Plugins") }
      try app.run("libHello", "42, <nil>")
      #expect(app.row("libSleepy")?[5].hasPrefix("…") ?? false, "it still runs")
      app.press("x")
      try app.waitForNotice("this plugin does not run; X stops all")

      try app.select("libSleepy")
      try app.see("… in MyFunction")
      app.press(.enter)
      try app.waitForNotice("it runs already; x stops it")
      app.press("x")
      try app.see("! stopped in MyFunction")
      try app.see("libSleepy", mark: "!", last: "stopped")
      #expect(!app.text.contains("1 running"))
      try app.waitOutside("the end of its process") { family.contains { !$0.isAlive } }
    }
  }

  @Test func `A run that lasts too long is ended`() throws {
    try withAirlock(Samples.path("libSleepy"), "--timeout", "0.5") { app in
      try app.waitForVerdicts(passed: 1)
      app.press(.enter)
      try app.see("did not return from MyFunction within 0.5 s", "✗ timed out in MyFunction", "give it more: --timeout")
      try app.see("libSleepy", mark: "✗", last: "timeout")
    }
  }

  @Test func `All that may run do, and the header counts them`() throws {
    try Samples.show("--timeout", "300", "--jobs", "2") { app in
      app.press("a")
      // Passed: Answer, Chatty, Hello, Sleepy that still runs, WordCount.
      try app.waitForVerdicts(passed: 5, look: 3, failed: 8)
      try app.wait("Sleepy alone") { app.text.contains(" 13/14 ") && app.text.contains("1 running") }
      app.press(.control("c"))
      try app.waitForVerdicts(passed: 4, look: 4, failed: 8)
      app.press(.escape)
      try app.see("libSleepy", mark: "!", last: "stopped")
      try app.see("libNullRead", mark: "✗", last: "SIGSEGV")
      try app.see("libWordCount", mark: "✓", last: "1")
      try app.see("libWrongType", mark: "✗", last: "–")  // what did not pass is not called
      try app.waitWhole()
    }
  }
}
