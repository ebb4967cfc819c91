import Foundation
import TestSupport
import Testing

/// `airlock run --save-reports`, and `airlock crashes` of what was saved.
@Suite("Crashes")
struct CrashesTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.plugin("null.so", call: "fprintf(stderr, \"about to\\n\"); *(volatile int *)48 = 1; return 0;", ["-g"])
    try folder.plugin("fine.so", call: "*result = 7; return 0;")
    try folder.plugin("abort.so", call: "abort();")
  }

  private func save(_ plugins: String..., times: Int = 1) throws {
    for _ in 0..<times {
      _ = try start(
        ["run"] + plugins.map { "./" + $0 } + ["--save-reports", "kept/reports"] as [String], in: folder.path
      ).wait()
    }
  }

  private func crashes(_ arguments: String...) throws -> Command.Outcome {
    try start(["crashes", "--from", "kept/reports"] + arguments as [String], in: folder.path).wait()
  }

  private var files: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder("kept/reports"))) ?? []).sorted()
  }

  @Test func `Reports are saved only if asked for, of crashes only`() throws {
    _ = try airlock("run", "./null.so", environment: ["HOME": folder.path], in: folder.path)
    #expect(!FileManager.default.fileExists(atPath: folder(".local")))
    try save("null.so", "fine.so", "abort.so")
    #expect(files.count == 2)
    let path = folder("kept/reports/" + files[1])
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(folder.read("kept/reports/" + files[1]))) as? [String: Any])
    #expect(report.number("schema") == 1)
    #expect(report.text("plugin") == folder.path + "/null.so" || report.text("plugin")?.hasSuffix("/null.so") == true)
    #expect(report.object("crash")?.text("signal") == "SIGSEGV")
    #expect(report.text("reproduce")?.hasPrefix("airlock run ./null.so --input=hello") == true)
  }

  #if DEBUG_INFO
    private static let readsDebugInfo = true
  #else
    private static let readsDebugInfo = false
  #endif

  @Test(.enabled(if: readsDebugInfo, "libdw is not there: an abort has no cause in words"))
  func `The same crash is one line, with how often it was seen`() throws {
    try save("null.so", times: 3)
    try save("abort.so")
    let outcome = try crashes()
    #expect(outcome.ending == .exited(0))
    // In one second their order is not told.
    expect(
      outcome.lines.map { String($0.dropFirst()) }.sorted { $0.contains("abort.so") && !$1.contains("abort.so") },
      like: [
        "  20…  abort.so  abort() was called · …",
        "  20…  null.so   Null pointer \(Machine.write) · …seen 3 times, first 20…",
      ])
  }

  @Test func `One is shown by number and by name`() throws {
    try save("null.so", times: 2)
    for wanted in ["1", files[0], String(files[1].dropLast(5))] {
      let outcome = try crashes(wanted)
      #expect(outcome.ending == .exited(0))
      #expect(outcome.lines.first?.hasPrefix("Error: plugin ./null.so crashed in MyFunction: SIGSEGV") == true)
      #expect(outcome.stdout.contains("seen 2 times"))
    }
    #expect(try crashes("1", "--format", "markdown").stdout.hasPrefix("# Airlock: a plugin crashed"))
    let json = try crashes("1", "--format", "json")
    #expect(try JSONSerialization.jsonObject(with: Data(json.stdoutBytes)) is [String: Any])
    for wanted in ["2", "0", "-1x", "nothing", "../../null"] {
      let outcome = try start(["crashes", "--from", "kept/reports", "--", wanted], in: folder.path).wait()
      #expect(outcome.ending == .exited(1))
      #expect(outcome.errors == ["Error: there is no crash report \(wanted); airlock crashes lists them"])
    }
  }

  @Test func `The list as JSON`() throws {
    try save("null.so", times: 2)
    let report = try Report(try crashes("--format", "json"))
    let crash = try #require((report.members["crashes"] as? [[String: Any]])?.first)
    #expect(crash.number("number") == 1 && crash.number("seen") == 2)
    #expect(crash.text("plugin")?.hasSuffix("/null.so") == true)
  }

  @Test func `All are removed, and nothing else`() throws {
    try save("null.so", times: 2)
    try folder.write("kept/reports/notes.txt", "mine")
    let outcome = try crashes("--clear")
    #expect(outcome.stdout == "removed 2 crash reports\n")
    #expect(files == ["notes.txt"])
    #expect(try crashes().stderr.hasPrefix("Note: no crash reports in "))
  }

  @Test func `The user's own folder is the one of XDG`() throws {
    let state = ["XDG_STATE_HOME": folder("state"), "HOME": folder.path]
    _ = try airlock(
      "run", "./null.so", "--save-reports", "state/airlock/crashes", environment: state, in: folder.path)
    #expect(try airlock("crashes", environment: state).lines.count == 1)
    let elsewhere = ["XDG_STATE_HOME": "state", "HOME": folder.path]
    #expect(try airlock("crashes", environment: elsewhere, in: folder.path).stderr.contains("~/.local/state/airlock"))
    #expect(try airlock("crashes").ending == .exited(1))
  }

  // MARK: Hostile

  @Test func `What is broken is told and skipped, and what is shown is harmless`() throws {
    try save("null.so")
    let good = try folder.read("kept/reports/" + files[0])
    let text = String(decoding: good, as: UTF8.self)
    func write(_ name: String, _ text: String) throws {
      try folder.write("kept/reports/\(name)-20260101-000000.json", text)
    }
    try write("empty", "")
    try write("array", "[1, 2]")
    try write("deep", String(repeating: "[", count: 100_000))
    try write("schema", text.replacingOccurrences(of: "\"schema\": 1", with: "\"schema\": 99"))
    try write("late", text.replacingOccurrences(of: "\"seconds\": ", with: "\"seconds\": 99999999999999999"))
    try write("giant", text + String(repeating: " ", count: 5 << 20))
    try FileManager.default.createSymbolicLink(
      atPath: folder("kept/reports/link-20260101-000000.json"), withDestinationPath: "/etc/passwd")
    mkfifo(folder("kept/reports/pipe-20260101-000000.json"), 0o600)
    // Escapes, C1 and bidi controls in every text: as JSON spells them, and as they are.
    let evil = "\\u001b]0;owned\\u0007\u{9B}31m\u{202E}\\n\\nError: forged"
    try write("evil", text.replacingOccurrences(of: "null", with: evil))

    let listed = try crashes()
    #expect(listed.ending == .exited(0))
    for name in ["empty", "array", "deep", "schema", "late", "giant", "link", "pipe"] {
      #expect(listed.errors.contains { $0.hasPrefix("Note: \(name)-20260101-000000.json was skipped: ") }, "\(name)")
    }
    #expect(listed.lines.count == 1 || listed.lines.count == 2)
    let name = "evil-20260101-000000"
    for arguments in [[], [name], [name, "--format", "markdown"], [name, "--format", "json"], ["--format", "json"]] {
      let outcome = try start(["crashes", "--from", "kept/reports"] + arguments, in: folder.path).wait()
      let all = outcome.stdout + outcome.stderr
      #expect(all.unicodeScalars.allSatisfy { $0 == "\n" || $0 == "\t" || !isHarmful($0) })
      #expect(!all.contains("\nError: forged"))
    }
  }

  @Test func `A folder that cannot be written to is a note, not an end`() throws {
    try folder.write("kept", "a file")
    let outcome = try airlock("run", "./null.so", "--save-reports", "kept/reports", in: folder.path)
    #expect(outcome.ending == .exited(1))
    #expect(
      outcome.stderr.contains("Note: the report of plugin ./null.so could not be saved: not a directory"))
  }

  @Test(arguments: [["--clear", "1"], ["--format", "markdown"], ["--format", "yaml"], ["1", "2"]])
  func `Wrong usage`(arguments: [String]) throws {
    #expect(try start(["crashes"] + arguments).wait().ending == .exited(64))
  }
}
