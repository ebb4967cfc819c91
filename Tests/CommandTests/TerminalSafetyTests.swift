import Foundation
import TestSupport
import Testing

/// Contract §5, at the command's own two streams: whatever a name, a symbol, an error, an output or an argument holds,
/// no byte of it is a command of the terminal, in any form of report.
@Suite("Terminal safety")
struct TerminalSafetyTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private static let forms = [
    ["run"], ["run", "--verbose"], ["run", "--format", "json"], ["run", "--format", "junit"], ["check"],
    ["check", "--verbose"], ["check", "--no-load", "--format", "json"], ["check", "--format", "junit"],
  ]

  /// Copies a clipboard, clears the screen, sets the title by a raw C1 and by one in UTF-8, turns the writing round, is no
  /// UTF-8, deletes, breaks the line.
  private static let hostile: [UInt8] =
    Array("\u{1B}]52;c;aGk=\u{7}\u{1B}[2J\u{9D}0;owned\u{9C}\u{202E}\u{2066}\u{2028}\u{7F}\u{8}\r".utf8)
    + [0x9B, 0x33, 0x31, 0x6D, 0xFF, 0xC0, 0x8A] + Array("\nError: forged".utf8)

  private func expectHarmless(
    _ arguments: [any CommandArgument], input: [UInt8]? = nil, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    for form in Self.forms {
      let outcome = try start(form + arguments, in: folder.path, input: input).wait()
      for (stream, bytes) in [("stdout", outcome.stdoutBytes), ("stderr", outcome.stderrBytes)] {
        let comment: Comment = "\(form) \(stream)"
        let text = try #require(String(validating: bytes, as: UTF8.self), comment, sourceLocation: sourceLocation)
        #expect(
          text.unicodeScalars.allSatisfy { $0 == "\n" || $0 == "\t" || !isHarmful($0) }, comment,
          sourceLocation: sourceLocation)
        // In JUnit a plugin's output stands in an element of its own, line breaks and all.
        guard form.last != "junit" else { continue }
        #expect(!("\n" + text).contains("\nError: forged"), comment, sourceLocation: sourceLocation)
      }
    }
  }

  @Test func names() throws {
    try folder.plugin("p.so", call: "*result = 1; return 0;")
    let odd = Array("./".utf8) + Self.hostile + Array(".so".utf8)
    try folder.copy(folder("p.so"), to: Array(odd.dropFirst(2)))
    try expectHarmless(["p.so", odd])
    try expectHarmless([odd, odd + [0x61]])
    try expectHarmless(["--recursive", "."])
    try expectHarmless([Array("/nonexistent/".utf8) + Self.hostile])
  }

  @Test func errorsAndOutput() throws {
    let bytes = Self.hostile.filter { $0 != 0x0A }.map { "\\x" + String($0, radix: 16) + "\"\"" }.joined()
    try folder.plugin(
      before: "__attribute__((constructor)) static void f(void) { fputs(\"\(bytes)\\n\", stdout); }",
      call: "fputs(\"\(bytes)\\nno end\", stderr); strcpy(error, \"\(bytes)\\nError: forged\"); return 1;")
    try expectHarmless(["p.so"])
    // Its last words are told with a crash.
    try folder.plugin("crash.so", call: "fputs(\"\(bytes)\\n\", stderr); abort();")
    try expectHarmless(["crash.so"])
    try folder.plugin("flood.so", call: "for (int i = 0; i < 5000; i++) fputs(\"\(bytes)\\n\", stderr); return 0;")
    try expectHarmless(["flood.so"])
  }

  /// The linker takes any name, and the reports quote it: a near miss, an unresolved symbol, a library that is not there.
  @Test func symbolsAndLibraries() throws {
    let name = "MyFunctio\\033]52;c;aGk=\\007\\342\\200\\256\\377\\233"
    try folder.compileC(
      #"""
      __asm__(".globl \"\#(name)\"\n.type \"\#(name)\",@function\n\"\#(name)\": ret\n");
      """#, to: "near.so")
    try expectHarmless(["near.so"])
    let soname = String(decoding: Self.hostile.prefix { $0 != 0x0D }, as: UTF8.self)
    try folder.compileC("int helper(void) { return 1; }", ["-Wl,-soname,\(soname)"], to: "helper.so")
    try folder.compileC(
      prelude + "int helper(void);\nFUNCTION { *result = helper(); return 0; }\n", to: "needs.so",
      objects: [folder("helper.so")])
    try expectHarmless(["needs.so", "helper.so"])
  }

  @Test func arguments() throws {
    try folder.plugin(call: "*result = 1; puts(input); return 0;")
    try expectHarmless(["--input", Self.hostile, "p.so"])
    try expectHarmless(["--input", "-", "p.so"], input: Self.hostile)
    try expectHarmless(["--input", "-", "p.so"], input: [UInt8](repeating: 0x1B, count: 1 << 20))
    try expectHarmless(["--function", Self.hostile, "p.so"])
    try folder.folder("d")
    try expectHarmless(["--env", Array("A=".utf8) + Self.hostile, "--allow-read", "d", "p.so"])
  }
}
