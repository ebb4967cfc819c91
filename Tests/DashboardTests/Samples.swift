import PluginModel

@testable import Dashboard

/// Plugins in every state, as the worker would tell of them.
enum Samples {
  static let names = [
    "libHello", "libWordCount", "gopher", "legacy_eq", "libCrash", "nullread", "wrongtype", "libSlow", "counter",
    "picky", "数え上げ", "libVocoder",
  ]
  static let list = PluginList(names.map { Plugin(path: PluginPath("./plugins/\($0).so")) })

  static func index(_ name: String) -> Int { names.firstIndex(of: name)! }

  static let file = FileState(
    device: 1, inode: 7, size: 49_152, modified: App.start.nanoseconds - 7_400_000_000_000, changed: 0)

  static func good(_ kind: PluginKind = .swift, module: String = "Hello") -> Inspection {
    let expected = kind.expectedSignature(of: "MyFunction")
    let evidence: Signature.Evidence = kind == .swift ? .mangledName : .debugInfo
    return Inspection(
      file: file,
      nature: kind == .swift ? "Swift library, x86-64" : kind == .go ? "Go plugin, x86-64" : "C library, x86-64",
      kind: kind,
      checks: [
        Check(.file, .pass, "regular file, readable"),
        Check(.format, .pass, "ELF64 shared library"),
        Check(.architecture, .pass, "x86-64, as this machine"),
        Check(.dependencies, .pass, "3 of 3 found"),
        Check(.symbols, .pass, "21 of 21 found"),
        Check(.function, .pass, kind == .swift ? "MyFunction in module \(module)" : "MyFunction"),
        Check(.signature, .pass, expected, hint: "proved by the \(evidence.words)"),
        kind == .swift
          ? Check(.runtime, .pass, "Swift 6.3, the same compiler as Airlock")
          : Check(.runtime, .pass, "none that must match Airlock's"),
      ],
      signature: Signature(expected: expected, found: expected, evidence: evidence), symbol: "MyFunction",
      buildID: buildID, provenance: .unsigned)
  }

  private static func replace(_ check: Check, in inspection: inout Inspection) {
    guard let place = inspection.checks.firstIndex(where: { $0.id == check.id }) else { return }
    inspection.checks[place] = check
  }

  static var unverified: Inspection {
    var inspection = good(.c)
    inspection.signature = Signature(
      expected: PluginKind.c.expectedSignature(of: "MyFunction"), found: nil, evidence: .none)
    replace(
      Check(
        .signature, .unverified, "unverified: no debug info", hint: "Build it with -g to have the signature proved."),
      in: &inspection)
    return inspection
  }

  static var wrongType: Inspection {
    var inspection = good()
    let found = "func MyFunction(Int) throws -> Int"
    inspection.symbol = nil
    inspection.signature?.found = found
    replace(
      Check(
        .signature, .fail, "found \(found)", hint: "Take a String, and build it again.",
        details: ["expected \(inspection.signature?.expected ?? "")", "found    \(found)"]),
      in: &inspection)
    inspection.rejection = Rejection(.wrongSignature, "found \(found)", hint: "Take a String, and build it again.")
    return inspection
  }

  /// One library that a library of its own needs is not there; all that can be told without it is told.
  static var missingDependency: Inspection {
    let reason = "needs libcodec.so.2, which was not found"
    let paths = ["/opt/vocoder/lib", "/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/lib", "/usr/lib"]
      .map { $0 + "/libcodec.so.2" }
    let hint = "libdsp.so.1 needs libcodec.so.2; install it, or add its folder with -Wl,-rpath."
    var inspection = good(.c)
    inspection.symbol = nil
    inspection.rejection = Rejection(.missingDependency, reason, hint: hint)
    replace(
      Check(
        .dependencies, .fail, "4 of 5 found; " + reason, hint: hint,
        details: ["libcodec.so.2 was not found; tried in this order:"] + paths.map { "  " + $0 } + [
          "", "libVocoder.so", "  libdsp.so.1  /opt/vocoder/lib/libdsp.so.1  (runpath)",
          "    libcodec.so.2  NOT FOUND", "    libm.so.6  /lib/x86_64-linux-gnu/libm.so.6  (already loaded)",
          "      libc.so.6  /lib/x86_64-linux-gnu/libc.so.6  (already loaded)",
          "        ld-linux-x86-64.so.2  /lib64/ld-linux-x86-64.so.2  (already loaded)", "    libc.so.6  (see above)",
          "  libc.so.6  (see above)",
        ]), in: &inspection)
    replace(.notMade(.symbols, because: "a library is missing"), in: &inspection)
    return inspection
  }

  /// Nothing at its path: there is nothing to make the other checks of.
  static var gone: Inspection {
    let reason = "no such file or directory"
    return Inspection(
      checks: [Check(.file, .fail, reason, hint: "Did you mean ./plugins/libVocoder.so.1?")]
        + Check.ID.allCases.dropFirst().dropLast().map { .notMade($0, because: "there is no such file") },
      rejection: Rejection(.fileNotFound, reason, hint: "Did you mean ./plugins/libVocoder.so.1?"))
  }

  static let buildID = "584130b1f2a3c4d5e6f708192a3b4c5d6e7f75e6"
  static let digest = "7d0c3b7e0a4e5a1f4c7d2e9b8a6f5d4c3b2a19081716151413121110f0e1e1b4"

