import Foundation
import PluginModel
import TestSupport
import Testing

@testable import PluginInspection

@Suite("File and hardening facts")
struct HardeningTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private let words = "ELF64 \(Machine.current.name) shared library"

  @Test func whoCanWrite() throws {
    let path = try folder.compileC(goodC)
    let owner = try folder.run("/usr/bin/env", ["id", "-un"]).trimmingCharacters(in: .whitespacesAndNewlines)
    let check = try #require(inspect(path).check(.file))
    #expect(check.status == .pass)
    #expect(check.summary.contains("KiB, owned by \(owner), "))
    #expect(check.summary.hasSuffix(" old"))

    chmod(path, 0o757)
    let open = try #require(inspect(path).check(.file))
    #expect(open.status == .warn)
    #expect(open.summary.hasSuffix(", writable by everyone"))
    #expect(open.hint == "Everyone can change what it does: chmod o-w \(path).")
    #expect(inspect(path).rejection == nil)

    chmod(path, 0o755)
    chmod(folder.path, 0o777)
    let exchangeable = try #require(inspect(path).check(.file))
    #expect(exchangeable.status == .warn)
    #expect(exchangeable.summary.hasSuffix(", in a folder writable by everyone"))
    #expect(exchangeable.hint == "Everyone can replace it: chmod o-w \(folder.path).")
    chmod(folder.path, 0o1777)
    #expect(inspect(path).check(.file)?.status == .pass)
  }

  @Test(arguments: [
    (0, "0 s old"), (59, "59 s old"), (60, "1 min old"), (7300, "2 h old"), (86_400, "1 d old"), (-1, nil),
  ])
  func ages(seconds: Int64, words: String?) {
    #expect(FileSafety.age(of: 1_000_000_000_000, now: 1000 + seconds) == words)
    #expect(FileSafety.age(of: .max, now: 0) == nil)
  }

  private func expect(
    _ path: String, _ line: String, at location: SourceLocation = #_sourceLocation
  ) throws {
    let check = try #require(inspect(path).check(.format))
    #expect(check.details == [line], sourceLocation: location)
    #expect(check.status == .pass, sourceLocation: location)
    #expect(check.summary == words, sourceLocation: location)
  }

  private let noProtection = ["-fno-stack-protector", "-U_FORTIFY_SOURCE"]

  @Test func theLine() throws {
    let (full, none) = (["-Wl,-z,relro,-z,now"], ["-Wl,-z,norelro,-z,lazy"])
    try expect(
      try folder.compileC(goodC, noProtection + full),
      "full RELRO, BIND_NOW, NX stack, no stack protector, no FORTIFY, no TEXTREL")
    try expect(
      try folder.compileC(goodC, noProtection + none),
      "no RELRO, no BIND_NOW, NX stack, no stack protector, no FORTIFY, no TEXTREL")
    let checked =
      goodC + "\n#include <string.h>\nvoid f(char *); void g(const char *s) { char b[8]; strcpy(b, s); f(b); }"
      + "\nvoid f(char *s) {}"
    try expect(
      try folder.compileC(checked, ["-O2", "-fstack-protector-all", "-D_FORTIFY_SOURCE=2", "-Wl,-z,relro,-z,lazy"]),
      "partial RELRO, no BIND_NOW, NX stack, stack protector, FORTIFY, no TEXTREL")
  }

  private func expectWarning(
    _ path: String, _ words: String, _ hint: String, at location: SourceLocation = #_sourceLocation
  ) throws {
    let inspection = inspect(path)
    let check = try #require(inspection.check(.format))
    #expect(check.status == .warn, sourceLocation: location)
    #expect(check.summary == "\(self.words), with \(words)", sourceLocation: location)
    #expect(check.hint == hint, sourceLocation: location)
    #expect(inspection.rejection == nil, sourceLocation: location)
  }

  @Test func executableStack() throws {
    try expectWarning(
      try folder.compileC(goodC, ["-Wl,-z,execstack"]), "an executable stack",
      "It asks for an executable stack, so all stacks become so: link it with -Wl,-z,noexecstack.")
    try expectWarning(
      try folder.write("plain.so", ELFBuilder().bytes), "an executable stack",
      "It does not say that its stack need not be executable, so all stacks become so: link it with -Wl,-z,noexecstack."
    )
  }

  @Test func textRelocations() throws {
    var builder = ELFBuilder()
    builder.setDynamic(22, 0)
    let check = inspect(try folder.write("plain.so", builder.bytes)).check(.format)
    #expect(check?.summary == "\(words), with an executable stack and text relocations")
    #expect(check?.hint?.hasSuffix("\nThe loader must write into its code: compile it with -fPIC.") == true)
    #expect(check?.details.first?.hasSuffix(", TEXTREL") == true)
  }

  @Test func searchPaths() throws {
    try expectWarning(
      try folder.compileC(goodC, ["-Wl,-rpath,lib"]), "a relative search path",
      "Its RUNPATH has lib, which depends on where Airlock was started: write $ORIGIN/… or a whole path.")
    try expectWarning(
      try folder.compileC(goodC, ["-Wl,-rpath,/usr/lib:,--disable-new-dtags"]), "a relative search path",
      "Its RPATH has the current folder, which depends on where Airlock was started: write $ORIGIN/… or a whole path.")
    let open = try folder.folder("open")
    chmod(open, 0o777)
    for below in ["", "/missing/lib"] {
      try expectWarning(
        try folder.compileC(goodC, ["-Wl,-rpath,\(open)\(below)"]), "a search path that everyone can write to",
        "Its RUNPATH has \(open)\(below), and everyone may write to \(open): link it with a safer -rpath.")
    }
    try expectWarning(
      try folder.compileC(goodC, ["-Wl,-rpath," + (0..<300).map { "/f\($0)" }.joined(separator: ":")]),
      "an endless search path", "Its RUNPATH has 300 folders, of which 256 were looked at: link it with fewer.")
    chmod(open, 0o755)
    try expect(
      try folder.compileC(goodC, noProtection + ["-Wl,-rpath,$ORIGIN/open:/usr/lib,-z,relro,-z,now"]),
      "full RELRO, BIND_NOW, NX stack, no stack protector, no FORTIFY, no TEXTREL, safe search path")
  }
}
