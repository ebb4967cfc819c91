import Foundation
import PluginModel
import Reports
import Testing

@Suite("Text report")
struct TextReportTests {
  private func plugin(_ path: String, _ report: RunReport, kind: PluginKind = .swift) -> Plugin {
    var plugin = Plugin(path: PluginPath(path))
    let words = kind.expectedSignature(of: "MyFunction")
    plugin.inspection = Inspection(
      kind: kind, checks: [Check(.file, .pass, "1 KiB")],
      signature: Signature(
        expected: words, found: kind == .c ? nil : words, evidence: kind == .c ? .none : .mangledName)
    )
    plugin.load = report
    plugin.run = report
    return plugin
  }
  private func report(called: Bool = true, many: Bool = false, verbose: Bool = false) -> TextReport {
    TextReport(settings: Settings(), called: called, isMany: many, verbose: verbose)
  }

  @Test func oneOrMany() {
    let plugin = plugin("./p.so", RunReport(phase: .close, ending: .returned(42)))
    #expect(report().lines(of: plugin).stdout == ["42, <nil>"])
    #expect(report(many: true).lines(of: plugin).stdout == ["./p.so: 42, <nil>"])
    #expect(report(many: true).lines(of: plugin).stderr == [])
    #expect(
      report(called: false).lines(of: plugin).stdout == [
        "./p.so: ok, swift, func MyFunction(String) throws -> Int (mangled name)"
      ])
    let c = self.plugin("./p.so", RunReport(phase: .close, ending: .loaded), kind: .c)
    #expect(report(called: false).lines(of: c).stdout == ["./p.so: ok, c, signature unverified (no debug info)"])
  }

  @Test func output() {
    var output = CapturedOutput()
    output.append(Array("one\n\n\ttwo\u{1B}[1m\u{202E}".utf8))
    let plugin = plugin("a\n.so", RunReport(phase: .close, ending: .returned(1), stdout: output))
    #expect(
      report().lines(of: plugin).stderr == [
        #"a\n.so | one"#, #"a\n.so | "#, #"a\n.so | "# + "\ttwo" + #"\e[1m\u{202E}"#,
      ])
  }

  @Test func hintsFollowWithTwoSpaces() {
    var plugin = Plugin(path: PluginPath("./p.so"))
    plugin.inspection = Inspection(rejection: Rejection(.malformed, "damaged: x", hint: "one\ntwo\u{1B}"))
    #expect(
      report().lines(of: plugin).stderr == [
        "Error: could not open plugin ./p.so: damaged: x", "  one", #"  two\e"#,
      ])
  }

  /// A plugin that needs what is not there, with so many lines about it.
  private func failing(details count: Int) -> Plugin {
    var plugin = Plugin(path: PluginPath("./p.so"))
    plugin.inspection = Inspection(
      checks: [
        Check(.file, .pass, "1 KiB", details: ["of no interest"]),
        Check(
          .dependencies, .fail, "needs x", hint: "p.so needs x.",
          details: ["p.so", ""] + (1..<count).map { "  lib\($0)\u{1B}" }),
      ],
      rejection: Rejection(.missingDependency, "needs x", hint: "p.so needs x."))
    return plugin
  }

  @Test func detailsOfAFailedCheck() {
    let head = ["Error: could not open plugin ./p.so: needs x", "  p.so needs x."]
    let few = report(called: false).lines(of: failing(details: 3)).stderr
    #expect(few == head + ["    p.so", #"      lib1\e"#, #"      lib2\e"#])
    #expect(report().lines(of: failing(details: 3)).stderr == head)
    let exactly = report(called: false).lines(of: failing(details: 20)).stderr
    #expect(exactly.count == 2 + 20)
    #expect(exactly.last == #"      lib19\e"#)
    let many = report(called: false).lines(of: failing(details: 60)).stderr
    #expect(many.count == 2 + 20 + 1)
    #expect(many.suffix(2) == [#"      lib19\e"#, "    … 40 more; --verbose shows all"])
  }

  @Test func verboseTellsAllDetailsUnderTheirChecks() {
    let lines = report(called: false, verbose: true).lines(of: failing(details: 60)).stderr
    let start = """
      Error: could not open plugin ./p.so: needs x
        p.so needs x.
        pass       file         1 KiB
                                of no interest
        skipped    format       not made: an earlier check failed
        skipped    architecture not made: an earlier check failed
        fail       dependencies needs x
                                p.so needs x.
                                p.so
                                  lib1\\e
      """
    #expect(lines.prefix(10).joined(separator: "\n") == start)
    #expect(lines.count == 9 + 59 + 5 + 1)
    #expect(lines.last == "  skipped    load         not opened: a check failed")
  }

  /// One failure does not hide another; the sentence is that of the first.
  @Test func everythingThatFailed() {
    var plugin = failing(details: 2)
    plugin.inspection?.checks.append(Check(.signature, .fail, "expected a, found b\u{1B}", details: ["left out"]))
    let head = [
      "Error: could not open plugin ./p.so: needs x", "  p.so needs x.", #"  Also, signature: expected a, found b\e"#,
    ]
    #expect(report().lines(of: plugin).stderr == head)
    #expect(report(called: false).lines(of: plugin).stderr == head + ["    p.so", #"      lib1\e"#])
    let verbose = report(called: false, verbose: true).lines(of: plugin).stderr
    #expect(verbose.filter { $0.contains("found b") } == [#"  fail       signature    expected a, found b\e"#])
  }

  /// Whatever could not be found out, the summary does not count it as proved.
  @Test func unverifiedIsCounted() {
    var list = [plugin("a", RunReport(phase: .close, ending: .returned(1)))]
    list.append(list[0])
    list[1].inspection?.checks.append(Check(.dependencies, .unverified, "the search was given up"))
    #expect(report().summary(of: PluginList(list)).line == "2 plugins: 2 passed (1 unverified)")
  }

  @Test func nothingYet() { #expect(report().lines(of: Plugin(path: PluginPath("p"))) == TextLines()) }
}

