import Foundation
import ScreenHarness
import TestSupport
import Testing

/// Names and output that would like to be commands of the terminal.
@Suite struct HostileTextTests {
  @Test func `A name that is no text is a row like others`() throws {
    let folder = try TemporaryFolder()
    let bytes = try Data(contentsOf: URL(fileURLWithPath: Samples.path("libHello")))
    try folder.write("plain.so", bytes)
    // Clears the screen, sets the title, breaks the line, and is no UTF-8.
    let name = Array("a\u{1B}[2J\u{1B}]0;owned\u{7}b\n".utf8) + [0xFF, 0xC0] + Array("z\u{202E}.so".utf8)
    let path = Array(folder.path.utf8) + [UInt8(ascii: "/")] + name
    try #require(
      (path + [0]).map(CChar.init(bitPattern:)).withUnsafeBufferPointer { rename(folder("plain.so"), $0.baseAddress!) }
        == 0)
    for size in [[100, 30], [80, 24], [60, 15]] {
      try withAirlock(folder.path, columns: size[0], rows: size[1]) { app in
        try app.waitForVerdicts(passed: 1)
        try app.see("a\u{FFFD}[2J\u{FFFD}")
        try app.waitWhole()
        app.press(.enter)
        try app.see("42, <nil>")
        app.press("2", .enter)
        try app.see("checks in full", "path ")
        app.press(.escape)
        try app.wait("the dashboard") { !app.text.contains("checks in full") }
        try app.waitWhole()
        #expect(app.isOnAlternateScreen)
        #expect(app.title?.contains("owned") != true)
      }
    }
  }

  @Test func `A flood of output with escape sequences in it stays in its pane`() throws {
    let folder = try TemporaryFolder()
    try folder.compileC(
      #"""
      #include <stdint.h>
      #include <stdio.h>
      int32_t MyFunction(const char *i, int64_t *r, char *e, size_t n) {
        const char *evil = "\033[2J\033[?1049l\033c\033]0;owned\007\033[31mred\xff\xfe\x9b""31m\r\n";
        fputs(evil, stderr);
        for (int line = 0; line < 20000; line++) printf("%s%099d\n", line % 1000 ? "" : evil, line);
        snprintf(e, n, "%s", "no \033[2J\nsecond line");
        return 1;
      }
      """#, ["-g"])
    try withAirlock(folder("plugin.so")) { app in
      try app.waitForVerdicts(passed: 1)
      app.press(.enter)
      try app.see("! returned an error", " MiB", "dropped", "stdout │ \u{FFFD}[2J\u{FFFD}[?1049l\u{FFFD}c")
      try app.waitWhole()
      app.press("4", "G")
      try app.see("stdout │ 0000", "↑ ")
      try app.waitWhole()
      // In the order in which it came: what went to stderr was first.
      app.press("]", "g")
      try app.see("stderr │ \u{FFFD}[2J\u{FFFD}[?1049l\u{FFFD}c", "stdout │ \u{FFFD}[2J\u{FFFD}[?1049l\u{FFFD}c", "↓ ")
      try app.waitWhole()
      app.press(.enter)
      try app.see("full text", "stdout")
      app.press("G")
      try app.see("stderr", "\u{FFFD}[31mred\u{FFFD}")
      #expect(app.isOnAlternateScreen && !app.isCooked)
      #expect(app.title?.contains("owned") != true)
      app.press(.escape)
      try app.waitForFocus("4 Result")
      try app.waitWhole()
    }
  }
}
