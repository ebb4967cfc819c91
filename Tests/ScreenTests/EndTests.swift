import Glibc
import ScreenHarness
import TestSupport
import Testing

/// Every way out gives the terminal back, tells the truth by its status, and leaves no process behind.
@Suite struct EndTests {
  private func expectShellsScreen(_ app: App, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(app.isCooked && !app.isOnAlternateScreen && app.isCursorVisible, sourceLocation: sourceLocation)
    #expect(!app.text.contains("Plugins"), sourceLocation: sourceLocation)
  }

  /// With a plugin that runs and will not end by itself.
  private func withSleepy(_ body: (App) throws -> Void) throws {
    try withAirlock(Samples.path("libSleepy"), "--timeout", "300") { app in
      try app.waitForVerdicts(passed: 1)
      app.press(.enter)
      try app.see("… in MyFunction")
      #expect(app.worker != nil && app.family.count > 1)
      try body(app)
    }
  }

  @Test func `q quits`() throws {
    try Samples.show { app in
      #expect(app.isOnAlternateScreen && !app.isCooked && app.worker != nil)
      try app.end(with: .exited(0)) { app.press("q") }
      expectShellsScreen(app)
      #expect(app.isBlank)
    }
  }

  @Test func `q quits while a plugin runs`() throws {
    try withSleepy { app in
      try app.end(with: .exited(0)) { app.press("q") }
      expectShellsScreen(app)
    }
  }

  @Test func `^C stops, then asks, then quits`() throws {
    try withSleepy { app in
      app.press(.control("c"))
      try app.see("libSleepy", mark: "!", last: "stopped")
      app.press(.control("c"))
      try app.waitForNotice("^C again quits")
      app.press("j")
      try app.wait("the keys") { !app.footer.contains("^C") }
      app.press(.control("c"))
      try app.waitForNotice("^C again quits")
      try app.end(with: .exited(0)) { app.press(.control("c")) }
      expectShellsScreen(app)
    }
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGINT])
  func `Asked to end, it does`(signal: Int32) throws {
    try withSleepy { app in
      try app.end(with: .exited(128 + signal)) { app.signal(signal) }
      expectShellsScreen(app)
      #expect(app.isBlank)
    }
  }

  @Test func `The window is closed`() throws {
    try withSleepy { app in
      try app.end(with: .exited(128 + SIGHUP)) { app.hangUp() }
    }
  }

  @Test(arguments: [SIGSEGV, SIGILL, SIGABRT, SIGBUS, SIGFPE, SIGQUIT])
  func `A crash of its own gives the terminal back and says so`(signal: Int32) throws {
    try withSleepy { app in
      try app.end(with: .signaled(signal)) { app.signal(signal) }
      expectShellsScreen(app)
      #expect(app.line(0).hasPrefix("airlock: crashed by SIG") && app.line(0).hasSuffix("; the terminal is restored"))
    }
  }

  @Test func `Killed, it leaves no process`() throws {
    try withSleepy { app in
      try app.end(with: .signaled(SIGKILL)) { app.signal(SIGKILL) }
    }
  }

  @Test func `^Z stops it, and fg brings it back`() throws {
    let app = try App("/bin/sh", "-i", environment: ["PS1": "ready> ", "ENV": nil])
    try app.wait(for: "ready>")
    app.press(.text(Executables.path("airlock") + " " + Samples.path("libHello")), .enter)
    try app.waitForVerdicts(passed: 1)
    let family = app.family
    #expect(family.contains { $0.name == "airlock-worker" })
    app.press(.control("z"))
    try app.waitForShell()
    #expect(app.text.contains("Stopped"))
    app.resize(columns: 80, rows: 24)
    app.press("fg", .enter)
    try app.wait("the dashboard") { app.isOnAlternateScreen && !app.isCooked }
    try app.waitForVerdicts(passed: 1)
    try app.waitWhole()
    app.press(.enter)
    try app.see("42, <nil>")
    app.press("q")
    try app.waitForShell()
    try app.waitForEnd(of: family)
    app.press("exit 3", .enter)
    #expect(try app.waitForExit() == .exited(3))
  }

  @Test func `Stopped and continued by others, it goes on`() throws {
    try withSleepy { app in
      app.signal(SIGSTOP)
      app.resize(columns: 90, rows: 25)
      app.signal(SIGCONT)
      try app.wait("the new size") { app.line(24).contains("Enter") || app.line(24).contains("i edit") }
      try app.waitWhole()
      #expect(app.isOnAlternateScreen && !app.isCooked)
      app.press("x")
      try app.see("libSleepy", mark: "!", last: "stopped")
    }
  }
}