@Suite("JSON report")
struct JSONReportTests {
  /// Valid, and nothing in it for a terminal to obey, whatever the plugins say.
  @Test func anyBytes() throws {
    var random = SeededGenerator(state: 5)
    func noise() -> [UInt8] {
      (0..<Int.random(in: 0...30, using: &random)).map { _ in
        Bool.random(using: &random)
          ? UInt8.random(in: 0...255, using: &random) : UInt8.random(in: 0...0x7F, using: &random)
      }
    }
    for _ in 0..<200 {
      let paths = (0..<3).map { _ in noise() }
      var plugins = paths.map { Plugin(path: PluginPath($0)) }
      for index in plugins.indices {
        var output = CapturedOutput()
        output.append(noise())
        plugins[index].inspection = Inspection(kind: .c)
        plugins[index].runInput = ForeignText(noise())
        plugins[index].alsoGivenAs = [PluginPath(noise())]
        plugins[index].run = RunReport(
          phase: .call,
          ending: index == 0 ? .returnedError(ForeignText(noise()), value: 1) : .crashed(Crash(signal: 11)),
          stdout: output, stderr: output)
      }
      let text = JSONReport.text(of: PluginList(plugins), settings: Settings(), version: "1", called: true)
      #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || !ForeignText.isHarmful($0) })
      let value = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
      let told = try #require(value["plugins"] as? [[String: Any]])
      for (plugin, path) in zip(told, paths) {
        let repaired = String(decoding: path, as: UTF8.self)
        #expect((plugin["path"] as? String).map { Array($0.utf8) } == Array(repaired.utf8))
        let isText = String(validating: path, as: UTF8.self) != nil
        #expect(plugin["pathBase64"] as? String == (isText ? nil : Data(path).base64EncodedString()))
      }
    }
  }

  @Test func numbers() throws {
    var plugin = Plugin(path: PluginPath("p"))
    plugin.inspection = Inspection(kind: .c)
    plugin.run = RunReport(
      phase: .close, ending: .returned(.min), times: PhaseTimes(open: 400_400, call: 99), peakMemory: .max)
    let text = JSONReport.text(of: PluginList([plugin]), settings: Settings(), version: "1", called: true)
    #expect(text.contains("\"value\": -9223372036854775808,"))
    #expect(text.contains("\"open\": 0.4,"))
    #expect(text.contains("\"call\": 0\n"))
    #expect(!text.contains("\"lookup\""))
    #expect(text.contains("\"peakMemoryBytes\": 9223372036854775807,"))
  }
}
