#if TERMINAL_EMULATOR
  import Display
  import Glibc
  import ScreenHarness
  import TestSupport
  import Testing

  /// The real terminal, seen from outside: `TerminalProbe` runs on a pseudo-terminal.
  @Suite struct ProbeTests {
    private func probe(
      columns: Int = 80, rows: Int = 12, environment: [String: String?] = [:]
    ) throws -> App {
      let app = try App("TerminalProbe", columns: columns, rows: rows, environment: environment)
      try app.wait(for: "size \(columns)x\(rows)")
      try app.wait("the last line") { app.line(rows - 1).last == "#" }
      return app
    }

    /// A shell at the terminal, that starts the probe as its job.
    private func shell() throws -> App {
      let app = try App("/bin/sh", "-i", columns: 80, rows: 12, environment: ["PS1": "ready> ", "ENV": nil])
      try app.wait(for: "ready>")
      return app
    }

    @Test func `The first picture is whole`() throws {
      let app = try probe()
      #expect(app.line(0) == "probe gray ground reverse 数え é ─│")
      #expect(app.line(1) == "size 80x12, 256 colors, unicode.")
      #expect(app.line(11) == String(repeating: "=", count: 79) + "#")
      #expect(app.isOnAlternateScreen && !app.isCooked && !app.isCursorVisible)
      #expect(app[0, 0].foreground == 1 && app[0, 0].isBold)
      #expect(app[6, 0].foreground == 8)
      #expect(app[12, 0].foreground == 7 && app[12, 0].background == 4 && app[12, 0].isUnderlined)
      #expect(app[18, 0].isReversed && app[18, 0].foreground == nil)
      #expect(app[26, 0].width == 2)
      app.press("q")
      #expect(try app.waitForExit() == .exited(0))
      #expect(app.isCooked && !app.isOnAlternateScreen && app.isCursorVisible && app.text.allSatisfy(\.isNewline))
    }

    @Test func `Keys arrive as they are named`() throws {
      let app = try probe(rows: 24)
      app.press("a", "é", .up, .home, .pageDown, .function(5), .enter, .control("a"), .alt("b"), .escape)
      try app.wait(for: "key escape 0.")
      let shown = (2..<12).map(app.line)
      #expect(
        shown == [
          "text a 0.", "text é 0.", "key up 0.", "key home 0.", "key pageDown 0.", "key function(5) 0.", "key enter 0.",
          "text a 4.", "text b 2.", "key escape 0.",
        ])
    }

    @Test func `The cursor is where it is wanted`() throws {
      let app = try probe()
      app.press("c")
      try app.wait("the cursor") { app.isCursorVisible && app.cursor == (3, 1) }
      app.press(.up)
      try app.wait("no cursor") { !app.isCursorVisible }
    }

    @Test func `A long paste is one piece`() throws {
      let app = try probe()
      app.paste(String(repeating: "数え上げ x\r\n", count: 7000))
      try app.wait(for: "paste of 105000 bytes, 7000 lines.")
    }

    @Test func `Each screen is shown at once: what is drawn lies between a begin and an end`() throws {
      let app = try probe()
      app.press("a")
      try app.wait(for: "text a 0.")
      let written = String(decoding: app.written, as: UTF8.self)
      let frames = written.split(separator: "\u{1B}[?2026h", omittingEmptySubsequences: false)
      #expect(frames.count >= 3)
      for frame in frames.dropFirst() { #expect(frame.hasSuffix("\u{1B}[?2026l")) }
      #expect(frames.last?.contains("text a 0.") == true)
      #expect(!frames[0].contains("probe"))
    }

    @Test func `A storm of resizes ends with the right picture`() throws {
      let app = try probe()
      for step in 0..<60 { app.resize(columns: 40 + step % 37, rows: 5 + step % 23) }
      app.resize(columns: 71, rows: 9)
      try app.wait(for: "size 71x9,")
      try app.wait("the last line") { app.line(8) == String(repeating: "=", count: 70) + "#" }
      #expect(app.line(0) == "probe gray ground reverse 数え é ─│")
      app.press("a")
      try app.wait(for: "text a 0.")
    }

    @Test func `Nothing happens while nothing happens`() throws {
      let app = try probe()
      app.press("d")  // a deadline of a millisecond
      try app.wait(for: "deadline.")
      app.press("w")
      // One wake-up each for the start, both keys and the deadline: none in between.
      try app.wait(for: "3 wake-ups.")
    }

    @Test func `A descriptor that is watched is told of`() throws {
      let app = try probe()
      app.press("p")
      try app.wait(for: "ready true, 42.")
    }

    @Test func `Started in the background, it waits for its turn`() throws {
      let app = try shell()
      app.press(.text(Executables.path("TerminalProbe") + " &"), .enter)
      app.press("sleep 0; fg", .enter)
      try app.wait("the probe") { app.isOnAlternateScreen && app.text.contains("size 80x12") }
      app.press("q")
      try app.waitForShell()
    }

    @Test func `^Z stops it, and fg brings it back`() throws {
      let app = try shell()
      app.press(.text(Executables.path("TerminalProbe")), .enter)
      try app.wait("the probe") { app.isOnAlternateScreen && app.text.contains("size 80x12") }
      app.press(.control("z"))
      try app.waitForShell()
      #expect(app.text.contains("Stopped"))
      app.resize(columns: 60, rows: 10)
      app.press("fg", .enter)
      try app.wait("the probe") { app.isOnAlternateScreen && app.text.contains("resumed.") }
      try app.wait(for: "size 60x10")
      #expect(app.line(9) == String(repeating: "=", count: 59) + "#")
      app.press("q")
      try app.waitForShell()
      app.press("exit 3", .enter)
      #expect(try app.waitForExit() == .exited(3))
    }

    @Test func `A job that is stopped can be ended`() throws {
      let app = try shell()
      app.press(.text(Executables.path("TerminalProbe")), .enter)
      try app.wait(for: "size 80x12")
      app.press(.control("z"))
      try app.waitForShell()
      app.press("kill %1; bg %1; wait %1; echo status $?.", .enter)
      try app.wait(for: "status 143.")
      #expect(!app.isOnAlternateScreen)
    }

    @Test func `Stopped and continued by others, it paints again`() throws {
      let app = try probe()
      app.signal(SIGSTOP)
      app.signal(SIGCONT)
      try app.wait(for: "continued.")
      #expect(app.isOnAlternateScreen && !app.isCooked)
      #expect(app.line(0) == "probe gray ground reverse 数え é ─│")
    }

    @Test func `Where no one could continue it, it does not stop`() throws {
      let app = try probe()
      app.signal(SIGTSTP)
      try app.wait(for: "resumed.")
      #expect(app.isOnAlternateScreen && !app.isCooked)
    }

    @Test(arguments: [SIGTERM, SIGHUP, SIGINT])
    func `Asked to end, it gives the terminal back`(signal: Int32) throws {
      let app = try probe()
      app.signal(signal)
      #expect(try app.waitForExit() == .exited(128 + signal))
      #expect(app.isCooked && !app.isOnAlternateScreen && app.isCursorVisible)
      #expect(app.text == "ended by signal \(signal)" + String(repeating: "\n", count: 11))
    }

    @Test func `A trap gives the terminal back, says why, and is told by the status`() throws {
      let app = try probe(columns: 200)
      app.press("t")
      #expect(try app.waitForExit() == .signaled(SIGILL))
      #expect(app.isCooked && !app.isOnAlternateScreen && app.isCursorVisible)
      #expect(app.text.contains("Fatal error: probe trap"))
      #expect(app.text.contains("airlock: crashed by SIGILL; the terminal is restored"))
    }

    @Test func `So does a stack overflow`() throws {
      let app = try probe()
      app.press("o")
      #expect(try app.waitForExit() == .signaled(SIGSEGV))
      #expect(app.isCooked && !app.isOnAlternateScreen)
      #expect(app.text.contains("airlock: crashed by SIGSEGV; the terminal is restored"))
    }

    @Test(arguments: [SIGABRT, SIGBUS, SIGFPE, SIGQUIT, SIGSYS, SIGTRAP])
    func `And every other fatal signal`(signal: Int32) throws {
      let app = try probe()
      app.signal(signal)
      #expect(try app.waitForExit() == .signaled(signal))
      #expect(app.isCooked && !app.isOnAlternateScreen && app.text.contains("; the terminal is restored"))
    }

    @Test func `exit gives it back too`() throws {
      let app = try probe()
      app.press("x")
      #expect(try app.waitForExit() == .exited(7))
      #expect(app.isCooked && !app.isOnAlternateScreen)
    }

    @Test func `Standard error waits behind the screen`() throws {
      let app = try probe()
      app.press("e")
      try app.wait(for: "scribbled.")
      #expect(!app.text.contains("scribble\n"))
      app.press("q")
      try app.waitForExit()
      #expect(app.line(0) == "scribble")
    }

    @Test(arguments: [
      (nil, "TERM is not set"), ("no-such-terminal", "no description of the terminal \"no-such-terminal\""),
      ("dumb", "the terminal \"dumb\" (TERM) cannot place its cursor"),
    ])
    func `A terminal that cannot do it is told so`(term: String?, reason: String) throws {
      let app = try App("TerminalProbe", columns: 120, rows: 5, environment: ["TERM": term])
      #expect(try app.waitForExit() == .exited(2))
      #expect(app.text.contains(reason))
      #expect(app.isCooked)
    }

    @Test func `NO_COLOR leaves the attributes`() throws {
      let app = try probe(environment: ["NO_COLOR": "1"])
      #expect(app.line(1) == "size 80x12, 0 colors, unicode.")
      #expect((0..<80).allSatisfy { app[$0, 0].foreground == nil && app[$0, 0].background == nil })
      #expect(app[0, 0].isBold && app[12, 0].isReversed && app[18, 0].isReversed)
      #expect(try probe(environment: ["NO_COLOR": ""]).line(1) == "size 80x12, 256 colors, unicode.")
    }

    @Test(arguments: [("xterm", 8), ("linux", 8), ("screen-256color", 256), ("tmux", 8), ("vt100", 0)])
    func `Other terminals`(term: String, colors: Int) throws {
      let app = try probe(environment: ["TERM": term])
      #expect(app.line(1) == "size 80x12, \(colors) colors, unicode.")
      #expect(app[0, 0].foreground == (colors == 0 ? nil : 1))
      app.press(.up, "q")
      #expect(try app.waitForExit() == .exited(0))
      #expect(app.isCooked)
    }

    @Test(arguments: [["LC_ALL": "C"], ["LANG": nil]] as [[String: String?]])
    func `Without UTF-8 there is ASCII`(environment: [String: String?]) throws {
      let app = try probe(environment: environment.merging(["TERM": "screen-256color"]) { $1 })
      #expect(app.line(0) == "probe gray ground reverse ???? ? ??")
      #expect(app.line(1) == "size 80x12, 256 colors, ascii.")
    }

    @Test func `A UTF-8 locale that is not installed is UTF-8`() throws {
      let app = try probe(environment: ["LANG": "xx_XX.UTF-8"])
      #expect(app.line(0) == "probe gray ground reverse 数え é ─│")
    }

    /// The probe with the mouse on.
    private func probeWithMouse() throws -> App {
      let app = try probe()
      #expect(!app.hasMouse)
      app.press("m")
      try app.wait("the mouse") { app.hasMouse && app.text.contains("mouse set.") }
      return app
    }

    @Test func `The mouse is heard only while it is wanted`() throws {
      let app = try probeWithMouse()
      app.click(column: 7, row: 3)
      try app.wait(for: "press at 7,3 0.")
      app.click(column: 79, row: 0, button: 4)
      try app.wait(for: "wheelUp at 79,0 0.")
      app.click(column: 0, row: 11, button: 5)
      try app.wait(for: "wheelDown at 0,11 0.")
      app.press("n")
      try app.wait("no mouse") { !app.hasMouse }
      app.click(column: 1, row: 1)
      app.press("a")
      try app.wait(for: "text a 0.")
      #expect(!app.text.contains("at 1,1"))
      app.press("q")
      #expect(try app.waitForExit() == .exited(0))
    }

    @Test(arguments: [nil, SIGTERM, SIGHUP, SIGSEGV, SIGABRT])
    func `The mouse is given back however it ends`(signal: Int32?) throws {
      let app = try probeWithMouse()
      if let signal { app.signal(signal) } else { app.press("q") }
      try app.waitForExit()
      #expect(!app.hasMouse && app.isCooked)
    }

    @Test func `A trap gives back the mouse too`() throws {
      let app = try probeWithMouse()
      app.press("t")
      #expect(try app.waitForExit() == .signaled(SIGILL))
      #expect(!app.hasMouse)
    }

    @Test func `Whoever has the terminal meanwhile does not get the mouse`() throws {
      let app = try probeWithMouse()
      app.press("l")
      try app.wait("the other program") { !app.isOnAlternateScreen && app.text.contains("lent") }
      #expect(!app.hasMouse)
      app.press(.enter)
      try app.wait(for: "back, 0.")
      try app.wait("the mouse") { app.hasMouse }
      app.press("n")
      try app.wait("no mouse") { !app.hasMouse }
      app.press("l")
      // It has said so once more: the terminal is its own, and a key that is pressed now is for it.
      try app.wait("the other program") { !app.isOnAlternateScreen && app.text.contains("lent\nlent") }
      app.press(.enter)
      try app.wait("the probe") { app.isOnAlternateScreen }
      app.press("a")
      try app.wait(for: "text a 0.")
      #expect(!app.hasMouse)
    }

    @Test func `The shell does not get the mouse while the program is stopped`() throws {
      let app = try shell()
      app.press(.text(Executables.path("TerminalProbe")), .enter)
      try app.wait("the probe") { app.isOnAlternateScreen && app.text.contains("size 80x12") }
      app.press("m")
      try app.wait("the mouse") { app.hasMouse }
      app.press(.control("z"))
      try app.waitForShell()
      #expect(app.text.contains("Stopped"))
      #expect(!app.hasMouse)
      app.press("fg", .enter)
      try app.wait("the mouse") { app.isOnAlternateScreen && app.hasMouse }
      app.press("q")
      try app.waitForShell()
      #expect(!app.hasMouse)
    }

    @Test func `When the window is closed, it ends`() throws {
      let app = try probe()
      app.hangUp()
      let status = try app.waitForExit()
      // Whichever of the two it hears of first.
      #expect([.exited(128 + SIGHUP), .exited(3)].contains(status))
    }
  }
#else
  import Testing

  @Suite struct ProbeTests {
    @Test(
      .disabled(
        "libvterm-dev is not installed: neither the terminal nor the dashboard (ScreenTests) is tested end to end"))
    func `The real terminal`() {}
  }
#endif
