import ScreenHarness
import TestSupport
import Testing

/// The sandbox as somebody sees and switches it on a terminal.
@Suite struct SandboxTests {
  @Test func `The header tells it, and a key shows and switches it`() throws {
    try Samples.show { app in
      try app.wait("the sandbox in the header") { app.header.contains("  sandbox ") }
      app.press("b")
      try app.see("─ Sandbox ─", "[ ] n network", "none given: --allow-read PATH", "Space switch")
      app.press("n")
      try app.wait("the network in the header") { app.header.contains("sandbox −network") }
      try app.see("[x] n network")
      app.press("o")
      try app.waitForNotice("once more to switch the sandbox off")
      #expect(!app.header.contains("NO SANDBOX"))
      app.press("o")
      try app.wait("the alarm in the header") { app.header.hasSuffix("NO SANDBOX") }
      #expect(app[app.columns - 3, 0].isReversed && app[app.columns - 3, 0].isBold)
      app.press("o", "n", .escape)
      try app.wait("the dashboard") { !app.text.contains("─ Sandbox ─") && app.header.contains("  sandbox ") }
      #expect(!app.header.contains("−network"))
      // Plugins run as before.
      try app.run("libHello", "42, <nil>")
      app.press("b", "n", "b", .enter)
      try app.see("run 2 ·", "sandbox −network")
    }
  }

  @Test func `What was given on the command line is there`() throws {
    let folder = try TemporaryFolder()
    try withAirlock(
      Samples.path("libHello"), "--allow-read", folder.path, "--env", "TOKEN=secret", "--allow-processes",
      columns: 80, rows: 24
    ) { app in
      try app.wait("it in the header") { app.header.contains("sandbox −processes −read −env") }
      app.press("b")
      try app.see("[x] p processes", "[x] r read", "[x] e env         TOKEN", "[ ] n network")
      #expect(!app.text.contains("secret"))
      app.press("r")
      try app.wait("less of it") { app.header.contains("sandbox −processes −env") }
      app.press("r")
      try app.wait("all of it") { app.header.contains("sandbox −processes −read −env") }
      for size in [(60, 15), (20, 5), (19, 4), (100, 30)] {
        app.resize(columns: size.0, rows: size.1)
        try app.wait("\(size)") { size.0 == 19 || app.header.contains(" sandbox ") }
      }
      try app.see("─ Sandbox ─", "TOKEN")
    }
  }

  @Test func `Started without it, the dashboard says so all the time`() throws {
    try withAirlock(Samples.path("libHello"), "--no-sandbox", columns: 60, rows: 15) { app in
      try app.wait("the alarm") { app.header.hasSuffix("NO SANDBOX") }
      app.press(.enter)
      try app.see("42, <nil>")
      #expect(app.header.hasSuffix("NO SANDBOX"))
    }
  }
}
