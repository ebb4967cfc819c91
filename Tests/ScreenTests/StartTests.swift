import ScreenHarness
import TestSupport
import Testing

/// What is there before anybody has pressed a key.
@Suite struct StartTests {
  @Test(arguments: [[100, 30], [80, 24], [60, 15]])
  func `Each sample gets its verdict without a key`(size: [Int]) throws {
    try Samples.show(columns: size[0], rows: size[1]) { app in
      #expect(app.selected == "libAbort")
      // All of the list, selection by selection: whatever is told of a plugin stays within its pane.
      for (index, name) in Samples.names.enumerated() {
        try app.wait("row \(index + 1)") { app.place == "\(index + 1)/16" }
        try app.waitWhole()
        let (mark, load, signature) =
          switch name {
          case "libBadInit": ("✗", ["FAIL", "no"], ["ok"])
          case "libNoDebug": ("!", ["ok"], ["?"])
          case "libNoFunction": ("✗", ["–"], ["–"])
          case "libWrongType": ("✗", ["–"], ["FAIL", "no"])
          default: ("✓", ["ok"], ["ok"])
          }
        try app.wait("the verdict on \(name)") {
          app.row(name).map {
            $0[0] == mark && load.contains($0[3]) && signature.contains($0[4]) && $0[5] == "–"
          } ?? false
        }
        app.press("j")
      }
    }
  }

  @Test func `An empty folder says what to do`() throws {
    let folder = try TemporaryFolder()
    for size in [[100, 30], [60, 15]] {
      try withAirlock(folder.path, columns: size[0], rows: size[1]) { app in
        try app.see("There are no plugins here.", "airlock PATH…", "swift build")
        try app.wait("the footer") { app.footer == " b sandbox  : palette  ? help  q quit" }
        app.press("j", .enter)
        try app.waitForNotice("no plugins")
        app.press("q")
        #expect(try app.waitForExit() == .exited(0))
      }
    }
  }

  @Test func `The mouse is left to the terminal unless --mouse asks for it`() throws {
    try withAirlock(Samples.path("libHello")) { app in
      try app.waitForVerdicts(passed: 1)
      #expect(!app.hasMouse)
    }
    try withAirlock("--mouse", Samples.path("libHello")) { app in
      try app.waitForVerdicts(passed: 1)
      #expect(app.hasMouse)
      app.click(column: 5, row: 5)
      app.press("q")
      #expect(try app.waitForExit() == .exited(0))
      #expect(!app.hasMouse && app.isCooked)
    }
  }

  @Test func `With --no-load nothing is opened`() throws {
    let folder = try TemporaryFolder()
    try folder.compileC(
      """
      #include <stdio.h>
      #include <stdint.h>
      #include <stddef.h>
      __attribute__((constructor)) static void start(void) { puts("here"); }
      int32_t MyFunction(const char *i, int64_t *r, char *e, size_t n) { *r = 1; return 0; }
      """, ["-g"])
    try withAirlock(folder.path, Samples.path("libBadInit"), "--no-load") { app in
      try app.waitForVerdicts(passed: 2)
      try app.wait("its row") { app.row("libBadInit")?[3...] == ["–", "ok", "–"] }
      try app.see("not opened: --no-load")
      app.press(.enter)
      try app.waitForNotice("nothing is opened: --no-load")
      app.press("j")
      try app.wait("the keys that work") { app.footer.hasPrefix(" i edit  ") && app.footer.hasSuffix("? help  q quit") }
      #expect(!app.footer.contains(" run ") && !app.footer.contains(" all "))
      try app.see("Nothing is opened: --no-load.")
      app.press("a")
      try app.waitForNotice("nothing is opened: --no-load")
      #expect(!app.text.contains("stdout │"))
    }
    // And the constructor would have run.
    try withAirlock(folder("plugin.so")) { app in
      try app.waitForVerdicts(passed: 1)
      try app.see("stdout │ here")
    }
  }

  @Test func `The selection moves by few bytes`() throws {
    try Samples.show { app in
      let before = app.bytesWritten
      app.press("j")
      try app.wait("the second row") { app.place == "2/16" && app.text.contains(" libAnswer.so  C library") }
      #expect(app.bytesWritten - before < 1200)
    }
  }
}
