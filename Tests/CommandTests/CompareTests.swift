import Foundation
import TestSupport
import Testing

/// `airlock compare`: what two files say and answer, beside each other.
@Suite("Comparing two plugins")
struct CompareTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private func compare(_ arguments: String...) throws -> Command.Outcome {
    try start(["compare"] + arguments, in: folder.path).wait()
  }

  @Test func whatDiffersIsToldAsInADiff() throws {
    try folder.plugin("old.so", before: "int gone(void) { return 1; }", call: "*result = 42; return 0;", ["-g"])
    try folder.plugin(
      "new.so", before: "int come(void) { return 1; }\nint come_too(void) { return 1; }",
      call: "*result = 43; puts(input); return 0;", ["-g", "-Wl,--no-as-needed", "-lm"])
    let outcome = try compare("./old.so", "./new.so")
    #expect(Array(outcome.lines.prefix(2)) == ["--- ./old.so", "+++ ./new.so"])
    for line in [
      "- code          gone · 11 bytes", "+ code          come · 11 bytes", "+ code          come_too · 11 bytes",
      "+ needs         libm.so.6", "- hello         42, <nil>",
      "+ hello         43, <nil>",
    ] where Machine.name == "x86-64" || !line.hasSuffix("bytes") {
      #expect(outcome.lines.contains(line), "\(outcome.stdout)")
    }
    #expect(outcome.lines.last?.contains("2 in dependencies") == true)
    #expect(outcome.lines.last?.contains("1 in results") == true)
    #expect(!outcome.stdout.contains("int32_t MyFunction"), "the signature is the same")
    #expect(outcome.ending == .exited(1))

    let all = try compare("./old.so", "./new.so", "--all")
    let isRead = Sample.oneUnverified.isEmpty
    let found = isRead ? "int32_t MyFunction(const char *, int64_t *, char *, size_t)" : "nothing tells"
    #expect(all.lines.contains("  found         " + found))
    #expect(Set(outcome.lines.filter { $0.hasPrefix("+") }).isSubset(of: Set(all.lines)))
  }

  @Test func aCopyDoesNotDiffer() throws {
    try folder.plugin("one.so", call: "*result = 1; return 0;", ["-g"])
    try folder.copy(folder("one.so"), to: "two.so")
    let outcome = try compare("./one.so", "./two.so")
    #expect(outcome.lines == ["--- ./one.so", "+++ ./two.so", "no differences"])
    #expect(outcome.ending == .exited(0))
    symlink("one.so", folder("link.so"))
    let same = try compare("./one.so", "./link.so")
    #expect(same.lines == ["no differences: it is the same file"])
    #expect(same.ending == .exited(0))
  }

  @Test func whatACallComesToCountsToo() throws {
    try folder.plugin("fine.so", call: "*result = 1; return 0;", ["-g"])
    try folder.plugin("ends.so", call: "exit(3);", ["-g"])
    let outcome = try compare("./fine.so", "./ends.so", "--input", "x")
    #expect(outcome.lines.contains("- x             1, <nil>"))
    #expect(outcome.lines.contains { $0.hasPrefix("+ x             exited with status 3") })
    let closed = try compare("./fine.so", "./ends.so", "--no-load", "--all")
    #expect(closed.lines.contains("results (neither was called yet)"))
    #expect(closed.lines.contains { $0.hasPrefix("  load          skipped    not opened: --no-load") })
  }

  @Test func aFileThatIsNoPluginIsComparedByWhatCanBeTold() throws {
    try folder.plugin("fine.so", call: "*result = 1; return 0;", ["-g"])
    try folder.write("text.so", "not a library")
    let outcome = try compare("./fine.so", "./text.so", "--all")
    #expect(outcome.lines.contains("+ format        fail       not an ELF file (ASCII text)"))
    #expect(outcome.lines.contains("exports (not read of ./text.so)"))
    #expect(outcome.ending == .exited(1))
  }

  @Test func whatCannotBeComparedIsSaid() throws {
    try folder.plugin("one.so", call: "return 0;")
    let missing = try compare("./one.so", "./no.so")
    #expect(missing.errors == ["Error: could not open plugin ./no.so: no such file or directory"])
    #expect(missing.stdout.isEmpty && missing.ending == .exited(2))
    let alone = try compare("./one.so")
    #expect(alone.errors.first == "Error: compare takes two plugins.")
    #expect(alone.ending == .exited(64))
    try folder.folder("three")
    try folder.plugin("three/a.so", call: "return 0;")
    try folder.plugin("three/b.so", call: "return 0;")
    let many = try compare("./one.so", "./three")
    #expect(many.errors.first == "Error: compare takes two plugins; these paths name 3")
    #expect(many.ending == .exited(64))
  }

  @Test func namesOfSymbolsReachNoTerminalAsTheyAre() throws {
    try folder.plugin("plain.so", call: "return 0;", ["-g"])
    try folder.plugin("odd.so", before: "int placeholder_name(void) { return 1; }", call: "return 0;")
    // No compiler writes such a name; whoever means harm does.
    let forged = Array("a\u{1B}]52;c\u{7}\n+ forged".utf8.prefix("placeholder_name".utf8.count))
    try folder.write("odd.so", try folder.read("odd.so").replacing(Array("placeholder_name".utf8), with: forged))
    let outcome = try compare("./plain.so", "./odd.so")
    #expect(!outcome.stdout.contains("\u{1B}") && !outcome.stdout.contains("\u{7}"))
    #expect(!outcome.lines.contains { $0.hasPrefix("+ forge") })
    #expect(outcome.lines.contains { $0.hasPrefix("+ code          a\\e]52;c\\x07\\n+ forge · ") }, "\(outcome.stdout)")
  }

  @Test func whatIsNotReadIsNoDifference() throws {
    try folder.plugin("one.so", before: Self.functions(0..<5000), call: "return 0;")
    try folder.plugin("two.so", before: Self.functions(1..<5000), call: "return 0;")
    let outcome = try compare("./one.so", "./two.so", "--no-load")
    let exports = outcome.lines.filter { $0.hasPrefix("- code") || $0.hasPrefix("+ code") }
    #expect(exports.count == 1 && exports[0].hasPrefix("- code          f0000 · "), "\(outcome.stdout)")
    #expect(
      outcome.lines.contains { $0.hasPrefix("exports (4095 the same in both; names after f") }, "\(outcome.stdout)")
    let same = try compare("./one.so", "./one.so", "--no-load")
    #expect(same.ending == .exited(0))
  }

  private static func functions(_ range: Range<Int>) -> String {
    range.map { "int f\(String(repeating: "0", count: 4 - String($0).count))\($0)(void) { return 1; }" }
      .joined(separator: "\n")
  }

  @Test func namesThatTakeLongToReadAreToldAsTheyStand() throws {
    // A C++ name whose substitutions double at each step.
    let names = (0..<1200).map { "_Z1f" + String(repeating: "M1AFvRK", count: 130) + "1B\(1000 + $0)E" }
    try folder.plugin(
      "fat.so",
      before: names.enumerated().map { "int g\($0)(void) __asm__(\"\($1)\"); int g\($0)(void) { return 1; }" }
        .joined(separator: "\n"), call: "return 0;", ["-s"])
    try folder.plugin("thin.so", call: "return 0;", ["-s"])
    let outcome = try compare("./thin.so", "./fat.so", "--no-load")
    #expect(outcome.ending == .exited(1))
    #expect(outcome.lines.contains { $0.hasPrefix("+ SHA-256") }, "the digest is there")
    #expect(outcome.lines.contains { $0.contains("names after ") })
  }

  @Test func machinesReadIt() throws {
    try folder.plugin("fine.so", call: "*result = 1; return 0;", ["-g"])
    try folder.plugin("other.so", call: "*result = 2; return 0;", ["-g"])
    let outcome = try compare("./fine.so", "./other.so", "--format", "json")
    let report = try #require(try JSONSerialization.jsonObject(with: Data(outcome.stdout.utf8)) as? [String: Any])
    #expect(report["left"] as? String == "./fine.so" && report["schema"] as? Int == 1)
    let sections = try #require(report["sections"] as? [[String: Any]])
    #expect(
      sections.compactMap { $0["title"] as? String } == [
        "file", "checks", "signature", "dependencies", "exports", "results",
      ])
    let results = try #require(sections.last?["entries"] as? [[String: Any]])
    #expect(results.first?["differs"] as? Bool == true)
    #expect((results.first?["right"] as? [String: Any])?["text"] as? String == "2, <nil>")
    #expect(outcome.ending == .exited(1))
  }
}
