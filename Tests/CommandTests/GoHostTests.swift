import Foundation
import TestSupport
import Testing

/// What a plain Go host says to each edge case, or how it dies of it, beside what Airlock says: measured, and kept in
/// Assets/go-host.md. `AIRLOCK_RECORD=1 swift test` writes that file anew.
@Suite("Beside a Go host", .enabled(if: Toolchain.go.isThere, "go is not there"))
struct GoHostTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private struct Row {
    let name: String
    /// What the host is given, in this order.
    let paths: [String]
  }

  private static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Assets/go-host.md")
  private static let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("GoHost/host.go")
  /// In seconds, for the plugin that never comes back.
  private static let patience = "2"

  private func rows() throws -> [Row] {
    let good = "func MyFunction(s string) (int, error) { return 42, nil }"
    func plugin(_ name: String, _ source: String, _ flags: [String] = [], root: String? = nil) throws -> [String] {
      try folder.copy(try GoPlugins.plugin(source, flags, root: root), to: name)
      return ["./" + name]
    }
    var rows = [
      Row(name: "good", paths: try plugin("good.so", good)),
      Row(
        name: "a value and an error",
        paths: try plugin(
          "boom.so", "import \"errors\"\nfunc MyFunction(s string) (int, error) { return 7, errors.New(\"boom\") }")),
      Row(name: "stripped (`-ldflags='-s -w'`)", paths: try plugin("stripped.so", good, ["-ldflags=-s -w"])),
      Row(name: "no such file", paths: ["./nonexistent.so"]),
    ]
    try folder.write("text.so", "not a library\n")
    rows.append(Row(name: "a text", paths: ["./text.so"]))
    try folder.write("cut.so", try folder.read("good.so").prefix(100_000))
    rows.append(Row(name: "a plugin that is cut off", paths: ["./cut.so"]))
    try folder.plugin("c.so", call: "*result = 42; return 0;", ["-g"])
    rows.append(Row(name: "a C library with the C function", paths: ["./c.so"]))
    try folder.compileC("int other(void) { return 1; }", to: "other.so")
    rows.append(Row(name: "a C library without it", paths: ["./other.so"]))
    let shared = """
      package main
      // #include <stdint.h>
      // #include <stddef.h>
      import "C"
      //export MyFunction
      func MyFunction(input *C.char, result *C.int64_t, err *C.char, capacity C.size_t) C.int32_t {
        *result = 42
        return 0
      }
      func main() {}
      """
    try folder.copy(try GoPlugins.build(shared, ["-buildmode=c-shared"], nil, suffix: ".so"), to: "shared.so")
    rows.append(Row(name: "a c-shared library of Go", paths: ["./shared.so"]))
    rows += [
      Row(name: "no such function", paths: try plugin("nofunction.so", "func YourFunction() {}")),
      Row(name: "another signature", paths: try plugin("wrong.so", "func MyFunction(s string) int { return 1 }")),
      Row(
        name: "a variable",
        paths: try plugin("variable.so", "var MyFunction = func(s string) (int, error) { return 0, nil }")),
      Row(
        name: "a panic",
        paths: try plugin(
          "panic.so", "var m map[string]int\nfunc MyFunction(s string) (int, error) { m[s]++; return 0, nil }")),
      Row(
        name: "a panic in a goroutine",
        paths: try plugin(
          "goroutine.so", "func MyFunction(s string) (int, error) { go func() { panic(\"lost\") }(); select {} }")),
      Row(
        name: "a panic in `init`",
        paths: try plugin(
          "init.so", "func init() { panic(\"not today\") }\nfunc MyFunction(s string) (int, error) { return 0, nil }")),
      Row(
        name: "`os.Exit(3)`",
        paths: try plugin(
          "exit.so", "import \"os\"\nfunc MyFunction(s string) (int, error) { os.Exit(3); return 0, nil }")),
      Row(
        name: "a deadlock",
        paths: try plugin(
          "deadlock.so", "func MyFunction(s string) (int, error) { c := make(chan int); return <-c, nil }")),
      Row(name: "built with `-trimpath`", paths: try plugin("trimpath.so", good, ["-trimpath"])),
    ]
    try folder.copy(folder("good.so"), to: "copy.so")
    rows.append(Row(name: "a copy of one that is loaded", paths: ["./good.so", "./copy.so"]))
    if let root = GoPlugins.otherRoot {
      rows.append(Row(name: "built with another version of Go", paths: try plugin("other-go.so", good, root: root)))
    }
    return rows
  }

  @Test func table() throws {
    let host = try GoPlugins.program(try String(contentsOf: Self.source, encoding: .utf8))
    let lines = try rows().map { row in
      "| \(row.name) | \(try told(by: host, row)) | \(try toldByAirlock(row)) |"
    }
    let title = "Beside a plain Go host (\(GoPlugins.version ?? "")), as `Tests/CommandTests/GoHostTests.swift` saw it:"
    let text =
      title + "\n\n| plugin | [a plain Go host](../Tests/GoHost/host.go) | Airlock |\n|---|---|---|\n"
      + lines.joined(separator: "\n") + "\n"
    if ProcessInfo.processInfo.environment["AIRLOCK_RECORD"] == "1" {
      try text.write(to: Self.file, atomically: true, encoding: .utf8)
    }
    let kept = try String(contentsOf: Self.file, encoding: .utf8)
    // Other versions of Go have other words, and a second toolchain may not be there.
    guard kept.hasPrefix(title) else { return }
    #if DEBUG_INFO
      for line in lines { #expect(kept.contains(line), "not in Assets/go-host.md: \(line)") }
    #endif
  }

  private func told(by host: String, _ row: Row) throws -> String {
    let outcome = try Command(
      "/usr/bin/timeout", ["-s", "KILL", Self.patience, host] + row.paths, directory: folder.path
    ).wait()
    let said = (outcome.lines + outcome.errors).first { !$0.isEmpty && !Self.isUsual($0) } ?? outcome.lines.first
    let end: String? =
      switch outcome.ending {
      case .exited(0): nil
      case .exited(137), .signalled(SIGKILL): "hangs for ever"
      case .exited(let status) where status > 128: "ended by signal \(status - 128)"
      case .exited(let status): "**exit \(status)**"
      case .signalled(let signal): "**ended by signal \(signal)**"
      }
    return [said.map { "`\(cleaned($0))`" }, end].compactMap(\.self).joined(separator: ", ")
  }

  /// What a plugin before the one in question gave.
  private static func isUsual(_ line: String) -> Bool { line == "42, <nil>" }

  private func toldByAirlock(_ row: Row) throws -> String {
    let outcome = try start(
      ["run"] + row.paths + ["--timeout", Self.patience], environment: GoPlugins.environment, in: folder.path
    ).wait()
    let line = outcome.lines.last ?? outcome.errors.first ?? ""
    return "`\(cleaned(line))`"
  }

  private func cleaned(_ line: String) -> String {
    line.replacingOccurrences(of: folder.path, with: ".")
      .replacing(#/0x[0-9a-f]+/#, with: "0x…").replacing(#/unnamed-[0-9a-f]{40}/#, with: "unnamed-…")
      .replacing(#/of [0-9]+ bytes/#, with: "of … bytes").replacingOccurrences(of: "|", with: "\\|")
  }
}