  /// What is answered when the digest is asked for.
  static func digested(_ inspection: Inspection) -> Inspection {
    var inspection = inspection
    inspection.digest = digest
    return inspection
  }

  static func output(_ text: String) -> CapturedOutput {
    var output = CapturedOutput()
    output.append(Array(text.utf8))
    return output
  }

  static func output(_ bytes: [UInt8]) -> CapturedOutput {
    var output = CapturedOutput()
    output.append(bytes)
    return output
  }

  static func loaded(open: UInt64 = 420_000) -> RunReport {
    RunReport(
      phase: .close, ending: .loaded, times: PhaseTimes(open: open), total: open + 200_000, peakMemory: 9_542_000)
  }

  static func returned(_ value: Int64, stdout: String = "") -> RunReport {
    RunReport(
      phase: .close, ending: .returned(value), times: PhaseTimes(open: 420_000, call: 30_000), total: 710_000,
      peakMemory: 9_542_000, stdout: output(stdout))
  }

  static let layers = SandboxLayers(landlockVersion: 7)

  /// It answered, and tried more than that.
  static func curious(_ attempts: [Attempt] = attempts, leftOut: UInt64 = 0) -> RunReport {
    var report = returned(42, stdout: "Hello got: hello\n")
    report.attempts = Attempts(attempts, leftOut: leftOut)
    return report
  }

  static let attempts = [
    Attempt(.read, "/etc/shadow", in: .open), Attempt(.write, "/home/u/.bashrc", in: .call),
    Attempt(.connect, "10.0.0.1:443", in: .call, count: 3), Attempt(.fork, nil, in: .call),
    Attempt(.kill, "1234", in: .close),
  ]

  static let trapped = RunReport(
    phase: .call, ending: .crashed(Crash(signal: 4, code: 2, access: .trap)),
    times: PhaseTimes(open: 410_000, call: 220_000), total: 900_000, peakMemory: 9_120_000,
    stderr: output("libCrash/libCrash.swift:3: Fatal error: Index out of range\n"))

  static let nullRead = RunReport(
    phase: .call, ending: .crashed(Crash(signal: 11, code: 1, address: 0x30, access: .read)),
    times: PhaseTimes(open: 110_000, call: 20_000), total: 800_000, peakMemory: 2_120_000,
    stdout: output("reading the table\n"), stderr: output("nullread: opening table\nnullread: 0 entries\n"))
}

extension App {
  /// The worker's answers about one plugin.
  func inspected(_ name: String, _ inspection: Inspection = Samples.good()) {
    send(.plugin(.inspected(Samples.index(name), inspection)))
  }
  func digested(_ name: String, _ inspection: Inspection) {
    send(.plugin(.digested(Samples.index(name), inspection)))
  }
  func loaded(_ name: String, _ report: RunReport = Samples.loaded()) {
    send(.plugin(.loaded(Samples.index(name), report)))
  }
  func reached(_ name: String, _ phase: Phase) { send(.plugin(.reached(Samples.index(name), phase))) }
  func ran(_ name: String, _ report: RunReport, input: String = "hello") {
    send(.plugin(.ran(Samples.index(name), report, input: ForeignText(input))))
  }

  /// The same answer again: the file is what it was.
  func inspectedAgain(_ name: String) {
    let index = Samples.index(name)
    guard let inspection = state.plugins[index].inspection else { return }
    send(.plugin(.inspected(index, inspection)))
  }

  func select(_ name: String) {
    press("1", "g")
    for _ in 0..<(state.listing.place(of: Samples.index(name)) ?? 0) { press("j") }
  }

  /// A session with all states in its list: passed, unverified, crashed, rejected, running, pending.
  static func busy(_ columns: Int, _ rows: Int, settings: Settings = Settings()) -> App {
    let app = App(columns, rows, settings: settings)
    app.inspected("libHello")
    app.inspected("libWordCount", Samples.good(module: "WordCount"))
    app.inspected("gopher", Samples.good(.go))
    app.inspected("legacy_eq", Samples.unverified)
    app.inspected("libCrash")
    app.inspected("nullread", Samples.good(.c))
    app.inspected("wrongtype", Samples.wrongType)
    app.inspected("libSlow")
    app.inspected("counter", Samples.good(.c))
    app.inspected("picky", Samples.good(.c))
    app.inspected("数え上げ", Samples.good(.c))
    for name in Samples.names.dropLast() where name != "wrongtype" { app.loaded(name) }
    for _ in 0..<4 {
      app.select("libHello")
      app.press(.enter)
      app.ran("libHello", Samples.returned(42))
    }
    app.press("a", .escape)
    app.ran("libHello", Samples.returned(42, stdout: "Hello got: hello\n"))
    app.ran("libWordCount", Samples.returned(2))
    app.ran("gopher", Samples.returned(42))
    app.ran("legacy_eq", Samples.returned(7))
    app.ran("libCrash", Samples.trapped)
    app.ran("nullread", Samples.nullRead)
    app.ran("counter", Samples.returned(9_223_372_036_854_775_807))
    app.ran(
      "picky",
      RunReport(
        phase: .close, ending: .returnedError(ForeignText("input is too short"), value: 0),
        times: PhaseTimes(open: 90_000, call: 10_000), total: 1_400_000, peakMemory: 2_120_000))
    app.reached("libSlow", .open)
    app.reached("libSlow", .call)
    app.wait(milliseconds: 3_400)
    app.select("libHello")
    app.forget()
    return app
  }
}
