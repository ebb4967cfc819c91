import PluginModel

/// At least one of every value that crosses a process border.
enum Examples {
  static let state = FileState(device: .max, inode: 1, size: -1, modified: .min, changed: .max)
  static let text = ForeignText([0, 0x41, 0xFF, 0xC3, 0xA4, 0x1B])

  static let endings: [Ending] =
    [
      .loaded, .returned(.min), .returned(42), .returnedError(text, value: -7),
      .returnedError(ForeignText(""), value: 0),
      .noResult, .notLoaded(text), .functionMissing, .timedOut, .exited(-1), .exited(255), .stopped, .fileChanged,
      .refused("no"), .lost("ü"), .crashed(Crash(signal: 11)),
    ]
    + ([.read, .write, .execute, .trap, nil] as [Crash.Access?]).map {
      .crashed(Crash(signal: 11, code: -6, address: .max, access: $0, isStackOverflow: $0 == .write))
    }

  static var output: CapturedOutput {
    var output = CapturedOutput()
    output.append([UInt8](repeating: 7, count: 100_000))
    output.trim()
    return output
  }

  static var inspections: [Inspection] {
    var all = [Inspection()]
    let statuses: [Check.Status] = [.pass, .warn, .fail, .unverified, .skipped]
    let checks = Check.ID.allCases.flatMap { id in
      statuses.map { Check(id, $0, "found \(id)", hint: $0 == .pass ? nil : "do\nthis") }
    }
    let evidences: [Signature.Evidence] = [.mangledName, .debugInfo, .runtimeType, .none]
    for (failure, kind, evidence) in Failure.allCases.enumerated().map({
      ($1, PluginKind.allCases[$0 % 3], evidences[$0 % 4])
    }) {
      all.append(
        Inspection(
          file: state, nature: "Swift library", kind: kind, checks: checks,
          signature: Signature(expected: "func", found: evidence == .none ? nil : "func", evidence: evidence),
          symbol: "$s5Hello10MyFunctionySiSSKF", rejection: Rejection(failure, "reason", hint: "hint"),
          digest: String(repeating: "0", count: 64), buildID: "ab", isSigned: true,
          interface: Interface(
            needs: ["libc.so.6"],
            exports: [.init(name: "$s1", words: "one()", size: 1), .init(name: "two", size: .max)], omitted: 7)))
      all[all.count - 1].digestGap = "too long"
    }
    return all
  }

  static var requests: [Request] {
    let run = RunRequest(
      path: PluginPath([0x2F, 0xFF]), file: state, kind: .c, symbol: "MyFunction", input: text, goal: .call,
      timeout: .max, memory: .max)
    var load = run
    load.goal = .load
    load.content = String(repeating: "0", count: 64)
    return [
      .inspect(InspectionRequest(path: PluginPath("./p.so"), function: "MyFunction", digest: true)),
      .inspect(InspectionRequest(path: PluginPath(""), function: "", digest: false)), .run(run, urgent: true),
      .run(load, urgent: false), .stop,
      .compare(
        Comparison(
          Comparison.Side(path: PluginPath([0x2F, 0xFF]), file: state),
          with: Comparison.Side(path: PluginPath(""), file: state))),
      .verify(VerificationRequest(path: PluginPath([0x2F, 0xFF]), file: state, allowedSigners: PluginPath("a"))),
      .verify(VerificationRequest(path: PluginPath(""), file: state, allowedSigners: nil)), .jobs(2), .jobs(.max),
    ]
  }

  static let key = SigningKey(kind: "ED25519", fingerprint: "SHA256:LKlO7XHiHIrRxn", line: "ssh-ed25519 AAAA")
  static let certificate = SigningKey(kind: "RSA-CERT", fingerprint: nil, line: nil)

  static let provenances: [Provenance] = [
    .unsigned, .signed(by: "a@example.org", key, content: "ab"), .unknownKey(key), .unknownKey(certificate),
    .bad(.unreadable("permission denied")), .bad(.noSignature), .bad(.otherNamespace("file")), .bad(.mismatch(key)),
    .bad(.certificate(certificate)),
    .bad(.revoked(by: nil, key)), .bad(.revoked(by: "a@example.org", certificate)),
    .bad(.notAccepted(by: "a@example.org", key, options: "valid-before=\"20200101\"")),
    .unverified(.noProgram), .unverified(.programFailed("exited with status 1")),
    .unverified(.programSlow("10 s")),
    .unverified(.listUnusable(PluginPath("./signers"), "cannot be read")), .unverified(.tooLong),
    .unverified(.keepsChanging), .unverified(.exchangeable(by: "a@example.org", key, "it belongs to another user")),
    .unverified(.interrupted("was ended by SIGKILL")),
  ]

  static var replies: [Reply] {
    inspections.map(Reply.inspected) + Phase.allCases.map(Reply.reached)
      + [nil, .before, .same, .after].map(Reply.compared) + ([nil] + provenances).map(Reply.verified)
      + endings.map {
        .finished(
          RunReport(
            phase: .close, ending: $0, times: PhaseTimes(open: 1, lookup: nil, call: .max, close: 0), total: 5,
            peakMemory: 6, stdout: CapturedOutput(), stderr: CapturedOutput()))
      } + [.finished(RunReport(ending: .loaded, stdout: output, stderr: output))]
      + endings.compactMap { if case .crashed(let crash) = $0 { .crashed(crash) } else { nil } }
      + [ProcessSnapshot(), snapshot].map { .finished(RunReport(ending: .timedOut, snapshot: $0)) }
  }

  static var snapshot: ProcessSnapshot {
    let places: [MemoryPlace] = [
      .null, .stack, .heap, .module(1, offset: .max), .anonymous, .unmapped, .nonCanonical,
    ]
    let owners: [StackFrame.Owner] = [.plugin, .runtime, .worker, .unknown]
    let frames = owners.enumerated().map { index, owner in
      StackFrame(
        function: index == 0 ? nil : text, functionOffset: index == 1 ? nil : .max,
        module: index == 2 ? nil : index % 2,
        offset: .max,
        location: index == 3 ? nil : CodeLocation(file: text, line: .max, column: index == 0 ? nil : 1),
        isInlined: index == 1, owner: owner)
    }
    let ends: [StoppedThread.End] = [.complete, .cut, .lost(text)]
    let activities: [StoppedThread.Activity?] = [nil, .busy, .blocked(text)]
    return ProcessSnapshot(
      threads: zip(ends, activities).enumerated().map {
        StoppedThread(
          id: UInt32($0), name: text, isCrashed: $0 == 0, activity: $1.1, frames: $0 == 1 ? [] : frames, end: $1.0)
      }, threadsLeftOut: .max,
      modules: [
        CodeModule(path: text, buildID: text, owner: .plugin), CodeModule(path: "", buildID: nil, owner: .runtime),
      ],
      registers: places.map { Register(name: "rax", value: .max, place: $0, isGuilty: $0 == .heap) }
        + [Register(name: text, value: 0)],
      fault: FaultPlace(
        address: .max, place: .unmapped, permissions: "r--", below: .init(place: .module(0, offset: 1), distance: 2)),
      stack: StackUse(bytes: .max, bytesPerCall: 0),
      memory: MemorySummary(mappings: 1, plugin: 2, libraries: 3, heap: 4, stacks: 5, other: .max), note: text)
  }
}

/// Random, and the same in every run: a failure can be repeated. SplitMix64.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
