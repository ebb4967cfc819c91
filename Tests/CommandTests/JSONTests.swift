import Foundation
import TestSupport
import Testing

/// One object, of the contract's members and no other.
@Suite("JSON")
struct JSONTests {
  let folder: TemporaryFolder
  init() throws {
    folder = try TemporaryFolder()
    try folder.copy(Executables.path("libAnswer.so"), to: "good.so")
  }

  private static let plugin: Set = [
    "path", "pathBase64", "alsoGivenAs", "identicalTo", "kind", "verdict", "failure", "message", "hint", "sha256",
    "buildID", "checks", "signature", "run", "attempts", "crash",
  ]
  private static let run: Set = [
    "input", "value", "error", "phase", "signal", "exitStatus", "milliseconds", "peakMemoryBytes", "stdout", "stderr",
    "droppedBytes",
  ]
  private static let verdicts: Set = [
    "passed", "returned-error", "rejected", "crashed", "timed-out", "exited", "limit-exceeded", "interrupted",
  ]
  private static let checks = [
    "file", "format", "architecture", "dependencies", "symbols", "function", "signature", "runtime", "provenance",
    "load",
  ]

  @Test(arguments: ["run", "check"])
  func members(command: String) throws {
    let outcome = try airlock(
      command, "--format", "json", "--timeout", Sample.commonTimeout, ".", "/nonexistent", "/dev/null",
      in: Executables.directory)
    #expect(outcome.stdout.hasSuffix("}\n"))
    let report = try Report(outcome)
    #expect(Set(report.members.keys) == ["schema", "airlock", "sandbox", "plugins", "summary"])
    #expect(report.members.number("schema") == 1)
    #expect(report.members.text("airlock") == "0.1.0")
    #expect(Set(report.members.object("sandbox")?.keys.map(\.self) ?? []) == ["layers", "missing", "loosened"])
    #expect(Set(report.summary.keys) == Self.verdicts.union(["total"]))
    #expect(report.summary["total"] == report.plugins.count)
    for verdict in Self.verdicts {
      #expect(report.summary[verdict] == report.plugins.count { $0.text("verdict") == verdict })
    }
    for plugin in report.plugins { expectMembers(of: plugin, called: command == "run") }
  }

  private func expectMembers(of plugin: [String: Any], called: Bool) {
    let path = plugin.text("path") ?? "?"
    #expect(Set(plugin.keys) == Self.plugin, "\(path)")
    #expect(["swift", "go", "c", nil].contains(plugin.text("kind")), "\(path)")
    #expect(Self.verdicts.contains(plugin.text("verdict") ?? ""), "\(path)")
    #expect((plugin.text("verdict") == "passed") == plugin.isNull("failure"), "\(path)")
    for attempt in plugin["attempts"] as? [[String: Any]] ?? [[:]] {
      #expect(Set(attempt.keys) == ["action", "target", "phase", "count"], "\(path)")
    }

    let checks = plugin["checks"] as? [[String: Any]] ?? []
    for check in checks {
      #expect(Set(check.keys) == ["id", "status", "summary", "hint"], "\(path)")
      #expect(["pass", "warn", "fail", "unverified", "skipped"].contains(check.text("status")), "\(path)")
    }
    let order = checks.compactMap { check in Self.checks.firstIndex { $0 == check.text("id") } }
    #expect(order.count == checks.count && order == order.sorted(), "\(path)")

    if let signature = plugin.object("signature") {
      #expect(Set(signature.keys) == ["expected", "found", "evidence"], "\(path)")
      #expect(["mangled-name", "debug-info", "runtime-type", "none"].contains(signature.text("evidence")), "\(path)")
    }
    if !called { #expect(plugin.isNull("run"), "\(path)") }
    if let run = plugin.object("run") {
      #expect(Set(run.keys) == Self.run, "\(path)")
      #expect(["inspect", "open", "lookup", "call", "close"].contains(run.text("phase")), "\(path)")
      let times = run.object("milliseconds") ?? [:]
      #expect(Set(times.keys).isSubset(of: ["open", "lookup", "call", "close"]), "\(path)")
      #expect(times.values.allSatisfy { ($0 as? Double).map { (0...60_000).contains($0) } == true }, "\(path)")
      #expect(times["open"] != nil, "\(path)")
      #expect((run.number("peakMemoryBytes") ?? 0) > 100_000, "\(path)")
    }
    if let crash = plugin.object("crash") {
      #expect(
        Set(crash.keys) == ["cause", "signal", "code", "address", "note", "threads", "registers", "output"], "\(path)")
    }
    // One that went over a limit may have crashed over it.
    if plugin.text("verdict") != "limit-exceeded" {
      // Where a hang stood is told there too.
      #expect(plugin.isNull("crash") == !["crashed", "timed-out"].contains(plugin.text("verdict")), "\(path)")
    }
  }

