import Foundation
import ScreenHarness
import TestSupport
import Testing

/// What is remembered from session to session, what the configuration says, and text from elsewhere.
@Suite struct SessionTests {
  private let folder: TemporaryFolder
  private var environment: [String: String?] {
    ["XDG_STATE_HOME": folder("state"), "XDG_CONFIG_HOME": folder("config"), "EDITOR": folder("editor")]
  }

  init() throws {
    folder = try TemporaryFolder()
    try folder.folder("config/airlock")
  }

  /// The dashboard with two plugins, once these have their verdicts.
  private func session(
    _ options: [String] = [], columns: Int = 100, environment changes: [String: String?] = [:],
    _ body: (App) throws -> Void
  ) throws {
    let app = try App(
      "airlock", arguments: options + [Samples.path("libHello"), Samples.path("libWordCount")], columns: columns,
      directory: folder.path, environment: environment.merging(changes) { $1 })
    try app.waitForVerdicts(passed: 2)
    try body(app)
    if app.status == nil { try app.end(with: .exited(0)) { app.press("q") } }
  }

  private func type(_ app: App, _ text: String) throws {
    app.press("i")
    try app.wait("the cursor") { app.isCursorVisible }
    app.press(.control("u"))
    app.press(.text(text))
    try app.wait(for: "│ \(text) ")
  }

  // MARK: Memory

  @Test func `What was called is at hand in the next session`() throws {
    try session { app in
      for (text, result) in [("first text", "10"), ("second", "6")] {
        try type(app, text)
        app.press(.enter)
        try app.wait(for: "│ \(result), <nil>")
      }
    }
    try session { app in
      app.press("]", "]")
      try app.see("[history 2]", "✓ 10 ", "✓ 6 ", "first text")
      app.press("i", .up)
      try app.wait(for: "│ second ")
      app.press(.up)
      try app.wait(for: "│ first text ")
      app.press(.escape)
      try app.waitForFocus("1 Plugins")
    }
  }

  @Test func `Marks and order are as they were left`() throws {
    try session { app in
      app.press("j", " ", "s", "S")
      try app.see("1 marked", "verdict ▼")
    }
    try session { app in
      try app.see("1 marked", "verdict ▼", "✓•libWordCount")
      app.press("U", "s")
      try app.wait("no mark") { !app.text.contains("1 marked") }
    }
    try session { app in
      try app.wait(for: "kind ▲")
      #expect(!app.text.contains("marked"))
    }
  }

  @Test func `Two at once lose nothing`() throws {
    try session { one in
      try session { other in
        for (app, text) in [(one, "of one"), (other, "of another")] {
          try type(app, text)
          app.press(.enter)
          try app.wait(for: "│ \(text.count), <nil>")
        }
      }
    }
    try session { app in
      app.press("]", "]")
      try app.see("[history 2]", "of one", "of another")
      app.press("i", .up)
      try app.wait("one of them") { app.text.contains("│ of one  ") || app.text.contains("│ of another ") }
      app.press(.up)
      try app.wait(for: "│ of one  ")
      app.press(.escape)
      try app.waitForFocus("1 Plugins")
    }
  }

  // MARK: Configuration

  @Test func `Own keys hold, and the footer names them`() throws {
    try folder.write(
      "config/airlock/config", "# mine\nkey quit = F10\nkey sort = ^S o\ntheme = monochrome\ninput = seven by\n")
    try session(columns: 160) { app in
      try app.wait("the footer") { app.footer.contains("^S sort") && app.footer.hasSuffix("F10 quit") }
      try app.wait(for: "│ seven by ")
      app.press("q", "o")
      try app.waitForNotice("sorted by verdict")
      app.press(.control("s"))
      try app.waitForNotice("sorted by kind")
      app.press("?")
      try app.see("^S o")
      app.press(.escape)
      try app.wait("the list") { !app.text.contains("Help: ") }
      try app.end(with: .exited(0)) { app.press(.function(10)) }
    }
  }

  @Test func `A line that makes no sense is told with its number, the others count`() throws {
    try folder.write(
      "config/airlock/config", "key sort = ^C\nnonsense\nkey filter = F3\nallow-network = yes\nkey fly = x\n")
    let app = try App(
      "airlock", Samples.path("libHello"), columns: 200, directory: folder.path, environment: environment)
    try app.waitForNotice("M: 4 messages · config line 1: ^C keeps its meaning: it is the way out")
    app.press("M")
    try app.see("─ Messages ─", "config line 2: it is no NAME = VALUE", "config line 5: no action is called fly")
    try app.see("config line 4: allow-network counts on the command line only")
    app.press(.escape)
    try app.wait(for: "1 Plugins")
    app.press(.function(3))
    try app.wait(for: "Enter keep")
    app.press("hel")
    try app.wait("the filter") { app.footer.hasPrefix(" /hel") }
    app.press(.escape)
    try app.wait("the keys") { app.footer.contains("F3 filter") }
    try app.wait(for: "sandbox full")
    try app.end(with: .exited(0)) { app.press("q") }
  }

  // MARK: Text from elsewhere

  @Test func `The input is written in an editor`() throws {
    try folder.write(
      "editor", "#!/bin/sh\ntr a-z A-Z < \"$1\" > new && printf ' and more\\n' >> new && mv new \"$1\"\n")
    try #require(chmod(folder("editor"), 0o700) == 0)
    try session { app in
      app.press("e")
      try app.waitForNotice("the input is now what you wrote")
      try app.wait(for: "│ HELLO and more ")
      #expect(app.isOnAlternateScreen && !app.isCooked)
      app.press(.enter)
      try app.wait(for: "│ 14, <nil>")
      try app.waitWhole()
    }
  }

  @Test func `The input comes from a file`() throws {
    try folder.write("words.txt", "one two\nthree")
    try session { app in
      app.press("I")
      try app.wait(for: "input from file: ")
      app.press("words.txt", .enter)
      try app.waitForNotice("the input is now words.txt, 13 B")
      try app.see("│ one two⏎ ", "│ three ", "2 lines · 13 bytes")
      app.press("j", .enter)
      try app.wait(for: "│ 3, <nil>")
      app.press("I")
      try app.wait(for: "input from file: ")
      app.press("nowhere", .enter)
      try app.waitForNotice("nowhere could not be read: no such file or directory")
      try app.see("│ three ")
    }
  }

  // MARK: Colours

  private func colours(_ app: App) -> Set<Int> {
    Set((0..<app.rows).flatMap { row in (0..<app.columns).compactMap { app[$0, row].foreground } })
  }

  @Test func `Light terminals get other colours, by --theme or by what the terminal tells`() throws {
    let (cyan, blue) = (6, 4)
    try session(["--theme", "dark"]) { app in #expect(colours(app).contains(cyan) && !colours(app).contains(blue)) }
    try session(["--theme", "light"]) { app in #expect(!colours(app).contains(cyan) && colours(app).contains(blue)) }
    try session(environment: ["COLORFGBG": "0;15"]) { app in #expect(colours(app).contains(blue)) }
    try session(environment: ["COLORFGBG": "15;0"]) { app in
      #expect(colours(app).contains(cyan))
      app.press("T")
      try app.waitForNotice("theme: light")
      try app.wait("its colours") { colours(app).contains(blue) }
    }
    try session(["--theme", "light"], environment: ["NO_COLOR": "1"]) { app in #expect(colours(app).isEmpty) }
  }
}
