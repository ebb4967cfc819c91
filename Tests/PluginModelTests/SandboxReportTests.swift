import Foundation
import PluginModel
import Reports
import TestSupport
import Testing

/// The sandbox and what it denied, in the reports.
@Suite("Sandbox in the reports")
struct SandboxReportTests {
  private func plugin(_ attempts: Attempts, _ ending: Ending = .returned(42)) -> Plugin {
    var plugin = Plugin(path: PluginPath("./p.so"))
    plugin.inspection = Inspection(kind: .swift, checks: [Check(.file, .pass, "1 KiB")])
    plugin.run = RunReport(phase: .call, ending: ending, total: 1, attempts: attempts)
    plugin.load = RunReport(phase: .close, ending: .loaded, total: 1, attempts: attempts)
    return plugin
  }
  private func lines(_ attempts: Attempts, called: Bool = true, verbose: Bool = false) -> TextLines {
    TextReport(settings: Settings(), called: called, isMany: false, verbose: verbose).lines(of: plugin(attempts))
  }
  private let few = Attempts([
    Attempt(.write, "/home/u/.bashrc", in: .call), Attempt(.connect, "10.0.0.1:443", in: .call, count: 3),
    Attempt(.fork, nil, in: .open),
  ])

  @Test func aLineMore() {
    #expect(lines(Attempts()).stderr == [])
    #expect(lines(few).stdout == ["42, <nil>"])
    let note =
      "Note: plugin ./p.so tried, and was denied: write /home/u/.bashrc, connect 10.0.0.1:443 (3 times), fork"
    #expect(lines(few).stderr == [note])
    #expect(lines(few, called: false).stderr == [note])
  }

