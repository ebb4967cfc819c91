import Foundation
import ScreenHarness
import TestSupport
import Testing

/// What people decide, at the dashboard: written by it, seen by another, and on the disk when that is said.
@Suite struct VerdictTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.folder("plugins")
    for (name, source) in [("one", "libAnswer"), ("two", "libEmptyFile"), ("three", "libNoDebug")] {
      try folder.copy(Samples.path(source), to: "plugins/\(name).so")
    }
  }

  private func file(_ name: String = "team.jsonl") -> String {
    (try? folder.read(name)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }
  /// Verdict and note of each line of the file.
  private func written(_ name: String = "team.jsonl") -> [[String]] {
    file(name).split(separator: "\n").compactMap { line in
      let members = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      return members.map { members in ["file", "verdict", "note"].map { members[$0] as? String ?? "" } }
    }
  }

  private func dashboard(columns: Int = 140, _ body: (ScreenHarness.App) throws -> Void) throws {
    try withAirlock(folder("plugins"), "--verdicts", folder("team.jsonl"), columns: columns) { app in
      try app.waitForVerdicts(passed: 2, look: 1)
      try body(app)
    }
  }

  /// The sign of what people decided, in the row of that name.
  private func sign(_ app: ScreenHarness.App, _ name: String) -> String? {
    app.row(name).flatMap { ["+", "-", "~", "accepted", "rejected", "changed"].contains($0[2]) ? $0[2] : nil }
  }

  @Test func `Accepted with a note, rejected without one, taken back`() throws {
    try dashboard { app in
      try app.select("one")
      app.press("+")
      try app.wait("the prompt") { app.footer.hasPrefix(" accept one, note:") }
      app.press("fine", .enter)
      try app.waitForNotice("accepted one.so: written to")
      #expect(written() == [["one.so", "accepted", "fine"]])
      try app.wait("its sign") { sign(app, "one") == "+" }
      try app.wait("who, when, why") { app.text.contains("+ accepted by") && app.text.contains(": fine") }
      try app.select("two")
      app.press("-")
      try app.wait("the prompt") { app.footer.hasPrefix(" reject two, note:") }
      app.press(.enter)
      try app.waitForNotice("rejected two.so: written to")
      #expect(written() == [["one.so", "accepted", "fine"], ["two.so", "rejected", ""]])
      app.press(":", "take the verdict back", .enter)
      try app.waitForNotice("the verdict on two.so is taken back: written to")
      try app.wait("no sign") { sign(app, "two") == nil && sign(app, "one") == "+" }
    }
  }

  @Test func `What is built again has changed since; what comes back is accepted again`() throws {
    try dashboard { app in
      try app.select("one")
      app.press("+", "fine", .enter)
      try app.wait("its sign") { sign(app, "one") == "+" }
      let accepted = try folder.read("plugins/one.so")
      try folder.write("next", try folder.read("plugins/two.so"))
      try #require(rename(folder("next"), folder("plugins/one.so")) == 0)
      try app.wait("that it has changed") {
        sign(app, "one") == "~" && app.text.contains(", changed since (by ")
      }
      try folder.write("next", accepted)
      try #require(rename(folder("next"), folder("plugins/one.so")) == 0)
      try app.wait("that it is accepted") { sign(app, "one") == "+" && !app.text.contains("changed since") }
    }
  }

  @Test func `Two dashboards see what the other writes, and both are kept`() throws {
    try dashboard { one in
      try dashboard { two in
        try one.select("one")
        try two.select("two")
        one.press("+", "of the first", .enter)
        try one.waitForNotice("accepted one.so: written to")
        two.press("-", "of the second", .enter)
        try two.waitForNotice("rejected two.so: written to")
        for app in [one, two] {
          try app.wait("both signs") { sign(app, "one") == "+" && sign(app, "two") == "-" }
        }
        #expect(written() == [["one.so", "accepted", "of the first"], ["two.so", "rejected", "of the second"]])
        // And what git brings, or takes away.
        try folder.write("next", "")
        try #require(rename(folder("next"), folder("team.jsonl")) == 0)
        for app in [one, two] { try app.wait("no signs") { sign(app, "one") == nil && sign(app, "two") == nil } }
      }
    }
  }

  @Test func `Without a file of a team it is the user's own, and nobody else's`() throws {
    try withAirlock(folder("plugins"), columns: 140, environment: ["XDG_STATE_HOME": folder("state")]) { app in
      try app.waitForVerdicts(passed: 2, look: 1)
      app.press("+", .enter)
      try app.waitForNotice("accepted one.so: written to")
      #expect(written("state/airlock/verdicts.jsonl") == [["one.so", "accepted", ""]])
    }
    let file = folder("state/airlock/verdicts.jsonl")
    #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o600)
    try withAirlock(folder("plugins"), columns: 140) { app in
      try app.waitForVerdicts(passed: 2, look: 1)
      app.press("+", .enter)
      try app.waitForNotice("✗ there is no place for verdicts: neither XDG_STATE_HOME nor HOME is set")
    }
  }

  @Test func `Quit right after the decision, it is written all the same`() throws {
    try dashboard { app in
      try app.select("one")
      try app.wait("its digest") { app.text.contains("sha256 ") }
      try app.end(with: .exited(0)) { app.press("+", "last words", .enter, "q") }
    }
    #expect(written() == [["one.so", "accepted", "last words"]])
  }

  /// What is large takes long to read.
  @Test func `Quit before its SHA-256 is known, it is told that there is no verdict`() throws {
    try #require(truncate(folder("plugins/one.so"), 200 << 30) == 0)
    try dashboard { app in
      try app.select("one")
      app.press("+", "fine", .enter)
      try app.waitForNotice("one: written down as soon as the SHA-256 is known")
      try app.end(with: .exited(1)) { app.press("q") }
      #expect(app.text.contains("Error: the verdict on one.so was not written: its SHA-256 was not known yet"))
    }
    #expect(written() == [])
  }

  @Test func `Quit while another holds the file, that is said, and what came of it`() throws {
    for isLost in [false, true] {
      try folder.write("team.jsonl", "")
      let holder = held()
      defer { if holder.process.isRunning { holder.process.terminate() } }
      try dashboard { app in
        try app.select("one")
        try app.wait("its digest") { app.text.contains("sha256 ") }
        try holder.start()
        app.press("+", "last words", .enter, "q")
        try app.wait("what it waits for") { app.text.contains("Note: waiting to write to") }
        if isLost {
          try FileManager.default.removeItem(atPath: folder("team.jsonl"))
          try FileManager.default.createSymbolicLink(atPath: folder("team.jsonl"), withDestinationPath: folder("other"))
        }
        try app.end(with: .exited(isLost ? 1 : 0)) { holder.letGo() }
        #expect(app.text.contains("Error: the verdict on one.so was not written") == isLost)
      }
      #expect(written() == (isLost ? [] : [["one.so", "accepted", "last words"]]))
    }
  }

  /// Another process that holds the file.
  private struct Holder {
    let process = Process()
    let input = Pipe()
    let output = Pipe()

    func start() throws {
      try process.run()
      #expect(output.fileHandleForReading.availableData == Data("held\n".utf8))
    }
    func letGo() { input.fileHandleForWriting.write(Data("\n".utf8)) }
  }

  private func held() -> Holder {
    let holder = Holder()
    holder.process.executableURL = URL(fileURLWithPath: "/usr/bin/flock")
    holder.process.arguments = ["--no-fork", folder("team.jsonl"), "sh", "-c", "echo held; read line"]
    (holder.process.standardInput, holder.process.standardOutput) = (holder.input, holder.output)
    return holder
  }

  @Test func `A file that cannot be written is a sentence, and the dashboard goes on`() throws {
    try FileManager.default.createSymbolicLink(atPath: folder("team.jsonl"), withDestinationPath: folder("other"))
    try dashboard { app in
      try app.waitForNotice("team.jsonl is a symbolic link; name the file that it leads to")
      try app.select("one")
      app.press("+", .enter)
      try app.waitForNotice("✗ the verdict on one.so was not written:")
      #expect(sign(app, "one") == nil)
    }
  }

  /// The disk, another process, a directory service: the verdict waits for them, and nobody else does.
  @Test func `While another holds the file, keys are heard`() throws {
    try folder.write("team.jsonl", "")
    let holder = held()
    defer { if holder.process.isRunning { holder.process.terminate() } }
    try dashboard { app in
      try app.select("one")
      try app.wait("its digest") { app.text.contains("sha256 ") }
      try holder.start()
      app.press("+", "patient", .enter, "j")
      try app.wait("the next row") { app.selected == "three" }
      #expect(written() == [] && !app.text.contains("written to"))
      holder.letGo()
      try app.waitForNotice("accepted one.so: written to")
      #expect(written() == [["one.so", "accepted", "patient"]])
    }
  }

  /// `AIRLOCK_KILLS=200 swift test` does it so often.
  private static let kills = ProcessInfo.processInfo.environment["AIRLOCK_KILLS"].flatMap { Int($0) } ?? 3

  @Test func `Two that are killed at any moment have lost nothing that they told to be written`() throws {
    var told: Set<String> = []
    for round in 0..<Self.kills {
      let apps = try ["one", "two"].map { name in
        let app = try App(
          "airlock", folder("plugins/\(name).so"), "--verdicts", folder("team.jsonl"), columns: 140)
        try app.waitForVerdicts(passed: 1)
        try app.wait("its digest") { app.text.contains("sha256 ") }
        return app
      }
      for (name, app) in zip(["one", "two"], apps) { app.press("+", .text("\(name) \(round)"), .enter) }
      // In the first round one has told it for sure.
      if round == 0 { try apps[0].waitForNotice("accepted one.so: written to") }
      for app in apps.dropFirst(round == 0 ? 1 : 0) {
        let end = Date(timeIntervalSinceNow: .random(in: 0...0.03))
        try app.waitOutside("a moment") { Date() >= end }
      }
      for (name, app) in zip(["one", "two"], apps) {
        try app.end(with: .signaled(SIGKILL)) { app.signal(SIGKILL) }
        if app.footer.contains("accepted \(name).so: written to") { told.insert("\(name) \(round)") }
      }
      let notes = written().map { $0[2] }
      #expect(told.isSubset(of: notes))
      let lines = file().split(separator: "\n", omittingEmptySubsequences: false)
      // Of the last only its line break may be missing; then it can be read.
      #expect([lines.count - 1, lines.count].contains(notes.count), "each line but one that was cut off can be read")
    }
    #expect(!told.isEmpty)
    if Self.kills >= 200 {
      #expect(told.count < 2 * Self.kills, "some were killed before they had told it")
      print("of \(2 * Self.kills) dashboards \(told.count) had told it, \(written().count) written")
    }
  }

  /// As in a terminal of another: `/` and the sort order know the words.
  @Test func `Filtered by what people said`() throws {
    try dashboard { app in
      try app.select("three")
      app.press("-", .enter)
      try app.wait("its sign") { sign(app, "three") == "-" }
      app.press("/", "rejected", .enter)
      try app.wait("one row") { app.row("one") == nil && app.row("three") != nil && app.place == "1/1" }
    }
  }
}
