import Foundation
import TestSupport
import Testing

/// Each class of failure that `check` can find, with a file made for it: the sentence of the contract word for word, and
/// the class that scripts match on.
@Suite("Failure classes")
struct FailureClassTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  /// The plugins by name, each with its class and what follows `Error: `.
  private func make() throws -> [(name: String, failure: String, sentence: String)] {
    try folder.plugin("good.so", call: "*result = 1; return 0;")
    let bytes = try folder.read("good.so")
    symlink("loop.so", folder("loop.so"))
    mkfifo(folder("pipe.so"), 0o600)
    try folder.write("text.so", "hello\n")
    try folder.write("cut.so", bytes.prefix(4000))
    var lying = bytes
    lying.replaceSubrange(32..<40, with: [0, 0, 0, 0, 0, 1, 0, 0])  // e_phoff
    try folder.write("lying.so", lying)
    var other = bytes
    other[18] = Machine.other.code
    try folder.write("other.so", other)
    try folder.compileC(prelude + "FUNCTION { return 0; } int main(void) { return 0; }", ["-pie"], to: "program.so")
    try folder.compileC("int foo(void) { return 1; }", ["-Wl,-soname,libfoo.so.1"], to: "libfoo")
    try folder.compileC(
      prelude + "int foo(void); FUNCTION { return foo(); }", to: "needy.so", objects: [folder("libfoo")])
    try folder.plugin("symbol.so", before: "int foo_v2(void);", call: "return foo_v2();")
    try folder.compileC("int other(void) { return 0; }", to: "nofunction.so")
    try folder.copy(Executables.path("libWrongType.so"), to: "type.so")
    try folder.plugin(
      "sanitized.so", before: "void __asan_init(void); void f(void) { __asan_init(); }", call: "return 0;")
    // The loader has little room for thread-local data of libraries that come late; the file does not show it.
    try folder.plugin(
      "tls.so", before: "__thread __attribute__((tls_model(\"initial-exec\"))) char big[1 << 20];",
      call: "*result = big[0]; return 0;")
    let open = { (name: String, reason: String) in "could not open plugin ./\(name): \(reason)" }
    return [
      ("gone.so", "file-not-found", open("gone.so", "no such file or directory")),
      ("loop.so", "not-readable", open("loop.so", "too many levels of symbolic links")),
      ("pipe.so", "not-a-file", open("pipe.so", "not a regular file (named pipe)")),
      ("text.so", "not-elf", open("text.so", "not an ELF file (ASCII text)")),
      ("cut.so", "truncated", open("cut.so", "cut off: 4000 of \(bytes.count) bytes")),
      ("lying.so", "malformed", open("lying.so", "damaged: program headers lie outside the file")),
      (
        "other.so", "wrong-architecture",
        open("other.so", "built for \(Machine.other.name), this machine is \(Machine.name)")
      ),
      ("program.so", "not-a-shared-library", open("program.so", "an executable, not a shared library")),
      ("needy.so", "missing-dependency", open("needy.so", "needs libfoo.so.1, which was not found")),
      ("symbol.so", "unresolved-symbol", open("symbol.so", "needs symbol foo_v2, which nothing provides")),
      ("nofunction.so", "function-not-found", "could not find function MyFunction in plugin ./nofunction.so"),
      (
        "type.so", "wrong-signature",
        "function MyFunction in plugin ./type.so has the wrong signature: "
          + "expected func MyFunction(String) throws -> Int, found func MyFunction(Int) throws -> Int"
      ),
      (
        "sanitized.so", "incompatible-runtime",
        open("sanitized.so", "built with AddressSanitizer, whose runtime must be loaded first")
      ),
      ("tls.so", "load-failed", open("tls.so", "cannot allocate memory in static TLS block")),
    ]
  }

  @Test func sentences() throws {
    let all = try make()
    let paths = all.map { "./" + $0.name }
    let text = try start(["check"] + paths, in: folder.path).wait()
    #expect(text.stdout == "")
    #expect(
      text.errors.filter { $0.hasPrefix("Error: ") } == all.map { "Error: " + $0.sentence })
    #expect(text.errors.last == "\(all.count) plugins: \(all.count) rejected")
    let report = try Report(try start(["check", "--format", "json"] + paths, in: folder.path).wait())
    #expect(report.plugins.map { $0.text("failure") } == all.map(\.failure))
    #expect(report.plugins.map { $0.text("message") } == all.map { "Error: " + $0.sentence })
    for plugin in report.plugins {
      let checks = (plugin["checks"] as? [[String: Any]] ?? []).compactMap { $0.text("id") }
      #expect(
        checks == [
          "file", "format", "architecture", "dependencies", "symbols", "function", "signature", "runtime",
          "provenance", "load",
        ], "\(plugin.text("path") ?? "?")")
    }
  }

  /// One failure does not hide another.
  @Test func everythingAtOnce() throws {
    try folder.compileC("int foo(void) { return 1; }", ["-Wl,-soname,libfoo.so.1"], to: "libfoo")
    try folder.compileC(
      "int foo(void); int myFunction(void) { return foo(); }", to: "needy.so", objects: [folder("libfoo")])
    let outcome = try airlock("check", "--no-load", "needy.so", in: folder.path)
    expect(
      outcome.errors.withoutDetails,
      like: [
        "Error: could not open plugin needy.so: needs libfoo.so.1, which was not found",
        "  needy.so needs libfoo.so.1; install it, or add its folder with -Wl,-rpath.",
        "  Also, function: no exported function MyFunction",
      ])
    let verbose = try airlock("check", "--no-load", "--verbose", "needy.so", in: folder.path)
    for line in [
      "  skipped    symbols      not made: a library is missing",
      "  fail       function     no exported function MyFunction",
      "  skipped    signature    not made: there is no function to call",
      "  pass       runtime      none that must match Airlock's",
      "  skipped    load         not opened: a check failed",
    ] { #expect(verbose.errors.contains(line), "\(line)") }
  }

  /// The inspector is ended while it is on a file: that file is told as not judged, and the rest goes on.
  @Test func theInspectorEnds() throws {
    try folder.plugin("a.so", call: "*result = 1; return 0;")
    try folder.plugin("z.so", call: "*result = 2; return 0;")
    try folder.copy(folder("a.so"), to: "m.so")
    // Long enough for its digest to take a while.
    guard truncate(folder("m.so"), 3 << 30) == 0 else { return }  // Not every file system can.
    let command = try start(["check", "--verbose", "--no-load", "--jobs", "1", "."], in: folder.path)
    var inspector: LiveProcess?
    try Command.wait("the inspector to come to m.so") {
      inspector = LiveProcess(command.process)?.descendants.first { $0.maps("m.so") }
      return inspector != nil
    }
    kill(try #require(inspector).pid, SIGKILL)
    let outcome = try command.wait()
    #expect(outcome.lines.filter { !$0.hasPrefix("  ") }.count == 2)
    #expect(outcome.errors.first == "Error: could not open plugin ./m.so: the inspector was ended by SIGKILL on it")
    #expect(outcome.errors.contains("  fail       format       the inspector was ended by SIGKILL on it"))
    #expect(outcome.errors.contains("  skipped    function     not made: the inspector did not finish"))
    #expect(outcome.errors.last == "3 plugins: 2 passed (2 unverified), 1 rejected")
  }
}
