#if DEBUG && DEBUG_INFO && arch(x86_64)
  import Foundation
  import Glibc
  import ScreenHarness
  import TestSupport
  import Testing

  /// The pictures of the README, and a short recording: what Airlock itself saves, of the sample plugins.
  ///
  /// `AIRLOCK_RECORD=1 swift test --filter PictureTests` makes them anew. Otherwise they are compared with what Airlock
  /// shows today, but for what differs from run to run. The plugins are those of a debug build: in another one functions
  /// are inlined, and on another processor registers have other names.
  @Suite struct PictureTests {
    private static let assets = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Assets")
    private static let isRecording = ProcessInfo.processInfo.environment["AIRLOCK_RECORD"] == "1"

    /// The sample plugins as somebody has them who was just handed them: in a folder, with the source of some.
    private func withPlugins(_ options: String..., body: (App, TemporaryFolder) throws -> Void) throws {
      let folder = try TemporaryFolder()
      for name in ["plugins", "home"] { try folder.folder(name) }
      for name in Samples.names { try folder.copy(Samples.path(name), to: "plugins/\(name).so") }
      let source = Self.assets.deletingLastPathComponent().appendingPathComponent("Plugins/NullRead/NullRead.c")
      try folder.copy(source.path, to: "plugins/NullRead.c")
      let app = try App(
        "airlock", arguments: ["plugins", "--source", "plugins", "--timeout", "3"] + options, columns: 100, rows: 30,
        directory: folder.path, environment: ["HOME": folder("home")])
      try app.waitForVerdicts(passed: 12, look: 1, failed: 3)
      try body(app, folder)
    }

    @Test func `The pictures show what Airlock shows`() throws {
      try withPlugins { app, folder in
        app.press("a")
        try app.wait("the end of all") { app.isBatchDone }
        try compare("run-all.svg", try savePicture(app, folder))
        app.press(.escape)
        try app.wait("the list") { app.text.contains("1 Plugins") }
        try app.select("libNullRead")
        try app.see("sha256")
        try compare("dashboard.svg", try savePicture(app, folder))
        app.press("c")
        try app.see("Cause", "Saved to")
        try compare("crash.svg", try savePicture(app, folder))
        try app.end(with: .exited(128 + SIGTERM)) { app.signal(SIGTERM) }
      }
    }

    @Test func `The picture of many inputs shows what Airlock shows`() throws {
      try withPlugins { app, folder in
        // All but the one that hangs.
        app.press("*")
        try app.select("libSleepy")
        app.press(" ")
        try app.wait("15 marks") { app.text.contains("15 marked") }
        app.press("t")
        try app.see("─ Inputs ─")
        for input in ["", "two words", "\"two\\nlines\""] { app.press(.escape, .enter, .text(input)) }
        app.press(.enter)
        try app.wait("all calls") { app.line(1).contains(" 52/52 ") }
        app.press(.control("d"), "l", "n")
        try app.see("on \"two words\"")
        try compare("matrix.svg", try savePicture(app, folder))
        try app.end(with: .exited(128 + SIGTERM)) { app.signal(SIGTERM) }
      }
    }

    /// What `P` saves.
    private func savePicture(_ app: App, _ folder: TemporaryFolder) throws -> String {
      func pictures() throws -> Set<String> {
        Set(try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".svg") })
      }
      let before = try pictures()
      app.press("P")
      try app.waitForNotice(" and .txt")
      let name = try #require(try pictures().subtracting(before).first)
      return String(decoding: try folder.read(name), as: UTF8.self)
    }

    private func compare(_ name: String, _ picture: String) throws {
      expectNothingLocal(picture)
      let file = Self.assets.appendingPathComponent(name)
      if Self.isRecording { try picture.write(to: file, atomically: true, encoding: .utf8) }
      let kept = try String(contentsOf: file, encoding: .utf8)
      expectSame(name, kept: rows(of: kept), shown: rows(of: picture))
    }

    @Test func `The recording shows what Airlock shows`() throws {
      var last: [[ScreenCell]] = []
      var lastText = ""
      var recording: [UInt8] = []
      try withPlugins("--keys", "--record", "session.cast") { app, folder in
        try tour(app)
        try app.waitOutside("a recording that plays to what is shown") {
          // It may be in the middle of a line, and is looked at again.
          (try? Playback(try folder.read("session.cast")))?.cells == app.cells
        }
        last = app.cells
        lastText = app.text
        try app.end(with: .exited(0)) { app.press("q") }
        recording = try folder.read("session.cast")
      }
      #expect(try Playback(recording).cells == last)
      expectNothingLocal(String(decoding: recording, as: UTF8.self))
      let file = Self.assets.appendingPathComponent("session.cast")
      if Self.isRecording { try Data(recording).write(to: file) }
      let kept = [UInt8](try Data(contentsOf: file))
      expectNothingLocal(String(decoding: kept, as: UTF8.self))
      expectSame("session.cast", kept: rows(try Playback(kept).text), shown: rows(lastText))
    }

    /// Runs a plugin, edits the input, finds one that crashes and reads why, runs all.
    private func tour(_ app: App) throws {
      try pause(app, 1.5)
      for _ in 0..<6 { try press("j", on: app, pause: 0.25) }
      try press(.enter, on: app, pause: 2)
      try app.see("42, <nil>")
      for key: Keystroke in ["i", .control("u")] { try press(key, on: app, pause: 0.5) }
      for letter in "good morning" { try press(.text(String(letter)), on: app, pause: 0.08) }
      try press(.enter, on: app, pause: 2)
      try app.see("12, <nil>")
      for letter in "/null" { try press(.text(String(letter)), on: app, pause: 0.3) }
      try app.wait("the one that is meant") { app.selected == "libNullRead" }
      try press(.enter, on: app, pause: 0.5)
      try press(.enter, on: app, pause: 1.5)
      try app.see("crashed in MyFunction", "output 1 line")
      try press("c", on: app, pause: 4)
      try app.see("Cause", "Saved to")
      try press(.escape, on: app, pause: 0.5)
      try app.see("1 Plugins")
      try press(.escape, on: app, pause: 1)
      try app.wait("all") { app.row("libAbort") != nil }
      try press("a", on: app, pause: 0)
      try app.wait("the end of all") { app.isBatchDone }
      try pause(app, 2.5)
      try press(.escape, on: app, pause: 0)
      try app.see("1 Plugins")
      try app.wait("the keys gone") { app.footer.hasSuffix("q quit") }
      try app.see("sha256")
      try pause(app, 1)
    }

    private func press(_ key: Keystroke, on app: App, pause seconds: Double) throws {
      app.press(key)
      try pause(app, seconds)
    }

    /// For those who will watch it; a comparison need not wait.
    private func pause(_ app: App, _ seconds: Double) throws {
      let end = Date(timeIntervalSinceNow: Self.isRecording ? seconds : 0)
      try app.waitOutside("a moment") { Date() >= end }
    }

    // MARK: What is compared

    private func expectSame(_ name: String, kept: [String], shown: [String]) {
      let kept = kept.map(stable)
      let shown = shown.map(stable)
      let changes = shown.difference(from: kept)
      #expect(
        changes.isEmpty, "Assets/\(name) is stale; AIRLOCK_RECORD=1 swift test --filter PictureTests writes it anew")
    }

    private func rows(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }

    /// The words of a picture, row by row.
    private func rows(of picture: String) -> [String] {
      var rows: [Int: [(column: Int, text: Substring)]] = [:]
      for line in picture.matches(of: #/<text y="(\d+)"[^>]*>(.*)</text>/#) {
        let words = line.2.matches(of: #/<tspan x="(\d+)"[^>]*>([^<]*)</tspan>/#)
        rows[Int(line.1) ?? 0, default: []] += words.map { (Int($0.1) ?? 0, $0.2) }
      }
      return rows.sorted { $0.key < $1.key }.map { row in
        row.value.sorted { $0.column < $1.column }.map { String($0.text) }.joined(separator: " ")
      }
    }

    /// Without what differs from run to run and from computer to computer: numbers, times, digests, addresses, registers,
    /// and which layers of the sandbox a kernel has.
    private func stable(_ text: String) -> String {
      text.replacing(#/[0-9a-f]{4}…[0-9a-f]{4}/#, with: "#")
        .replacing(#/0x[0-9a-f]+(…[0-9a-f]+)?/#, with: "#")
        .replacing(#/\d+([.,:]\d+)*/#, with: "#")
        .replacing(#/# (µs|ms|s|B|bytes|KiB|MiB)\b/#, with: "# #")
        .replacing(#/\br(ax|bx|cx|dx|si|di|bp|sp|ip|#) #.*/#, with: "register")
        .replacing(#/sandbox \S+/#, with: "sandbox #")
        .replacing(#/[\s─]+/#, with: " ")
    }

    /// Neither this computer's folders nor its names.
    private func expectNothingLocal(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) {
      let root = Self.assets.deletingLastPathComponent().path
      for word in [root, Executables.directory, NSTemporaryDirectory(), NSHomeDirectory(), "/tmp/", "airlock-tests"] {
        #expect(!text.contains(word), "\(word)", sourceLocation: sourceLocation)
      }
    }
  }
#endif
