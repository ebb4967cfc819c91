import ScreenHarness
import TestSupport
import Testing

/// The list at the keyboard: narrowed down, sorted, marked, and all of it run together.
@Suite struct ListTests {
  private func filter(_ app: App, _ text: String) {
    app.press("/")
    app.press(.text(text))
  }

  /// Escape, and what it brings back: a key that follows at once would be Alt with it.
  private func escape(_ app: App, to text: String) throws {
    app.press(.escape)
    try app.wait(for: text)
  }

  @Test func `The filter narrows as it is typed, Esc shows all again`() throws {
    try Samples.show { app in
      filter(app, "lib no")
      try app.wait("two rows") { app.place == "1/2" && app.footer.hasPrefix(" /lib no") }
      #expect(app.row("libHello") == nil && app.row("libNoDebug") != nil)
      app.press(.enter)
      try app.wait("the filter at the foot") { app.text.contains("of 16 · /lib no") && !app.isCursorVisible }
      app.press("n")
      try app.wait("the next match") { app.place == "2/2" }
      try escape(app, to: "/16 ─┘")
      #expect(app.row("libHello") != nil)
      try app.waitWhole()
    }
  }

  @Test func `The palette does what is chosen`() throws {
    try Samples.show { app in
      app.press(":")
      try app.wait(for: "─ Actions ─")
      app.press("sort by size")
      try app.wait("the one that is left") {
        app.text.contains("sort by size") && !app.text.contains("run on the input")
      }
      app.press(.enter)
      try app.waitForNotice("sorted by size")
      try app.see("size ▼", "1 Plugins")
    }
  }

  @Test func `The order is seen and can be turned round`() throws {
    try Samples.show { app in
      try app.wait(for: "name ▲")
      app.press("S")
      try app.wait("the last name first") { app.text.contains("name ▼") && app.line(of: "libWrongType") == 3 }
      app.press("S", "s")
      try app.wait("the worst first") {
        app.text.contains("verdict ▲") && app.line(of: "libHello") ?? 0 > app.line(of: "libWrongType") ?? .max
      }
    }
  }

  @Test func `All are run: Enter opens a crash, Esc leads back`() throws {
    try Samples.show("--timeout", "1") { app in
      app.press("a")
      try app.wait("the end of all") { app.isBatchDone }
      try app.see("worst first", "crashed", "timed out")
      app.press("g", .enter)
      try app.wait(for: "─ Cause ─")
      try escape(app, to: "─ Finished ─")
      try escape(app, to: "1 Plugins")
      app.press("A")
      try app.wait(for: "─ Finished ─")
    }
  }

  @Test func `Those that are marked are run, and no others`() throws {
    try Samples.show { app in
      try app.select("libAnswer")
      app.press(" ")
      try app.select("libHello")
      app.press(" ")
      try app.wait(for: "2 marked")
      app.press("a")
      try app.wait("both") { app.isBatchDone && app.line(1).contains(" 2/2 ") }
      try escape(app, to: "1 Plugins")
      try app.see("libHello", mark: "✓", last: "42")
      try app.see("libWordCount", mark: "✓", last: "–")
    }
  }

  @Test func `A pane has the screen for itself`() throws {
    try Samples.show { app in
      app.press("z")
      try app.wait("the list alone") { app.text.contains("SIZE") && !app.text.contains("4 Result") }
      app.press("z")
      try app.see("1 Plugins", "2 Checks", "3 Input", "4 Result")
      try app.waitWhole()
    }
  }

  @Test func `A long output is searched`() throws {
    let folder = try TemporaryFolder()
    try folder.compileC(
      """
      #include <stdio.h>
      #include <stdint.h>
      #include <stddef.h>
      int32_t MyFunction(const char *i, int64_t *r, char *e, size_t n) {
        for (int line = 1; line <= 3000; line++) puts(line % 1000 ? "straw" : "a Needle");
        *r = 1;
        return 0;
      }
      """, ["-g"])
    try withAirlock(folder("plugin.so")) { app in
      try app.waitForVerdicts(passed: 1)
      try app.run("plugin", "1, <nil>")
      app.press("4", "/", "needle")
      try app.wait("the first") { app.footer.contains("1 of 3 lines") && app.text.contains("a Needle") }
      app.press(.enter, "n", "n")
      try app.wait(for: "3 of 3 lines")
      app.press("n")
      try app.wait(for: "1 of 3 lines")
      try escape(app, to: "4 Result")
    }
  }

  // MARK: The mouse

  @Test func `A click selects a row, the wheel scrolls`() throws {
    try Samples.show("--mouse") { app in
      let row = try #require(app.line(of: "libHello"))
      app.click(column: 6, row: row)
      try app.wait("the row that was clicked") { app.selected == "libHello" }
      app.click(column: 6, row: row, button: 5)
      try app.wait("three rows on") { app.place == "10/16" }
      app.click(column: 6, row: row, button: 4)
      try app.wait("and back") { app.selected == "libHello" }
      app.click(column: 70, row: 20)
      try app.wait("another pane") { app.focus != "1 Plugins" }
      app.press("m")
      try app.wait("the terminal's own mouse") { !app.hasMouse }
    }
  }

  @Test func `^Z gives the terminal its mouse back, fg takes it again`() throws {
    let app = try App("/bin/sh", "-i", environment: ["PS1": "ready> ", "ENV": nil])
    try app.wait(for: "ready>")
    app.press(.text(Executables.path("airlock") + " --mouse " + Samples.path("libHello")), .enter)
    try app.waitForVerdicts(passed: 1)
    #expect(app.hasMouse)
    app.press(.control("z"))
    try app.waitForShell()
    #expect(app.text.contains("Stopped"))
    #expect(!app.hasMouse)
    app.press("fg", .enter)
    try app.wait("the dashboard") { app.isOnAlternateScreen && !app.isCooked && app.hasMouse }
    app.press("q")
    try app.waitForShell()
    #expect(!app.hasMouse)
    app.press("exit", .enter)
    try app.waitForExit()
  }

  // MARK: Sizes

  @Test(arguments: [[40, 10], [400, 120]]) func `Smallest and largest`(size: [Int]) throws {
    try withAirlock(Samples.folder, columns: size[0], rows: size[1]) { app in
      try app.wait("the samples") { app.place == "1/16" && app.footer.contains("q quit") }
      try app.wait("all verdicts") { app.verdicts == 16 }
      for (key, text) in [("?", "Help: Plugins"), (":", "─ Actions ─"), ("b", "─ Sandbox ─")] {
        app.press(.text(key))
        try app.wait(for: text)
        app.press(.escape)
        try app.wait("the list") { !app.text.contains(text) }
      }
      try app.waitWhole()
      try app.end(with: .exited(0)) { app.press("q") }
      #expect(app.isCooked && !app.isOnAlternateScreen && app.isBlank)
    }
  }
}
