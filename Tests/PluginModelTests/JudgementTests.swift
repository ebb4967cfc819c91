import PluginModel
import Testing

/// The contract's table of sentences, word for word.
@Suite("Judgement")
struct JudgementTests {
  private func judge(
    _ ending: Ending, in phase: Phase = .call, path: String = "./p.so", _ change: (inout Settings) -> Void = { _ in }
  ) -> Judgement {
    var settings = Settings()
    change(&settings)
    return Judgement(
      of: Plugin(path: PluginPath(path)), report: RunReport(phase: phase, ending: ending), settings: settings)
  }

  private func judge(_ rejection: Rejection, _ signature: Signature? = nil, path: String = "./p.so") -> Judgement {
    var plugin = Plugin(path: PluginPath(path))
    plugin.inspection = Inspection(signature: signature, rejection: rejection)
    return Judgement(of: plugin, rejection: rejection, settings: Settings())
  }

  @Test func returned() {
    #expect(judge(.returned(42)).line.line == "42, <nil>")
    #expect(judge(.returned(.min)).line.line == "-9223372036854775808, <nil>")
    #expect(!judge(.returned(42)).isError)
    #expect(judge(.returned(42)).failure == nil)
    let error = judge(.returnedError(ForeignText("file is empty"), value: 0))
    #expect(error.line.line == "0, file is empty")
    #expect(error.verdict == .returnedError)
    #expect(error.failure == .returnedError)
    #expect(!error.isError)
    #expect(judge(.returnedError(ForeignText("x"), value: -3)).line.line == "-3, x")
    #expect(judge(.returnedError(ForeignText("a\nb\u{1B}"), value: 0)).line.line == #"0, a\nb\e"#)
    #expect(judge(.noResult).failure == .noResult)
    #expect(judge(.noResult).verdict == .returnedError)
  }

  @Test(arguments: [
    (Rejection(.fileNotFound, "no such file or directory"), "./nonexistent.so: no such file or directory"),
    (Rejection(.notReadable, "permission denied"), "./nonexistent.so: permission denied"),
    (Rejection(.notAFile, "not a regular file (named pipe)"), "./nonexistent.so: not a regular file (named pipe)"),
    (Rejection(.truncated, "cut off: 4000 of 16456 bytes"), "./nonexistent.so: cut off: 4000 of 16456 bytes"),
  ])
  func couldNotOpen(rejection: Rejection, words: String) {
    let judgement = judge(rejection, path: "./nonexistent.so")
    #expect(judgement.line.line == "Error: could not open plugin " + words)
    #expect(judgement.verdict == .rejected)
    #expect(judgement.failure == rejection.failure)
    #expect(judgement.isError)
  }