  @Test func boundedUnlessAllIsWanted() {
    let many = Attempts((1...12).map { Attempt(.kill, "\($0)", in: .call) }, leftOut: 5)
    let line = lines(many).stderr
    #expect(line.count == 1)
    #expect(line[0].hasSuffix("kill 7, kill 8, and 9 more"))
    let all = lines(many, verbose: true)
    #expect(all.stderr.count == 1 + 12 + 1)
    #expect(all.stderr[0] == "Note: plugin ./p.so tried, and was denied:")
    #expect(all.stderr[12] == "  in MyFunction: kill 12")
    #expect(all.stderr.last == "  and 5 more, of which only the number is known")
    #expect(
      lines(few, verbose: true).stderr == [
        "Note: plugin ./p.so tried, and was denied:", "  in MyFunction: write /home/u/.bashrc",
        "  in MyFunction, 3 times: connect 10.0.0.1:443", "  while it was opened: fork",
      ])
    let long = Attempts([Attempt(.read, ForeignText(String(repeating: "/x", count: 2000)), in: .call)])
    #expect(lines(long).stderr[0].count < 220)
    #expect(lines(long, verbose: true).stderr[1].count > 4000)
  }

  @Test func ofASandboxThatIsNotFull() {
    var policy = SandboxPolicy()
    let all = SandboxLayers(landlockVersion: 7)
    #expect(SandboxNote.lines(policy, nil) == [])
    #expect(SandboxNote.lines(policy, all) == [])
    var partial = all
    partial.holding.remove(.landlock)
    #expect(
      SandboxNote.lines(policy, partial) == [
        "Note: the sandbox was partial, for this kernel lacks landlock (a plugin may reach every file that you can)"
      ])
    policy.allowsNetwork = true
    policy.readable = [PluginPath("./a\n\u{1B}b")]
    policy.variables = [SandboxPolicy.Variable(name: "TOKEN", value: "secret")]
    #expect(SandboxNote.lines(policy, all) == [#"Note: the sandbox was loosened: network, read ./a\n\eb, env TOKEN"#])
    let both = SandboxNote.lines(policy, partial)
    #expect(both.count == 1)
    #expect(both[0].contains("env TOKEN; partial, for this kernel lacks landlock ("))
    policy.isOn = false
    #expect(SandboxNote.lines(policy, partial) == ["Note: there was no sandbox: a plugin could do whatever you may"])
  }

  // MARK: JSON

  private func json(
    _ plugin: Plugin, _ settings: Settings = Settings(), layers: SandboxLayers? = nil, called: Bool = true
  ) throws -> (text: String, sandbox: [String: [String]], plugin: [String: Any]) {
    let text = JSONReport.text(
      of: PluginList([plugin]), settings: settings, layers: layers, version: "1", called: called)
    let value = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    return (
      text, try #require(value["sandbox"] as? [String: [String]]),
      try #require((value["plugins"] as? [[String: Any]])?.first)
    )
  }

  @Test func layersAndPolicyInJSON() throws {
    var settings = Settings()
    settings.sandbox.allowsProcesses = true
    settings.sandbox.writable = [PluginPath("./data")]
    let untold = try json(plugin(Attempts()), settings)
    #expect(untold.sandbox == ["layers": [], "missing": [], "loosened": ["processes", "write ./data"]])
    let told = try json(
      plugin(Attempts()), layers: SandboxLayers(holding: [.landlock, .seccomp, .limits], landlockVersion: 4))
    #expect(
      told.sandbox == [
        "layers": ["landlock-4", "seccomp", "limits"],
        "missing": ["no-new-privileges", "capabilities", "tracing", "attempts", "landlock scopes"], "loosened": [],
      ])
    settings.sandbox.isOn = false
    #expect(try json(plugin(Attempts()), settings).sandbox["loosened"] == ["everything"])
  }

  @Test(arguments: [true, false]) func attemptsInJSON(called: Bool) throws {
    let attempts = try json(plugin(few), called: called).plugin["attempts"] as? [[String: Any]]
    let told = try #require(attempts)
    #expect(told.map { $0["action"] as? String } == ["write", "connect", "fork"])
    #expect(told.map { $0["target"] as? String } == ["/home/u/.bashrc", "10.0.0.1:443", nil])
    #expect(told.map { $0["phase"] as? String } == ["call", "call", "open"])
    #expect(told.map { $0["count"] as? Int } == [1, 3, 1])
    #expect(told.allSatisfy { Set($0.keys) == ["action", "target", "phase", "count"] })
    #expect(told[2]["target"] is NSNull)
  }

  @Test func limitsInJSON() throws {
    let output = try json(plugin(Attempts(), .limitExceeded(.output(16 << 20), nil))).plugin
    #expect(output["verdict"] as? String == "limit-exceeded")
    #expect(output["failure"] as? String == "output-limit")
    #expect(output["crash"] is NSNull)
    #expect((output["run"] as? [String: Any])?["signal"] is NSNull)
    let memory = try json(plugin(Attempts(), .limitExceeded(.memory(2 << 30), Crash(signal: 6)))).plugin
    #expect(memory["failure"] as? String == "memory-limit")
    #expect((memory["crash"] as? [String: Any])?["signal"] as? String == "SIGABRT")
    #expect((memory["run"] as? [String: Any])?["signal"] as? String == "SIGABRT")
    #expect(
      memory["message"] as? String == "Error: plugin ./p.so went over its memory limit of 2048 MiB in MyFunction")
  }

  // MARK: JUnit

  @Test func attemptsInJUnit() throws {
    func test(_ ending: Ending, stderr: String = "") throws -> JUnitDocument.Case {
      var plugin = plugin(few, ending)
      plugin.run?.stderr.append(Array(stderr.utf8))
      let text = JUnitReport.text(of: PluginList([plugin]), settings: Settings(), called: true)
      return try #require(try JUnitDocument(text.utf8).cases.first)
    }
    let note = """
      Note: plugin ./p.so tried, and was denied:
        in MyFunction: write /home/u/.bashrc
        in MyFunction, 3 times: connect 10.0.0.1:443
        while it was opened: fork
      """
    #expect(try test(.returned(42)).stderr == note)
    #expect(try test(.returned(42), stderr: "said\n").stderr == "said\n" + note)
    #expect(try test(.returned(42), stderr: "said").stderr == "said\n" + note)
    let failed = try test(.exited(3), stderr: "said\n")
    #expect(failed.stderr == "said\n")
    #expect(failed.outcome?.text.hasSuffix("\n" + note) == true)
  }

  // MARK: Terminal safety

  /// What would like to be a command of the terminal, in each form that the contract names.
  static let hostile: [[UInt8]] = [
    Array("\u{1B}]52;c;aGk=\u{7}".utf8), Array("\u{1B}[2J\u{1B}c".utf8), [0x9B, 0x33, 0x31, 0x6D],
    Array("\u{9B}31m\u{9D}0;owned\u{9C}".utf8), [0x7F, 0x00, 0x08, 0x0D, 0x0A, 0x09],
    Array("\u{202E}gpj.exe\u{2066}\u{200F}\u{61C}".utf8), Array("\u{2028}\u{2029}".utf8),
    [0xFF, 0xC0, 0x8A, 0xE2, 0x82],
    Array("x\nError: forged".utf8), [UInt8](repeating: 0x1B, count: 100_000), (0...255).map { UInt8($0) },
  ]

  @Test(arguments: hostile.indices) func attemptsAreHarmless(index: Int) throws {
    let bytes = Self.hostile[index]
    let attempts = Attempts([
      Attempt(.write, ForeignText(bytes), in: .call, count: 2), Attempt(.exec, ForeignText(bytes), in: .open),
    ])
    var plugin = plugin(attempts, .exited(1))
    for verbose in [false, true] {
      for ending in [Ending.returned(1), .exited(1), .returnedError(ForeignText(bytes), value: 0)] {
        plugin.run?.ending = ending
        let lines = TextReport(settings: Settings(), called: true, isMany: true, verbose: verbose).lines(of: plugin)
        for line in lines.stdout + lines.stderr {
          #expect(!line.unicodeScalars.contains(where: ForeignText.isHarmful))
        }
      }
    }
    var settings = Settings()
    settings.sandbox.readable = [PluginPath(bytes)]
    settings.sandbox.writable = [PluginPath(bytes)]
    settings.sandbox.variables = [.init(name: ForeignText(bytes), value: ForeignText(bytes))]
    for line in SandboxNote.lines(settings.sandbox, nil) {
      #expect(!line.unicodeScalars.contains(where: ForeignText.isHarmful))
    }
    let told = try json(plugin, settings)
    #expect(told.text.unicodeScalars.allSatisfy { $0 == "\n" || !ForeignText.isHarmful($0) })
    #expect(
      ((told.plugin["attempts"] as? [[String: Any]])?.first?["target"] as? String).map { Array($0.utf8) }
        == Array(String(decoding: bytes, as: UTF8.self).utf8))
    let xml = JUnitReport.text(of: PluginList([plugin]), settings: settings, called: true)
    #expect(xml.unicodeScalars.allSatisfy { $0 == "\n" || $0 == "\t" || !ForeignText.isHarmful($0) })
    _ = try JUnitDocument(xml.utf8)
  }
}

