import Foundation
import ScreenHarness
import TestSupport
import Testing

/// A verdict belongs to one state of a file: what happens when that changes.
@Suite struct ReloadTests {
  /// A folder with libHello as plugin.so.
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try replace(folder, by: "libHello")
    return folder
  }

  /// In one step, as a build does it: another file under the same name.
  private func replace(_ folder: TemporaryFolder, by sample: String) throws {
    try put(folder, try Data(contentsOf: URL(fileURLWithPath: Samples.path(sample))))
  }
  private func put(_ folder: TemporaryFolder, _ bytes: some Sequence<UInt8>) throws {
    try folder.write("new", bytes)
    try #require(rename(folder("new"), folder("plugin.so")) == 0)
  }

  @Test func `Another build is called without being asked for`() throws {
    let folder = try folder()
    try withAirlock(folder("plugin.so")) { app in
      try app.waitForVerdicts(passed: 1)
      app.press(.enter)
      try app.see("42, <nil>", "MyFunction in module Hello")
      try replace(folder, by: "libWordCount")
      app.press(.enter)
      // How many words "hello" has; and the file was inspected before it was opened.
      try app.see("1, <nil>", "MyFunction in module WordCount")
      try app.see("plugin", mark: "✓", last: "1")
    }
  }

  @Test func `Another build with the wrong signature is not called`() throws {
    let folder = try folder()
    try withAirlock(folder("plugin.so")) { app in
      try app.waitForVerdicts(passed: 1)
      app.press(.enter)
      try app.see("42, <nil>")
      try replace(folder, by: "libWrongType")
      app.press(.enter)
      try app.see("✗ rejected: wrong signature", "found     func MyFunction(Int) throws -> Int")
      try app.see("plugin", mark: "✗", last: "–")
      try replace(folder, by: "libHello")
      app.press(.enter)
      try app.see("42, <nil>")
      try app.see("plugin", mark: "✓", last: "42")
    }
  }

  @Test func `R looks at the file again and says so`() throws {
    let folder = try folder()
    try withAirlock(folder("plugin.so")) { app in
      try app.waitForVerdicts(passed: 1)
      app.press(.enter)
      try app.see("42, <nil>")
      app.press("R")
      try app.waitForNotice("✓ plugin.so reloaded: 9 passed")
      #expect(app.text.contains("42, <nil>"), "the same file, so its run still holds")
      // Another file is seen by itself; there is nothing left for R to find.
      try replace(folder, by: "libWordCount")
      try app.see("MyFunction in module WordCount", "✓ load", "before that 42")
      try app.see("plugin", mark: "✓", last: "–")
      app.press("R")
      try app.waitForNotice("✓ plugin.so reloaded: 9 passed")
      try replace(folder, by: "libBadInit")
      try app.see("✗ load", "SIGSEGV (null pointer write at 0x0)")
      app.press("R")
      try app.waitForNotice("✗ plugin.so reloaded: 1 failed")
    }
  }

  @Test func `A file that is gone leaves the list, until it is back`() throws {
    let folder = try folder()
    try withAirlock(folder("plugin.so"), Samples.path("libAnswer")) { app in
      try app.waitForVerdicts(passed: 2)
      try app.run("plugin", "42, <nil>")
      try FileManager.default.removeItem(atPath: folder("plugin.so"))
      try app.waitForVerdicts(passed: 1)
      try app.wait("the other plugin") { app.row("plugin") == nil && app.selected == "libAnswer" && app.place == "1/1" }
      try replace(folder, by: "libWordCount")
      try app.waitForVerdicts(passed: 2)
      try app.run("plugin", "42 → 1 since rebuild")
    }
  }

  @Test func `A file that became text is rejected`() throws {
    let folder = try folder()
    try withAirlock(folder("plugin.so")) { app in
      try app.waitForVerdicts(passed: 1)
      app.press(.enter)
      try app.see("42, <nil>")
      try put(folder, "just words\n".utf8)
      app.press(.enter)
      try app.see("✗ rejected: not an ELF file", "plugin.so: rejected")
      try app.see("plugin", mark: "✗", last: "–")
      try app.waitForVerdicts(failed: 1)
      #expect(!app.text.contains("42, <nil>"), "what another file returned says nothing of this one")
    }
  }

  /// Whatever lies there is a row with its reason; nothing hangs, nothing else is lost.
  @Test func `Files that are no plugins`() throws {
    let folder = try folder()
    try folder.write("a-text.so", "just words\n")
    try folder.write("b-empty.so", "")
    try folder.write("c-cut.so", try Data(contentsOf: URL(fileURLWithPath: Samples.path("libHello"))).prefix(4000))
    try #require(mkfifo(folder("d-fifo.so"), 0o600) == 0)
    try FileManager.default.createSymbolicLink(atPath: folder("e-loop.so"), withDestinationPath: "e-loop.so")
    try FileManager.default.createSymbolicLink(atPath: folder("f-device.so"), withDestinationPath: "/dev/zero")
    try withAirlock(folder.path, folder("missing.so")) { app in
      try app.waitForVerdicts(passed: 1, failed: 7)
      for (name, reason) in [
        ("a-text", "not an ELF file (ASCII text)"), ("b-empty", "empty"), ("c-cut", "cut off: 4000 of"),
        ("d-fifo", "not a regular file (named pipe)"), ("e-loop", "too many levels of symbolic links"),
        ("f-device", "not a regular file"), ("missing", "no such file or directory"),
      ] {
        try app.select(name)
        try app.see("✗ rejected: ", reason)
        try app.see(name, mark: "✗", last: "–")
      }
      try app.run("plugin", "42, <nil>")
    }
  }
}