  @Test func function() {
    #expect(
      judge(Rejection(.functionNotFound, "no exported function MyFunction"), path: "./badplugin.so").line.line
        == "Error: could not find function MyFunction in plugin ./badplugin.so")
    let signature = Signature(
      expected: "func MyFunction(String) throws -> Int", found: "func MyFunction(Int) throws -> Int",
      evidence: .mangledName)
    #expect(
      judge(Rejection(.wrongSignature, "it differs"), signature).line.line
        == "Error: function MyFunction in plugin ./p.so has the wrong signature: "
        + "expected func MyFunction(String) throws -> Int, found func MyFunction(Int) throws -> Int")
    #expect(
      judge(Rejection(.unverifiedSignature, "no debug info")).line.line
        == "Error: function MyFunction in plugin ./p.so has an unverified signature: no debug info")
  }

  @Test func crashed() {
    let crash = Ending.crashed(Crash(signal: 11, code: 1, address: 0, access: .read))
    #expect(
      judge(crash).line.line == "Error: plugin ./p.so crashed in MyFunction: SIGSEGV (null pointer read at 0x0)")
    #expect(
      judge(crash, in: .open).line.line
        == "Error: plugin ./p.so crashed while it was opened: SIGSEGV (null pointer read at 0x0)")
    #expect(
      judge(crash, in: .close).line.line
        == "Error: plugin ./p.so crashed while it was closed: SIGSEGV (null pointer read at 0x0)")
    #expect(judge(crash).verdict == .crashed)
    #expect(judge(crash) { $0.function = "Other" }.line.line.contains("crashed in Other: "))
  }

  @Test func neverCameBack() {
    #expect(judge(.timedOut).line.line == "Error: plugin ./p.so did not return from MyFunction within 10 s")
    #expect(judge(.timedOut, in: .open).line.line == "Error: plugin ./p.so did not finish opening within 10 s")
    #expect(
      judge(.timedOut, in: .close) { $0.timeout = 1500 }.line.line
        == "Error: plugin ./p.so did not finish closing within 1.5 s")
    #expect(judge(.timedOut).verdict == .timedOut)
    #expect(judge(.timedOut).failure == .timedOut)
  }

  @Test func exited() {
    #expect(
      judge(.exited(3)).line.line == "Error: plugin ./p.so exited with status 3 in MyFunction, without returning")
    #expect(
      judge(.exited(0), in: .open).line.line
        == "Error: plugin ./p.so exited with status 0 while it was opened, without returning")
    #expect(judge(.exited(3)).verdict == .exited)
  }

  @Test func lost() {
    let judgement = judge(.lost("the worker was ended by SIGKILL"))
    #expect(judgement.verdict == .interrupted)
    #expect(judgement.failure == .workerLost)
    #expect(
      judgement.line.line == "Error: plugin ./p.so was interrupted in MyFunction: the worker was ended by SIGKILL")
  }

  @Test func otherEndings() {
    #expect(judge(.notLoaded(ForeignText("bad\u{7}"))).line.line == #"Error: could not open plugin ./p.so: bad\x07"#)
    #expect(judge(.notLoaded(ForeignText("x"))).failure == .loadFailed)
    #expect(judge(.functionMissing).line.line == "Error: could not find function MyFunction in plugin ./p.so")
    #expect(judge(.functionMissing).failure == .functionNotFound)
    #expect(judge(.fileChanged).line.line == "Error: could not open plugin ./p.so: the file keeps changing")
    #expect(judge(.stopped).verdict == .interrupted)
  }

  /// Each ending, with the worst path and words there are, is one harmless line.
  @Test func everyLineIsOneHarmlessLine() {
    for ending in Examples.endings {
      for phase in Phase.allCases {
        let line = judge(ending, in: phase, path: "a\n\u{1B}[2J\u{202E}\u{9B}") { $0.function = "f\u{1B}\n" }.line.line
        #expect(!line.unicodeScalars.contains(where: ForeignText.isHarmful), "\(ending)")
      }
    }
    for failure in Failure.allCases {
      let line = judge(Rejection(failure, "a\n\u{1B}", hint: nil), path: "\u{1B}\n").line.line
      #expect(!line.unicodeScalars.contains(where: ForeignText.isHarmful), "\(failure)")
    }
  }

  /// Why a plugin crashed is often the last it said.
  @Test func lastWords() {
    func hint(_ text: String) -> String? {
      var stderr = CapturedOutput()
      stderr.append(Array(text.utf8))
      return Judgement(
        of: Plugin(path: PluginPath("p")), report: RunReport(ending: .crashed(Crash(signal: 6)), stderr: stderr),
        settings: Settings()
      ).hint?.line
    }
    #expect(hint("") == nil)
    #expect(hint("one\ntwo\n") == "two")
    #expect(hint("p.swift:3: Fatal error: no\nmore\n") == "p.swift:3: Fatal error: no")
    #expect(hint("\u{1B}[31m\n") == #"\e[31m"#)
    #expect((hint(String(repeating: "x", count: 100_000)) ?? "").utf8.count <= 400)
  }

  @Test func nothingIsToldTooEarly() {
    var plugin = Plugin(path: PluginPath("p"))
    #expect(Judgement(of: plugin, settings: Settings()) == nil)
    plugin.inspection = Inspection(kind: .c, signature: Signature(expected: "", found: nil, evidence: .none))
    #expect(Judgement(of: plugin, settings: Settings()) == nil)
    plugin.load = RunReport(phase: .close, ending: .loaded)
    #expect(Judgement(of: plugin, settings: Settings()) == nil)
    #expect(Judgement(of: plugin, settings: Settings(), called: false)?.verdict == .passed)
    var strict = Settings()
    strict.strict = true
    #expect(Judgement(of: plugin, settings: strict)?.failure == .unverifiedSignature)
  }
}

