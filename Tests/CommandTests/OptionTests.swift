import Foundation
import TestSupport
import Testing

/// Each option by what it changes.
@Suite("Options")
struct OptionTests {
  let folder: TemporaryFolder
  private let samples = Executables.directory
  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: [
    ("", "0, <nil>"), ("two words", "2, <nil>"), (" eine  zwei\ndrei\t", "3, <nil>"), ("-", "4, <nil>"),
  ])
  func input(text: String, answer: String) throws {
    let outcome = try airlock(
      "run", "--input", text, "libWordCount.so", in: samples, input: Array("this is standard input".utf8))
    #expect(outcome.stdout == answer + "\n")
    #expect(outcome.stderr == "")
  }

  @Test func inputGoesInAsItIs() throws {
    let outcome = try airlock("run", "--input=größe 数\t\u{1B}[1m", "libChatty.so", in: samples)
    #expect(outcome.stdout == "\("größe 数\t\u{1B}[1m".utf8.count), <nil>\n")
    #expect(outcome.errors.first == "libChatty.so | Chatty got: größe 数\t\\e[1m")
    let bytes = try airlock("run", "--input", [0x61, 0xFF, 0x62], "libAnswer.so", in: samples)
    #expect(bytes.stdout == "3, <nil>\n")
  }

  /// A C text ends at its first NUL, so such a plugin would see another input than it was given.
  @Test func inputWithNUL() throws {
    let input: [UInt8] = [0x61, 0, 0x62]
    let swift = try airlock("run", "--input", "-", "libHello.so", in: samples, input: input)
    #expect(swift.stdout == "3, <nil>\n")
    #expect(swift.ending == .exited(0))
    let c = try airlock("run", "--input", "-", "libAnswer.so", in: samples, input: input)
    #expect(c.stdout == "")
    #expect(
      c.stderr
        == "Error: could not call MyFunction in plugin libAnswer.so: the input holds a NUL byte, which ends a text in C\n"
    )
    #expect(c.ending == .exited(1))
  }

  @Test func inputUpToItsBound() throws {
    let most = try airlock(
      "run", "--input", "-", "libAnswer.so", in: samples, input: [UInt8](repeating: 0x61, count: 1 << 20))
    #expect(most.stdout == "\(1 << 20), <nil>\n")
    let over = try airlock(
      "run", "--input", "-", "libAnswer.so", in: samples, input: [UInt8](repeating: 0x61, count: 1 << 20 + 1))
    #expect(over.stdout == "")
    #expect(over.stderr.hasPrefix("Error: The input is longer than 1 MiB."))
    #expect(over.ending == .exited(64))
  }

  @Test func function() throws {
    let outcome = try airlock("run", "--function", "YourFunction", "./libNoFunction.so", in: samples)
    #expect(outcome.stdout == "5, <nil>\n")
    let missing = try airlock("run", "--function", "YourFunctio", "./libNoFunction.so", in: samples)
    #expect(
      missing.errors == [
        "Error: could not find function YourFunctio in plugin ./libNoFunction.so",
        "  Did you mean YourFunction? Names must match to the letter.",
      ])
    let crash = try folder.plugin(call: "return 0;", ["-DMyFunction=Other"])
    #expect(
      try airlock("run", "--function", "Other", crash).stdout == "0, Other returned success but set no result\n")
  }

  /// However many paths there are and whatever stands between them.
  @Test func pathsBetweenOptions() throws {
    let names = ["a.so", "b.so", "c.so", "größe.so", "", "-e.so", "f.so", "g.so", "h.so"]
    for name in names where !name.isEmpty { try folder.copy(Executables.path("libAnswer.so"), to: name) }
    let outcome = try airlock(
      "run", "a.so", "b.so", "--input", "x", "c.so", "größe.so", "", "--timeout=5", "--", "-e.so", "f.so", "g.so",
      "h.so", in: folder.path)
    #expect(outcome.lines == names.filter { !$0.isEmpty }.map { "\($0): 1, <nil>" })
    #expect(outcome.errors.contains { $0.hasPrefix("Error: could not open plugin : no such file or directory") })
    #expect(outcome.ending == .exited(1))
  }

  @Test func recursive() throws {
    for place in ["b/deep/er", "a", "c.so"] { try folder.folder(place) }
    for path in ["b/deep/er/1.so", "b/2.so", "a/3.so", "4.so", "c.so/5.so"] {
      try folder.plugin(
        path.components(separatedBy: "/").last!, call: "*result = \(path.filter(\.isNumber)); return 0;")
      guard path != "4.so" else { continue }
      try FileManager.default.moveItem(atPath: folder(path.components(separatedBy: "/").last!), toPath: folder(path))
    }
    let flat = try airlock("run", ".", in: folder.path)
    #expect(flat.lines == ["./4.so: 4, <nil>"])
    let deep = try airlock("run", "--recursive", ".", in: folder.path)
    #expect(
      deep.lines == [
        "./4.so: 4, <nil>", "./a/3.so: 3, <nil>", "./b/2.so: 2, <nil>", "./b/deep/er/1.so: 1, <nil>",
        "./c.so/5.so: 5, <nil>",
      ])
    #expect(deep.errors == ["5 plugins: 5 passed (5 unverified)"])
  }

  /// Any name will do for a file that is named itself; in a folder it must end with `.so`.
  @Test func names() throws {
    try folder.plugin("plugin", call: "*result = 1; return 0;")
    try folder.plugin("plugin.so.1", call: "*result = 2; return 0;")
    #expect(try airlock("run", "plugin", in: folder.path).stdout == "1, <nil>\n")
    #expect(try airlock("run", "plugin.so.1", in: folder.path).stdout == "2, <nil>\n")
    let outcome = try airlock("run", ".", in: folder.path)
    #expect(outcome.stderr == "Error: no plugins found in .\n")
    #expect(outcome.ending == .exited(1))
  }

  @Test func verbose() throws {
    let outcome = try airlock("check", "--verbose", "libHello.so", "libNoFunction.so", in: samples)
    // What belongs to a check stands below its summary.
    let margin = String(repeating: " ", count: 26)
    expect(
      outcome.lines.filter { !$0.hasPrefix(margin) },
      like: [
        "libHello.so: ok, swift, func MyFunction(String) throws -> Int (mangled name)",
        "  pass       file         … KiB, owned by …, … old",
        "  pass       format       ELF64 \(Machine.name) shared library",
        "  pass       architecture \(Machine.name), as this machine",
        "  pass       dependencies … of … found",
        "  pass       symbols      … of … found",
        "  pass       function     MyFunction in module Hello",
        "  pass       signature    func MyFunction(String) throws -> Int",
        "  pass       runtime      Swift …, the same compiler as Airlock",
        "  skipped    provenance   not signed · …sha256 …",
        "  pass       load         … ms, 1 library mapped",
      ])
    #expect(outcome.lines.contains(margin + "proved by the mangled name"))
    let tree = try #require(outcome.lines.firstIndex { $0.hasPrefix("  pass       dependencies ") })
    #expect(outcome.lines[tree + 1] == margin + "libHello.so")
    #expect(outcome.lines.contains { $0.hasPrefix(margin + "  libswiftCore.so") })
    expect(
      outcome.errors.filter { !$0.hasPrefix(margin) },
      like: [
        "Error: could not find function MyFunction in plugin libNoFunction.so",
        "  It exports YourFunction.",
        "  pass       file         … KiB, owned by …, … old",
        "  pass       format       ELF64 \(Machine.name) shared library",
        "  pass       architecture \(Machine.name), as this machine",
        "  pass       dependencies … of … found",
        "  pass       symbols      … of … found",
        "  fail       function     no exported function MyFunction",
        "  skipped    signature    not made: there is no function to call",
        "  pass       runtime      Swift …, the same compiler as Airlock",
        "  skipped    provenance   not signed · …sha256 …",
        "  skipped    load         not opened: a check failed",
        "2 plugins: 1 passed, 1 rejected",
      ])
    #expect(outcome.errors.contains(margin + "It exports YourFunction."))
    // What others compare with is told in full here.
    let digest = try folder.run("/usr/bin/env", ["sha256sum", samples + "/libHello.so"]).prefix(64)
    #expect(outcome.lines.contains(margin + "sha256    " + digest))
    #expect(outcome.lines.contains { $0.hasPrefix(margin + "build ID  ") && $0.count == margin.count + 10 + 40 })
  }

  /// Who needs it and where it was looked for, at once and without `--verbose`.
  @Test func missingDependency() throws {
    try folder.compileC("int helper(void) { return 1; }", to: "libhelper.so")
    try folder.compileC(
      prelude + "int helper(void);\nFUNCTION { *result = helper(); return 0; }\n",
      to: "p.so", objects: [folder("libhelper.so")])
    try FileManager.default.removeItem(atPath: folder("libhelper.so"))
    let check = try airlock("check", "--no-load", "./p.so", in: folder.path)
    #expect(check.stdout == "")
    expect(
      Array(check.errors.prefix(2)),
      like: [
        "Error: could not open plugin ./p.so: needs …libhelper.so, which was not found",
        "  p.so needs …libhelper.so; put it there, or link by name alone.",
      ])
    #expect(check.errors.contains { $0.hasPrefix("    ") && $0.hasSuffix("libhelper.so  NOT FOUND") })
    // A run tells it in short.
    let run = try airlock("run", "./p.so", in: folder.path)
    #expect(run.errors == Array(check.errors.prefix(2)))
  }

  @Test func memory() throws {
    let path = try folder.plugin(
      call: "void *p = malloc(300l << 20); *result = p != NULL; free(p); return 0;")
    #expect(try airlock("run", path).stdout == "1, <nil>\n")
    #expect(try airlock("run", "--memory", "256", path).stdout == "0, <nil>\n")
  }

  /// Whoever has less than Airlock would set must still get an answer, and no plugin the blame.
  @Test func aHardLimitOfTheUsersIsNotThePluginsFault() throws {
    let limited = "ulimit -v 3000000; exec \"$0\" run libHello.so"
    let outcome = try Command("/bin/sh", ["-c", limited, Executables.path("airlock")], directory: samples).wait()
    #expect(outcome.stdout == "42, <nil>\n")
    #expect(outcome.stderr == "")
  }

  /// A result that nobody got is no success.
  @Test func aFullDiskIsNoSuccess() throws {
    let full = "exec \"$0\" run libHello.so > /dev/full"
    let outcome = try Command("/bin/sh", ["-c", full, Executables.path("airlock")], directory: samples).wait()
    #expect(outcome.ending != .exited(0))
  }

  @Test func noLoadRunsNoConstructor() throws {
    let path = try folder.plugin(
      before: "__attribute__((constructor)) static void f(void) { puts(\"constructed\"); }",
      call: "*result = 1; return 0;")
    #expect(try !airlock("check", "--no-load", path).stderr.contains("constructed"))
    #expect(try airlock("check", path).stderr.contains("constructed"))
  }

  /// Where no terminal is, `airlock PATH` is `airlock run PATH`, options and all.
  @Test(arguments: [["--format", "json"], ["--verbose"], ["--timeout", "5"], ["--strict"]])
  func withoutATerminalEveryOptionOfRunIsTaken(options: [String]) throws {
    let outcome = try start(options + ["libHello.so"], in: samples).wait()
    #expect(outcome.stderr == "")
    #expect(outcome.ending == .exited(0))
  }
}
