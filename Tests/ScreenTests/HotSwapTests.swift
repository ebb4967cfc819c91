import Foundation
import ScreenHarness
import TestSupport
import Testing

/// Plugins that are rebuilt, added and removed while the dashboard is up: seen without a key, without a restart.
@Suite struct HotSwapTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.folder("plugins")
    try build(42, as: "first")
    try build(43, as: "second")
  }

  private func build(_ value: Int, as name: String) throws {
    try folder.compileC(
      """
      #include <stdint.h>
      #include <stddef.h>
      int32_t MyFunction(const char *i, int64_t *r, char *e, size_t n) { *r = \(value); return 0; }
      """, ["-g"], to: name + ".so")
  }

  /// As a build does it: whole, and then in one step under its name.
  private func put(_ build: String, as name: String) throws {
    try folder.write("next", try folder.read(build + ".so"))
    try #require(rename(folder("next"), folder("plugins/" + name)) == 0)
  }

  @Test func `A rebuilt plugin is checked, opened, and with w called again`() throws {
    try put("first", as: "swap.so")
    try withAirlock(folder("plugins")) { app in
      try app.waitForVerdicts(passed: 1)
      try app.run("swap", "42, <nil>")
      app.press("w")
      try app.waitForNotice("a plugin that is rebuilt is run again")
      try put("second", as: "swap.so")
      try app.see("43, <nil>", "42 → 43 since rebuild at ")
      try app.see("swap", mark: "✓", last: "43")
      app.press("w")
      try app.waitForNotice("only checked again")
      try put("first", as: "swap.so")
      try app.see("not called yet", "before that 43")
      try app.see("swap", mark: "✓", last: "–")
      app.press("]", "]")
      try app.see("rebuilt: 42 → 43")
    }
  }

  @Test func `What was there before the rebuild is compared with what is there now`() throws {
    try put("first", as: "swap.so")
    try withAirlock(folder("plugins"), rows: 50) { app in
      try app.waitForVerdicts(passed: 1)
      try app.run("swap", "42, <nil>")
      app.press("w")
      try app.waitForNotice("a plugin that is rebuilt is run again")
      try put("second", as: "swap.so")
      try app.see("43, <nil>", "42 → 43 since rebuild at ")
      app.press("d")
      try app.see("swap.so before ↔ swap.so now", "exports  1 the same in both", "≠ hello         42", "│ 43")
      app.press("q")
      try app.wait(for: "1 Plugins")
    }
  }

  @Test func `A run that goes on says nothing of the file that came meanwhile`() throws {
    try folder.compileC(
      """
      #include <stdint.h>
      #include <stddef.h>
      #include <unistd.h>
      int32_t MyFunction(const char *i, int64_t *r, char *e, size_t n) {
        while (access("\(folder("go"))", F_OK)) usleep(1000);
        *r = 7;
        return 0;
      }
      """, ["-g"], to: "waits.so")
    try put("waits", as: "swap.so")
    try withAirlock("--timeout", "300", "--allow-read", folder.path, folder("plugins")) { app in
      try app.waitForVerdicts(passed: 1)
      app.press(.enter)
      try app.see("… in MyFunction")
      try put("second", as: "swap.so")
      try app.waitForNotice("swap.so changed")
      app.press("2", .enter)
      try app.wait("the new file's size") {
        app.text.contains("\((try? self.folder.read("second.so").count) ?? 0) bytes")
      }
      app.press("q")
      try app.wait(for: "1 Plugins")
      try folder.write("go", "")
      try app.waitForNotice("swap.so was rebuilt while it ran; before that it came to: 7")
      try app.see("before that 7")
      try app.see("swap", mark: "✓", last: "–")
    }
  }

  @Test func `A plugin that is written in place is seen when it is whole`() throws {
    try put("first", as: "swap.so")
    try withAirlock(folder("plugins")) { app in
      try app.waitForVerdicts(passed: 1)
      app.press("w")
      try app.waitForNotice("run again")
      let bytes = Data(try folder.read("second.so"))
      let file = try FileHandle(forWritingTo: URL(fileURLWithPath: folder("plugins/swap.so")))
      try file.truncate(atOffset: 0)
      try file.write(contentsOf: bytes.prefix(1000))
      try file.write(contentsOf: bytes.dropFirst(1000))
      try file.close()
      try app.see("43, <nil>")
      try app.see("swap", mark: "✓", last: "43")
    }
  }

  @Test func `What is removed leaves the list and comes back`() throws {
    try put("first", as: "goes.so")
    try put("second", as: "stays.so")
    try withAirlock(folder("plugins")) { app in
      try app.waitForVerdicts(passed: 2)
      try app.run("goes", "42, <nil>")
      try FileManager.default.removeItem(atPath: folder("plugins/goes.so"))
      try app.waitForNotice("goes.so has gone")
      try app.wait("the other") { app.row("goes") == nil && app.selected == "stays" && app.place == "1/1" }
      try app.waitForVerdicts(passed: 1)
      try put("second", as: "goes.so")
      try app.waitForVerdicts(passed: 2)
      try app.select("goes")
      try app.see("before that 42")
      try FileManager.default.removeItem(atPath: folder("plugins/goes.so"))
      try FileManager.default.removeItem(atPath: folder("plugins/stays.so"))
      try app.wait(for: "There are no plugins here.")
      try put("first", as: "new.so")
      try app.wait("a new one") { app.selected == "new" }
      try app.waitForVerdicts(passed: 1)
    }
  }

  @Test func `What comes is inspected at once`() throws {
    try put("first", as: "old.so")
    try withAirlock(folder("plugins")) { app in
      try app.waitForVerdicts(passed: 1)
      try put("second", as: "another.so")
      try app.waitForVerdicts(passed: 2)
      #expect(app.selected == "old" && app.place == "2/2")
      try app.run("another", "43, <nil>")
      try folder.write("plugins/words.so", "just words\n")
      try app.waitForVerdicts(passed: 2, failed: 1)
    }
  }

  @Test func `The run of a plugin that is removed ends with it`() throws {
    try folder.compileC(
      """
      #include <stdint.h>
      #include <stddef.h>
      #include <unistd.h>
      int32_t MyFunction(const char *i, int64_t *r, char *e, size_t n) { for (;;) pause(); }
      """, ["-g"], to: "plugins/sleeps.so")
    try withAirlock(folder("plugins"), "--timeout", "300") { app in
      try app.waitForVerdicts(passed: 1)
      app.press(.enter)
      try app.see("… in MyFunction")
      let running = app.family
      try FileManager.default.removeItem(atPath: folder("plugins/sleeps.so"))
      try app.wait(for: "There are no plugins here.")
      try app.waitOutside("the end of its process") {
        running.filter { $0.name != "airlock-worker" }.allSatisfy { !$0.isAlive } || app.family.count < running.count
      }
    }
  }
}