@Suite("Crash")
struct CrashTests {
  static let table: [(Crash, String)] = [
    (Crash(signal: 11), "SIGSEGV"),
    (Crash(signal: 11, code: 1, address: 0, access: .read), "SIGSEGV (null pointer read at 0x0)"),
    (Crash(signal: 11, code: 1, address: 0xFFFF, access: .write), "SIGSEGV (null pointer write at 0xffff)"),
    (Crash(signal: 11, code: 1, address: 0x1_0000, access: .write), "SIGSEGV (write of unmapped memory at 0x10000)"),
    (Crash(signal: 11, code: 1, address: 0x10, access: .execute), "SIGSEGV (null pointer call at 0x10)"),
    (Crash(signal: 11, code: 1, address: 0x7000_0000), "SIGSEGV (access of unmapped memory at 0x70000000)"),
    (
      Crash(signal: 11, code: 2, address: 0x7000_0000, access: .write),
      "SIGSEGV (write of protected memory at 0x70000000)"
    ),
    (Crash(signal: 11, code: 2, address: 0x7000_0000, access: .execute), "SIGSEGV (call into data at 0x70000000)"),
    (Crash(signal: 11, code: 128, address: 0, access: .read), "SIGSEGV (an address that no memory can have)"),
    (Crash(signal: 11, code: 0), "SIGSEGV (sent by a process)"),
    (Crash(signal: 11, code: -6), "SIGSEGV (sent by a process)"),
    (Crash(signal: 6, code: -6), "SIGABRT (abort)"),
    (Crash(signal: 4, code: 2, access: .trap), "SIGILL (trap instruction)"),
    (Crash(signal: 4, code: 2), "SIGILL (illegal instruction)"),
    (Crash(signal: 5, code: 1), "SIGTRAP (trap instruction)"),
    (Crash(signal: 8, code: 1), "SIGFPE (integer division by zero)"),
    (Crash(signal: 7, code: 1, address: 0x11), "SIGBUS (misaligned address at 0x11)"),
    (Crash(signal: 7, code: 2, address: 0x11000), "SIGBUS (memory past the end of its file at 0x11000)"),
    (Crash(signal: 31, code: 1), "SIGSYS (forbidden system call)"),
    (Crash(signal: 9), "SIGKILL"),
    (Crash(signal: 34), "SIGRTMIN+0"),
    (Crash(signal: 99), "signal 99"),
  ]

  @Test(arguments: table.indices)
  func words(index: Int) { #expect(Self.table[index].0.words == Self.table[index].1) }

  @Test func codeNames() {
    #expect(Crash(signal: 11, code: 1).codeName == "SEGV_MAPERR")
    #expect(Crash(signal: 11, code: 2).codeName == "SEGV_ACCERR")
    #expect(Crash(signal: 11, code: 128).codeName == "SI_KERNEL")
    #expect(Crash(signal: 6, code: -6).codeName == "SI_TKILL")
    #expect(Crash(signal: 8, code: 1).codeName == "FPE_INTDIV")
    #expect(Crash(signal: 11).codeName == nil)
    #expect(Crash(signal: 11, code: 77).codeName == nil)
  }
}
