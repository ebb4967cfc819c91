import Foundation
import TestSupport
import Testing

/// `airlock verdicts`: what people decided, from the command line.
@Suite("Verdicts")
struct VerdictsTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for name in ["libAnswer", "libEmptyFile", "libNullRead"] {
      try folder.copy(Executables.path(name + ".so"), to: name + ".so")
    }
  }

  private func verdicts(_ arguments: String..., input: [UInt8]? = nil) throws -> Command.Outcome {
    try start(
      ["verdicts"] + arguments, environment: ["XDG_STATE_HOME": folder("state")], in: folder.path, input: input
    ).wait()
  }
  private func team(_ arguments: String...) throws -> Command.Outcome {
    try start(["verdicts"] + arguments + ["--verdicts", "team.jsonl"], in: folder.path).wait()
  }
  private func lines(of name: String) throws -> [String] {
    String(decoding: try folder.read(name), as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test func `One is accepted, and it is on the disk when that is said`() throws {
    let outcome = try verdicts("accept", "./libAnswer.so", "--note", "read every line")
    #expect(outcome.ending == .exited(0))
    expect(outcome.lines, like: ["accepted libAnswer.so (…): written to \(folder("state"))/airlock/verdicts.jsonl"])
    let line = try #require(try lines(of: "state/airlock/verdicts.jsonl").first)
    let members = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    #expect(Set(members.keys) == ["file", "sha256", "when", "verdict", "who", "note", "size", "version"])
    #expect(members.text("file") == "libAnswer.so" && members.text("verdict") == "accepted")
    #expect(members.text("note") == "read every line" && members.number("version") == 1)
    let sum = try folder.run("/usr/bin/sha256sum", [folder("libAnswer.so")])
    #expect(members.text("sha256") == String(sum.prefix(64)))
    #expect(members.number("size") == (try folder.read("libAnswer.so").count))
    #expect(
      abs(try #require(ISO8601DateFormatter().date(from: members.text("when") ?? "")).timeIntervalSinceNow) < 3600)
    expect(try verdicts().lines, like: ["accepted   20…  libAnswer.so  …  read every line"])
  }

  @Test func `Several are rejected at once, one is taken back, and all of it is listed`() throws {
    #expect(try verdicts("reject", "libAnswer.so", "libNullRead.so", "--note", "no").lines.count == 2)
    #expect(try verdicts("withdraw", "libAnswer.so").ending == .exited(0))
    expect(try verdicts().lines, like: ["rejected …  libNullRead.so  …  no"])
    expect(
      try verdicts("--all").lines,
      like: ["withdrawn  …  libAnswer.so …", "rejected …  libAnswer.so …", "rejected …  libNullRead.so …"])
    let report = try Report(try verdicts("list", "--format", "json"))
    let listed = try #require(report.members["verdicts"] as? [[String: Any]])
    #expect(listed.map { $0.text("file") } == ["libNullRead.so"])
  }

  @Test func `A check is passed by what is accepted as it is now`() throws {
    try #require(try team("accept", "libAnswer.so", "libEmptyFile.so", "--note", "fine").ending == .exited(0))
    let passed = try team("check", "libAnswer.so", "libEmptyFile.so")
    #expect(passed.ending == .exited(0))
    expect(passed.lines, like: ["libAnswer.so: accepted by …: fine", "libEmptyFile.so: accepted by …: fine"])
    try folder.copy(Executables.path("libNullRead.so"), to: "libAnswer.so")
    let failed = try team("check", "libAnswer.so", "libEmptyFile.so", "libNullRead.so", "nothing.so")
    #expect(failed.ending == .exited(1))
    expect(failed.lines, like: ["libEmptyFile.so: accepted by …: fine"])
    expect(
      failed.errors.sorted(),
      like: [
        "Error: could not open plugin nothing.so: no such file or directory",
        "Error: libAnswer.so: accepted …, changed since or another of that name (by …: fine)",
        "Error: libNullRead.so: nobody has decided about it",
      ])
  }

  /// What a team checks in is in order, whoever added what and when, and git merges it line by line.
  @Test func `Files of several people become one, each verdict once, in order`() throws {
    try #require(try team("reject", "libNullRead.so", "--note", "crashes").ending == .exited(0))
    try #require(try verdicts("accept", "libEmptyFile.so").ending == .exited(0))
    try #require(try verdicts("accept", "libAnswer.so").ending == .exited(0))
    let merged = try team("merge", "state/airlock/verdicts.jsonl")
    #expect(merged.ending == .exited(0))
    #expect(merged.lines.count == 2 && merged.errors.last == "2 new verdicts in team.jsonl")
    let lines = try lines(of: "team.jsonl")
    #expect(lines == lines.sorted() && lines.count == 3)
    #expect(try team("export").lines == lines)
    #expect(try team("merge", "state/airlock/verdicts.jsonl", "team.jsonl").errors == ["0 new verdicts in team.jsonl"])
    #expect(try self.lines(of: "team.jsonl") == lines)
    #expect(try team("merge", "nowhere.jsonl").errors == ["Error: nowhere.jsonl: no such file or directory"])
  }

  @Test func `A conflict that git left is told with its line; the others count, and nothing is lost`() throws {
    try #require(try team("accept", "libAnswer.so").ending == .exited(0))
    try #require(try verdicts("accept", "libEmptyFile.so").ending == .exited(0))
    let (ours, theirs) = (try lines(of: "team.jsonl")[0], try lines(of: "state/airlock/verdicts.jsonl")[0])
    let conflict = ["<<<<<<< HEAD", ours, "=======", theirs, ">>>>>>> theirs"]
    try folder.write("team.jsonl", conflict.map { $0 + "\n" }.joined())
    let listed = try team()
    #expect(listed.ending == .exited(0) && listed.lines.count == 2)
    let fault = "team.jsonl: line 1 is a conflict that git left: keep …; so are 2 more"
    expect(listed.errors, like: ["Note: " + fault])
    // What cannot be read may be what rejects it.
    for arguments in [["check", "libAnswer.so", "libEmptyFile.so"], ["export"]] {
      let whole = try start(["verdicts"] + arguments + ["--verdicts", "team.jsonl"], in: folder.path).wait()
      #expect(whole.ending == .exited(1) && whole.lines.count == 2, "\(arguments)")
      expect(whole.errors, like: ["Error: " + fault])
    }
    #expect(try team("reject", "libNullRead.so").ending == .exited(0))
    let after = try lines(of: "team.jsonl")
    #expect(Array(after.prefix(5)) == conflict && after.count == 6)
    // Whoever has mended it finds it in order at the next verdict.
    try folder.write("team.jsonl", after.filter { $0.hasPrefix("{") }.reversed().map { $0 + "\n" }.joined())
    #expect(try team("merge", "team.jsonl").ending == .exited(0))
    #expect(try lines(of: "team.jsonl") == [ours, theirs, after[5]])
  }

  @Test func `What cannot be written is a sentence with a mend`() throws {
    try FileManager.default.createSymbolicLink(atPath: folder("team.jsonl"), withDestinationPath: folder("other"))
    let link = try team("accept", "libAnswer.so")
    #expect(link.ending == .exited(70) && link.lines == [])
    #expect(
      link.errors == [
        "Error: the verdict on libAnswer.so was not written: team.jsonl is a symbolic link; name the file that it leads to"
      ])
    #expect(try start(["verdicts"], in: folder.path).wait().ending == .exited(1))
    let nowhere = try start(["verdicts", "accept", "libAnswer.so"], in: folder.path).wait()
    #expect(nowhere.ending == .exited(1))
    #expect(nowhere.stderr.hasSuffix("--verdicts names a file\n"))
    let missing = try start(["verdicts", "accept", "libAnswer.so", "--verdicts", "no/team.jsonl"], in: folder.path)
      .wait()
    #expect(missing.stderr.hasSuffix("not written: no/team.jsonl: its folder is not there; make it first\n"))
    // A name that was mistyped is no file without verdicts.
    for arguments in [["list"], ["export"], ["check", "libAnswer.so"]] {
      let outcome = try start(["verdicts"] + arguments + ["--verdicts", "typo.jsonl"], in: folder.path).wait()
      #expect(outcome.ending == .exited(70) && outcome.errors == ["Error: typo.jsonl: no such file or directory"])
    }
  }

  /// No file gets longer than the one that is there, as on a disk that is full.
  @Test func `On a full disk nothing is said to be written`() throws {
    let blank = String(repeating: "\n", count: 256 << 10)
    try folder.write("team.jsonl", blank)
    let limited = ["-c", "trap '' XFSZ; ulimit -f 256; exec \"$@\"", "-", Executables.path("airlock")]
    let outcome = try Command(
      "/bin/bash", limited + ["verdicts", "accept", "libAnswer.so", "--verdicts", "team.jsonl"],
      directory: folder.path
    ).wait()
    #expect(outcome.ending == .exited(70) && outcome.stdout == "")
    #expect(outcome.errors == ["Error: the verdict on libAnswer.so was not written: team.jsonl: file too large"])
    #expect(try folder.read("team.jsonl") == Array(blank.utf8))
  }

  @Test func `A line from the future is told, and keeps nobody from deciding`() throws {
    try #require(try team("reject", "libAnswer.so").ending == .exited(0))
    let line = try lines(of: "team.jsonl")[0]
    let when = try #require(line.firstRange(of: /"when":"[^"]*"/))
    try folder.write("team.jsonl", line.replacingCharacters(in: when, with: "\"when\":\"2200-12-31T23:59:59Z\"") + "\n")
    let accepted = try team("accept", "libAnswer.so")
    #expect(accepted.ending == .exited(0) && accepted.lines.count == 1)
    let note = "team.jsonl: line 2 is dated in the future; correct its date"
    #expect(accepted.errors == ["Note: " + note])
    expect(try team().lines, like: ["accepted …"])
    let checked = try team("check", "libAnswer.so")
    #expect(checked.ending == .exited(1) && checked.errors == ["Error: " + note])
  }

  @Test func `What nobody decided is not taken back, and what is no library is not accepted`() throws {
    let withdrawn = try team("withdraw", "libAnswer.so")
    #expect(withdrawn.ending == .exited(1) && withdrawn.stdout == "")
    #expect(
      withdrawn.errors == ["Error: nobody has decided about libAnswer.so as it is now: there is nothing to take back"])
    try folder.write("users", "root:x:0:0\n")
    let accepted = try team("accept", "./users", "libAnswer.so")
    #expect(accepted.ending == .exited(1) && accepted.lines.count == 1)
    expect(accepted.errors, like: ["Error: …users…"])
    #expect(try team("reject", "./users").ending == .exited(0), "to reject anything is safe")
  }

  @Test(arguments: [
    ["accept"], ["reject", "--note", "x"], ["merge"], ["check"], ["--format", "yaml"], ["export", "more"],
    ["accept", "x.so", "--note", String(repeating: "x", count: 1001)], ["list", "--verdicts", ""],
  ])
  func `Wrong usage`(arguments: [String]) throws {
    #expect(try start(["verdicts"] + arguments, in: folder.path).wait().ending == .exited(64))
  }

  @Test func `Whatever a file holds, what is shown of it is harmless`() throws {
    let evil = "\\u001b]0;owned\\u0007\\u202e\\nError: forged"
    let line = """
      {"file":"\(evil).so","sha256":"\(String(repeating: "a", count: 64))","when":"2026-11-22T14:48:53Z","verdict":"accepted",\
      "who":"\(evil)","note":"\(evil)","size":1,"version":1}
      """
    let raw =
      Array(line.utf8) + [0x0A, 0x1B, 0x5B, 0x32, 0x4A, 0xFF, 0x0A] + Array(String(repeating: "[", count: 100_000).utf8)
    try folder.write("team.jsonl", raw)
    for arguments in [[], ["--all"], ["--format", "json"]] {
      let outcome = try start(["verdicts"] + arguments + ["--verdicts", "team.jsonl"], in: folder.path).wait()
      #expect(outcome.ending == .exited(0))
      #expect((outcome.stdout + outcome.stderr).unicodeScalars.allSatisfy { $0 == "\n" || !isHarmful($0) })
      #expect(!outcome.stdout.contains("\nError: forged"))
    }
  }

  // MARK: Killed

  /// `AIRLOCK_KILLS=200 swift test` kills so often.
  private static let kills = ProcessInfo.processInfo.environment["AIRLOCK_KILLS"].flatMap { Int($0) } ?? 12

  /// Two write at once, and both are killed, each at a moment of its own.
  @Test func `Killed at any moment, the file reads and nothing that was acknowledged is lost`() throws {
    // Enough that a write has a beginning, a middle and an end.
    try folder.folder("a")
    try folder.folder("b")
    for number in 0..<20 {
      try folder.copy(Executables.path("libAnswer.so"), to: "a/plugin-\(number).so")
      try folder.copy(Executables.path("libEmptyFile.so"), to: "b/plugin-\(number).so")
    }
    func writer(_ plugins: String, _ note: String) throws -> Command {
      try start(
        ["verdicts", "accept", plugins, "--note", note, "--verdicts", "team.jsonl"] as [String], in: folder.path)
    }
    // How long two of them take that nobody kills.
    let began = ContinuousClock.now
    let first = try [writer("a", "a-0"), writer("b", "b-0")]
    for writer in first { try #require(try writer.wait().ending == .exited(0)) }
    let whole = began.duration(to: .now)
    var expected: [String: Int] = ["a-0": 20, "b-0": 20]
    var generator = SystemRandomNumberGenerator()
    // Where about half of them have told: it follows what the machine does meanwhile, and finds both kinds.
    var share = 1.0
    for round in 1...Self.kills {
      let writers = try [writer("a", "a-\(round)"), writer("b", "b-\(round)")]
      let start = ContinuousClock.now
      // Before they write, while they do, and after; most of the time passes before.
      let moments = writers.map { _ in whole * share * Double.random(in: 0.6...1.4, using: &generator) }
      for (writer, moment) in zip(writers, moments).sorted(by: { $0.1 < $1.1 }) {
        let left = Self.microseconds(moment - start.duration(to: .now))
        if left > 0 { usleep(UInt32(left)) }
        kill(writer.process, SIGKILL)
      }
      for (name, writer) in zip(["a", "b"], writers) {
        // Half a line on stdout has told nobody anything.
        let told = try writer.wait().stdout.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        let count = told.count { $0.contains(": written to team.jsonl") }
        expected["\(name)-\(round)"] = count
        share *= count > 0 ? 0.75 : 1.3
      }
      try expectNothingLost(expected, "round \(round)")
    }
    let killed = expected.filter { !$0.key.hasSuffix("-0") }.values
    #expect(killed.contains { $0 > 0 } && killed.contains(0), "some were killed before they had told, some after")
    // The next one mends what is left, whatever that is, and what it left beside it.
    try #require(try writer("b", "last").wait().ending == .exited(0))
    expected["last"] = 20
    try expectNothingLost(expected, "at last")
    let listed = try team("--all")
    #expect(listed.ending == .exited(0) && listed.stderr == "")
    let lines = try lines(of: "team.jsonl")
    #expect(lines == lines.sorted() && lines.count == listed.lines.count)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(!names.contains { $0.hasPrefix(".airlock-new") }, "\(names)")
    if Self.kills >= 200 {
      let (all, told) = (expected.count, expected.values.count { $0 > 0 })
      print("of \(all) writers \(told) had acknowledged when they were killed; \(try notes().count) had written")
    }
  }

  private func expectNothingLost(_ expected: [String: Int], _ comment: String) throws {
    let found = try notes()
    for (note, count) in expected { #expect(found[note, default: 0] >= count, "\(comment): \(note)") }
  }

  /// How many lines have which note; throws if one cannot be read. The last may have been cut off.
  private func notes() throws -> [String: Int] {
    var found: [String: Int] = [:]
    let rows = try folder.read("team.jsonl").split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for row in rows.dropLast() {
      let members = try JSONSerialization.jsonObject(with: Data(row)) as? [String: Any]
      found[members?.text("note") ?? "", default: 0] += 1
    }
    return found
  }

  private static func microseconds(_ duration: Duration) -> Int64 {
    duration.components.seconds * 1_000_000 + duration.components.attoseconds / 1_000_000_000_000
  }
}
