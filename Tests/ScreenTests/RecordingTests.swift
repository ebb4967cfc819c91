import Foundation
import Glibc
import ScreenHarness
import TestSupport
import Testing

/// `--record`: what was recorded plays to what was shown. And `--keys`.
@Suite struct RecordingTests {
  /// Waits until the recording, played from its beginning, ends in what the terminal shows.
  private func expectShown(_ file: String, in folder: TemporaryFolder, by app: App) throws {
    try app.waitOutside("a recording that plays to what is shown") {
      guard let played = try? Playback(try folder.read(file)) else { return false }  // not there yet
      return played.cells == app.cells
        && (!app.isCursorVisible || played.cursor.column == app.cursor.column && played.cursor.row == app.cursor.row)
    }
  }

  @Test func `It plays to what is shown, whatever is done, and after a kill`() throws {
    let folder = try TemporaryFolder()
    try folder.copy(Samples.path("libChatty"), to: "数え上げ.so")
    try folder.copy(Samples.path("libNullRead"), to: "e\u{301}clat.so")
    try withAirlock(".", "--record", "session.cast", columns: 90, rows: 25, directory: folder.path) { app in
      try app.waitForVerdicts(passed: 2)
      try expectShown("session.cast", in: folder, by: app)
      app.press("a")
      try app.wait("the end of all") { app.isBatchDone }
      try expectShown("session.cast", in: folder, by: app)
      app.press(.escape)
      try app.wait("the list") { app.text.contains("1 Plugins") }
      app.press("i", .text(" 数e\u{301}"))
      try app.see("hello 数e\u{301}")
      try expectShown("session.cast", in: folder, by: app)
      app.resize(columns: 60, rows: 15)
      try app.wait("the small form") { app.text.contains("hello 数e\u{301}") && !app.line(14).isEmpty }
      try expectShown("session.cast", in: folder, by: app)
      app.press(.escape)
      try app.wait("the end of editing") { !app.isCursorVisible }
      app.resize(columns: 100, rows: 30)
      try app.waitWhole()
      app.press("T", "b")
      try app.see("Sandbox", "network")
      try expectShown("session.cast", in: folder, by: app)
      let last = app.cells
      try app.end(with: .signaled(SIGKILL)) { app.signal(SIGKILL) }
      let played = try Playback(try folder.read("session.cast"))
      #expect(played.header == ["version": 2, "width": 90, "height": 25])
      #expect(played.columns == 100 && played.rows == 30 && played.cells == last)
    }
  }

  @Test func `It stays on the last screen when Airlock quits`() throws {
    let folder = try TemporaryFolder()
    try withAirlock(Samples.path("libHello"), "--record", folder("a.cast")) { app in
      try app.waitForVerdicts(passed: 1)
      app.press(.enter)
      try app.see("42, <nil>", "sha256")
      try expectShown("a.cast", in: folder, by: app)
      let last = app.text
      try app.end(with: .exited(0)) { app.press("q") }
      let recording = try folder.read("a.cast")
      #expect(try Playback(recording).text == last)
      #expect(String(decoding: recording, as: UTF8.self).hasSuffix("\\u001b[?25h\"]\n"))
    }
  }

  @Test func `It holds what is shown and nothing else, for its owner alone`() throws {
    let folder = try TemporaryFolder()
    let environment = ["SECRET": "tellNobody", "SHELL": "/bin/someShell", "USER": "somebody", "HOME": folder.path]
    try withAirlock(
      Samples.path("libHello"), "--record", "a.cast", directory: folder.path, environment: environment
    ) { app in
      try app.waitForVerdicts(passed: 1)
      app.press(.enter)
      try app.see("42, <nil>")
      app.press("y")
      try app.waitForNotice("copied the result")
      try app.end(with: .exited(0)) { app.press("q") }
      let text = String(decoding: try folder.read("a.cast"), as: UTF8.self)
      for word in ["tellNobody", "someShell", "somebody", folder.path, "xterm", "]52;", "?1049", "?2004"] {
        #expect(!text.contains(word), "\(word)")
      }
      var status = stat()
      #expect(stat(folder("a.cast"), &status) == 0 && status.st_mode & 0o777 == 0o600)
    }
  }

  @Test func `A file that is there is never replaced`() throws {
    let folder = try TemporaryFolder()
    try folder.write("old.cast", "mine")
    symlink(folder("nowhere"), folder("link.cast"))
    for (file, reason) in [
      ("old.cast", "file exists"), ("link.cast", "file exists"), ("none/a.cast", "no such file or directory"),
    ] {
      let app = try App("airlock", ".", "--record", file, directory: folder.path)
      #expect(try app.waitForExit() == .exited(70))
      #expect(app.text.trimmingCharacters(in: .newlines) == "Error: could not record to \(file): \(reason)")
      #expect(!app.written.contains(0x1B))
    }
    #expect(try folder.read("old.cast") == Array("mine".utf8))
    #expect(!FileManager.default.fileExists(atPath: folder("nowhere")))
  }

  @Test func `Where nothing can be shown no file is left`() throws {
    let folder = try TemporaryFolder()
    let app = try App(
      "airlock", Samples.path("libHello"), "--record", "a.cast", directory: folder.path, environment: ["TERM": "none"])
    #expect(try app.waitForExit() == .exited(0))
    #expect(app.text.contains("Note: ") && app.text.contains("libHello.so: ok"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }

  @Test func `A full disk stops the recording and not the session`() throws {
    let folder = try TemporaryFolder()
    let script = "trap '' XFSZ; exec '\(Executables.path("airlock"))' . --record a.cast"
    try folder.copy(Samples.path("libHello"), to: "libHello.so")
    let app = try App("/bin/sh", "-c", script, directory: folder.path)
    try app.waitForVerdicts(passed: 1)
    try app.see("sha256")
    try expectShown("a.cast", in: folder, by: app)
    let shown = app.cells
    // As good as a disk that is full in the middle of a line.
    app.limitFiles(to: try folder.read("a.cast").count + 10)
    app.press("T")
    try app.waitForNotice("✗ the recording stops here: file too large")
    app.press(.enter)
    try app.see("42, <nil>")
    try app.end(with: .exited(0)) { app.press("q") }
    #expect(try Playback(try folder.read("a.cast")).cells == shown)
  }

  @Test func `With --keys the keys are shown as they are pressed, and recorded`() throws {
    let folder = try TemporaryFolder()
    try withAirlock(Samples.path("libHello"), "--keys", "--record", folder("a.cast")) { app in
      try app.waitForVerdicts(passed: 1)
      #expect(app.footer.hasSuffix("q quit"))
      app.press("j", "j", .enter)
      try app.wait("the keys") { app.footer.hasSuffix(" j j Enter") }
      try app.wait("their end") { app.footer.hasSuffix("q quit") }
      // However long nobody has done anything, the time counts from the key on.
      let end = Date(timeIntervalSinceNow: 2.1)
      try app.waitOutside("a while") { Date() >= end }
      app.press("i", "x")
      try app.wait("what is typed") { app.footer.hasSuffix(" i x") }
      app.paste("several words")
      try app.wait("the paste") { app.footer.hasSuffix(" i x paste") && app.text.contains("helloxseveral words") }
      try expectShown("a.cast", in: folder, by: app)
    }
  }
}
