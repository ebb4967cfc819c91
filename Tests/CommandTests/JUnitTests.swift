import Foundation
import TestSupport
import Testing

/// `--format junit`, as a build server gets it.
@Suite("JUnit")
struct JUnitTests {
  private let samples = Executables.directory
  private static let xmllint = ["/usr/bin/xmllint", "/usr/local/bin/xmllint"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }
  private static let schema = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Schemas/junit.xsd").path

  private func run(_ command: String) throws -> Command.Outcome {
    try airlock(command, "--format", "junit", "--timeout", Sample.commonTimeout, ".", "./nonexistent.so", in: samples)
  }

  @Test func run() throws {
    let outcome = try run("run")
    #expect(outcome.ending == .exited(1))
    #expect(outcome.stderr == "")
    let document = try JUnitDocument(outcome.stdoutBytes)
    #expect(document.suite == "airlock")
    #expect(document.totals == ["tests": 17, "failures": 5, "errors": 7, "skipped": 0])
    for sample in Sample.all {
      let test = try #require(document.cases.first { $0.name == sample.path })
      #expect(test.classname == "airlock")
      let element =
        switch sample.verdict {
        case "passed": nil as String?
        case "rejected", "returned-error": "failure"
        default: "error"
        }
      #expect(test.outcome?.element == element, "\(sample.name)")
      #expect(test.outcome?.type == sample.failure, "\(sample.name)")
      // What it wrote itself stands beside that, below what is not proved.
      let output = (test.stdout ?? "") + (test.stderr ?? "")
      expect(
        output.split(separator: "\n").map { "\(sample.path) | \($0)" },
        like: (sample.remark + sample.output).map { "\(sample.path) | \($0)" })
    }
    let crash = try #require(document.cases.first { $0.name == "./libNullRead.so" }?.outcome)
    #expect(crash.message == "SIGSEGV (null pointer \(Machine.read) at 0x30)")
    let lines = crash.text.split(separator: "\n").map(String.init)
    #expect(lines.first == "Error: plugin ./libNullRead.so crashed in MyFunction: \(crash.message)")
    #expect(lines.dropFirst().first?.hasPrefix("  Null pointer ") == true)
    let missing = try #require(document.cases.last)
    #expect(missing.name == "./nonexistent.so")
    #expect(missing.outcome?.type == "file-not-found")
  }

  @Test func check() throws {
    let document = try JUnitDocument(try run("check").stdoutBytes)
    #expect(document.totals == ["tests": 17, "failures": 3, "errors": 1, "skipped": 0])
  }

  /// Names are told as in text mode: XML has no place for most control characters.
  @Test func names() throws {
    let folder = try TemporaryFolder()
    try folder.copy(samples + "/libAnswer.so", to: Array("<&\"'\u{1}\u{1B}\n".utf8) + [0xFF] + Array(".so".utf8))
    let outcome = try airlock("run", "--format", "junit", ".", in: folder.path)
    let document = try JUnitDocument(outcome.stdoutBytes)
    #expect(document.cases.map(\.name) == [#"./<&"'\x01\e\n\xFF.so"#])
    #expect(outcome.ending == .exited(0))
  }

  @Test(.enabled(if: xmllint != nil, "xmllint is not there: install libxml2-utils"), arguments: ["run", "check"])
  func schema(command: String) throws {
    #expect(try Self.problem(with: run(command).stdoutBytes, in: TemporaryFolder()) == nil)
  }

  /// What the schema has against a report; nil if nothing, or if nobody is there who knows.
  static func problem(with report: [UInt8], in folder: TemporaryFolder) throws -> String? {
    guard let xmllint else { return nil }
    let file = try folder.write("report.xml", report)
    let outcome = try Command(xmllint, ["--noout", "--schema", schema, file]).wait()
    return outcome.ending == .exited(0) ? nil : outcome.stderr
  }
}