  @Test func digests() throws {
    let outcome = try airlock("check", "--format", "json", "--no-load", ".", in: Executables.directory)
    let report = try Report(outcome)
    #expect(report.plugins.count == Sample.all.count)
    for plugin in report.plugins {
      let path = Executables.directory + "/" + (plugin.text("path") ?? "")
      let expected = try folder.run("/usr/bin/env", ["sha256sum", path]).prefix(64)
      #expect(plugin.text("sha256") == String(expected))
    }
    let missing = try Report(try airlock("check", "--format", "json", "./gone.so", in: folder.path))
    #expect(missing.plugins.first?.isNull("sha256") == true)
  }

  @Test func buildIDs() throws {
    try folder.plugin(call: "return 0;", ["-Wl,--build-id=0x0123456789abcdef"])
    try folder.plugin("none.so", call: "return 0;", ["-Wl,--build-id=none"])
    let report = try Report(try airlock("check", "--format", "json", "p.so", "none.so", in: folder.path))
    #expect(report.plugins.map { $0.text("buildID") } == ["0123456789abcdef", nil])
  }

  /// What a plugin says reaches a script to the letter and a terminal not at all.
  @Test func escapes() throws {
    try folder.plugin(
      call: #"""
        fputs("\033[31m\001\177\302\200\302\237\330\234\342\200\216\342\200\256\342\201\246\342\201\251\"\\\b\r\t\n/", stdout);
        fputs("\377", stderr);
        strcpy(error, "\033]0;owned\a");
        return 1;
        """#)
    let outcome = try airlock("run", "--format", "json", "--input", "\u{1B}\u{202A}\u{9D}", "p.so", in: folder.path)
    #expect(outcome.stdout.unicodeScalars.allSatisfy { $0 == "\n" || !isHarmful($0) })
    let plugin = try #require(try Report(outcome).plugins.first)
    let run = try #require(plugin.object("run"))
    #expect(
      run.text("stdout")?.unicodeScalars.map(\.value)
        == Array(
          "\u{1B}[31m\u{1}\u{7F}\u{80}\u{9F}\u{61C}\u{200E}\u{202E}\u{2066}\u{2069}\"\\\u{8}\r\t\n/".unicodeScalars
        ).map(\.value))
    #expect(run.text("stderr") == "\u{FFFD}")
    #expect(run.text("error") == "\u{1B}]0;owned\u{7}")
    #expect(run.text("input") == "\u{1B}\u{202A}\u{9D}")
  }

  @Test func names() throws {
    let odd: [UInt8] = Array("b".utf8) + [0xFF, 0x0A] + Array("\u{202E}\".so".utf8)
    try folder.copy(folder("good.so"), to: odd)
    let outcome = try airlock("check", "--format", "json", "./good.so", Array("./".utf8) + odd, in: folder.path)
    #expect(outcome.stdout.unicodeScalars.allSatisfy { $0 == "\n" || !isHarmful($0) })
    let plugins = try Report(outcome).plugins
    #expect(plugins[0].isNull("pathBase64"))
    #expect(plugins[1].text("path") == "./b\u{FFFD}\n\u{202E}\".so")
    #expect(plugins[1].text("pathBase64") == Data(Array("./".utf8) + odd).base64EncodedString())
    #expect(plugins[1].text("identicalTo") == "./good.so")
  }

  @Test func rejectedAndMissing() throws {
    let outcome = try airlock(
      "run", "--format", "json", "./gone.so", "./good.so", "/dev/null", in: folder.path)
    let report = try Report(outcome)
    #expect(report.plugins.map { $0.text("path") } == ["./gone.so", "./good.so", "/dev/null"])
    #expect(report.plugins.map { $0.text("failure") } == ["file-not-found", nil, "not-a-file"])
    #expect(
      report.plugins[0].text("message") == "Error: could not open plugin ./gone.so: no such file or directory")
    #expect(report.plugins.map { $0.isNull("run") } == [true, false, true])
    #expect(outcome.ending == .exited(1))
  }

  /// A failure without a class cannot be matched on.
  /// The contract has no class for an input that a plugin's kind cannot take: the message tells.
  @Test func aRefusedInputIsRejected() throws {
    let outcome = try airlock("run", "--format", "json", "--input", "-", "good.so", in: folder.path, input: [0])
    let plugin = try #require(try Report(outcome).plugins.first)
    #expect(plugin.text("verdict") == "rejected")
    #expect(plugin.isNull("failure"))
    #expect(plugin.text("message")?.contains("NUL byte") == true)
  }

  @Test func parallelIsTheSame() throws {
    func told(_ jobs: String) throws -> [String] {
      let outcome = try airlock(
        "run", "--format", "json", "--timeout", Sample.commonTimeout, "--jobs", jobs, ".", in: Executables.directory)
      return try Report(outcome).plugins.map { "\($0.text("path") ?? "") \($0.text("message") ?? "")" }
    }
    #expect(try told("1") == told("4"))
  }
}
