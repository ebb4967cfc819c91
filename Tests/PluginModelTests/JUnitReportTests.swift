import PluginModel
import Reports
import TestSupport
import Testing

@Suite("JUnit report")
struct JUnitReportTests {
  private func plugin(_ path: String, _ ending: Ending?, rejection: Rejection? = nil) -> Plugin {
    var plugin = Plugin(path: PluginPath(path))
    plugin.inspection = Inspection(kind: .c, checks: [Check(.file, .pass, "1 KiB")], rejection: rejection)
    var output = CapturedOutput()
    output.append(Array("said <this> & \u{1B}[1m\n\tthat\u{FFFF}".utf8))
    plugin.run = ending.map { RunReport(phase: .call, ending: $0, total: 1_234_500_000, stdout: output) }
    return plugin
  }
  private func document(_ plugins: [Plugin], called: Bool = true) throws -> JUnitDocument {
    try JUnitDocument(JUnitReport.text(of: PluginList(plugins), settings: Settings(), called: called).utf8)
  }

  @Test(arguments: [
    (Ending.returned(42), "", ""), (.returnedError(ForeignText("no\n<1>"), value: 0), "failure", "returned-error"),
    (.noResult, "failure", "no-result"), (.notLoaded(ForeignText("why")), "failure", "load-failed"),
    (.functionMissing, "failure", "function-not-found"), (.refused("no"), "failure", "rejected"),
    (.crashed(Crash(signal: 11)), "error", "crashed"), (.timedOut, "error", "timed-out"),
    (.exited(3), "error", "exited"), (.stopped, "error", "interrupted"), (.lost("gone"), "error", "worker-lost"),
  ])
  func endings(ending: Ending, element: String, type: String) throws {
    let document = try document([plugin("./p.so", ending)])
    #expect(document.suite == "airlock")
    let test = try #require(document.cases.first)
    #expect(test.name == "./p.so")
    #expect(test.classname == "airlock")
    #expect(test.time == "1.235" || test.time == "1.234")
    #expect(test.outcome?.element ?? "" == element)
    #expect(test.outcome?.type ?? "" == type)
    #expect(test.stdout == "said <this> & \\e[1m\n\tthat\\u{FFFF}")
    #expect(test.stderr == nil)
    guard let outcome = test.outcome else { return }
    let judgement = try #require(Judgement(of: plugin("./p.so", ending), settings: Settings()))
    #expect(outcome.message == judgement.summary.line)
    #expect(outcome.text.hasPrefix(judgement.line.line))
  }

  @Test func totals() throws {
    let document = try document([
      plugin("a", .returned(1)), plugin("b", .noResult), plugin("c", .timedOut), plugin("d", .timedOut),
      plugin("e", nil, rejection: Rejection(.notELF, "not an ELF file", hint: "Take another.")),
      Plugin(path: PluginPath("f")),
    ])
    #expect(document.totals == ["tests": 6, "failures": 2, "errors": 2, "skipped": 1])
    #expect(document.cases.map(\.name) == ["a", "b", "c", "d", "e", "f"])
    let refused = try #require(document.cases[4].outcome)
    #expect(refused.element == "failure")
    #expect(refused.type == "not-elf")
    #expect(refused.message == "not an ELF file")
    #expect(refused.text == "Error: could not open plugin e: not an ELF file\n  Take another.")
    #expect(document.cases[4].time == "0.000")
  }

  @Test func detailsOfTheCheckThatFailed() throws {
    var plugin = plugin("p", nil, rejection: Rejection(.missingDependency, "needs x", hint: "Install x."))
    plugin.inspection?.checks = [
      Check(.file, .pass, "1 KiB", details: ["of no interest"]),
      Check(.dependencies, .fail, "needs x", details: ["p", "", "  x\u{1B}  NOT FOUND"]),
    ]
    let outcome = try #require(try document([plugin], called: false).cases[0].outcome)
    #expect(
      outcome.text == "Error: could not open plugin p: needs x\n  Install x.\n    p\n      x\\e  NOT FOUND")
  }

  /// A build server has no third colour: what passed without proof says so.
  @Test func unverified() throws {
    var plugin = plugin("p", .returned(42))
    plugin.inspection?.checks.append(Check(.signature, .unverified, "unverified: no debug info"))
    let test = try document([plugin]).cases[0]
    #expect(test.outcome == nil)
    #expect(
      test.stdout == "airlock: signature unverified: no debug info\nsaid <this> & \\e[1m\n\tthat\\u{FFFF}")
    plugin.run?.ending = .exited(3)
    #expect(try document([plugin]).cases[0].stdout?.hasPrefix("said") == true)
  }

  /// Well-formed and harmless, whatever the plugins say.
  @Test func anyBytes() throws {
    var random = SeededGenerator(state: 11)
    func noise() -> [UInt8] {
      (0..<Int.random(in: 0...40, using: &random)).map { _ in
        Bool.random(using: &random)
          ? UInt8.random(in: 0...255, using: &random) : "<>&\"'\u{0}\u{1B}\r\n\t]".utf8.randomElement(using: &random)!
      }
    }
    for _ in 0..<300 {
      let plugins = (0..<3).map { index in
        var output = CapturedOutput()
        output.append(noise())
        var plugin = Plugin(path: PluginPath(noise()))
        let text = String(decoding: noise(), as: UTF8.self)
        plugin.inspection = Inspection(
          kind: .c, checks: [Check(.file, .fail, text, hint: text, details: [text, "\u{FFFE}"])],
          rejection: index == 2 ? Rejection(.malformed, text, hint: text) : nil)
        plugin.run = RunReport(
          phase: .call,
          ending: index == 0 ? .returnedError(ForeignText(noise()), value: 1) : .crashed(Crash(signal: 11)),
          stdout: output, stderr: output)
        return plugin
      }
      let text = JUnitReport.text(of: PluginList(plugins), settings: Settings(), called: true)
      #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0 == "\t" || !ForeignText.isHarmful($0) })
      let document = try JUnitDocument(text.utf8)
      #expect(document.cases.map(\.name) == plugins.map(\.path.line))
      #expect(document.cases[1].stdout ?? "" == plugins[1].run?.stdout.text.lines)
    }
  }
}