/// A policy as a value: each way of loosening by itself.
@Suite("Sandbox policy")
struct SandboxPolicyTests {
  private var given: SandboxPolicy {
    var policy = SandboxPolicy()
    policy.readable = [PluginPath("/r"), PluginPath("/r2")]
    policy.writable = [PluginPath("/w")]
    policy.variables = [.init(name: "A", value: "1")]
    return policy
  }

  @Test(arguments: Loosening.allCases) func oneThingAtATime(loosening: Loosening) {
    var policy = SandboxPolicy()
    #expect(!policy.allows(loosening))
    policy.set(loosening, true, asIn: given)
    #expect(policy.allows(loosening))
    #expect(policy.loosenings == [loosening])
    policy.set(loosening, false, asIn: given)
    #expect(policy == SandboxPolicy())
  }

  @Test func words() {
    var policy = given
    #expect(policy.words == "sandbox −read −write −env")
    #expect(policy.loosened == ["read /r", "read /r2", "write /w", "env A"])
    policy.allowsProcesses = true
    policy.allowsNetwork = true
    #expect(policy.words == "sandbox −network −processes −read −write −env")
    policy.isOn = false
    #expect(policy.words == "NO SANDBOX")
    #expect(policy.loosened == ["everything"])
    #expect(policy.loosenings == [.everything])
    #expect(SandboxPolicy().words == "sandbox full")
    #expect(SandboxPolicy().loosened == [])
  }

  @Test func lacks() {
    #expect(SandboxLayers(landlockVersion: 7).lacks.isEmpty)
    #expect(SandboxLayers(landlockVersion: 3).missing == ["landlock network", "landlock scopes"])
    #expect(SandboxLayers(holding: [], landlockVersion: 0).missing == SandboxLayers.Layer.allCases.map(\.rawValue))
  }
}
