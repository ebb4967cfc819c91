import PluginModel

@testable import Dashboard

/// Crashes and hangs with all that a report tells, as the worker would tell it.
extension Samples {
  static let modules = [
    CodeModule(path: "/home/u/host/plugins/nullread.so", buildID: "8f1d2c", owner: .plugin),
    CodeModule(path: "/usr/lib/x86_64-linux-gnu/libc.so.6", buildID: "93ac41", owner: .runtime),
    CodeModule(path: "/opt/airlock/airlock-worker", owner: .worker),
  ]

  static let lookup = StackFrame(
    function: "lookup", functionOffset: 26, module: 0, offset: 0x1117,
    location: CodeLocation(file: "/home/u/host/plugins/nullread.c", line: 4, column: 17), owner: .plugin)
  static let myFunction = StackFrame(
    function: "MyFunction", functionOffset: 48, module: 0, offset: 0x1150,
    location: CodeLocation(file: "/home/u/host/plugins/nullread.c", line: 8, column: 12), owner: .plugin)
  static let workers = (0..<4).map {
    StackFrame(function: "worker_\($0)", functionOffset: 5, module: 2, offset: 0x4000 + UInt64($0), owner: .worker)
  }

  static let registers: [Register] = [
    Register(name: "rax", value: 0x30, place: .null, isGuilty: true), Register(name: "rbx", value: 0),
    Register(name: "rcx", value: 0, place: .null), Register(name: "rdx", value: 0x7ffd_1234_5678, place: .stack),
    Register(name: "rdi", value: 3),
    Register(name: "rip", value: 0x7fef_0000_1117, place: .module(0, offset: 0x1117)),
    Register(name: "rsi", value: 0x5555_0000_1000, place: .heap),
  ]

  static let excerpt = SourceExcerpt(
    path: PluginPath("/home/u/host/plugins/nullread.c"), first: 1,
    lines: [
      "#include \"airlock_plugin.h\"", "typedef struct { int version; const char *name; } entry_t;",
      "static int lookup(const entry_t *e, int i) {", "    return e[i].version;", "}", "",
      "int32_t MyFunction(const char *input, int64_t *result, char *error, size_t capacity) {",
      "    *result = lookup(NULL, 3);",
    ], line: 4, column: 17)

  /// A null pointer read that is told in full.
  static var told: RunReport {
    var report = nullRead
    report.snapshot = ProcessSnapshot(
      threads: [
        StoppedThread(id: 1, isCrashed: true, frames: [lookup, myFunction] + workers, end: .complete)
      ], modules: modules, registers: registers, fault: FaultPlace(address: 0x30, place: .null))
    report.excerpt = excerpt
    return report
  }

  /// A function that calls itself without end, and tried something before; its source is not at hand.
  static var recursion: RunReport {
    var frame = lookup
    frame.function = "walk"
    var report = nullRead
    report.ending = .crashed(
      Crash(signal: 11, code: 1, address: 0x7ffd_0000_0ff8, access: .write, isStackOverflow: true))
    report.snapshot = ProcessSnapshot(
      threads: [
        StoppedThread(
          id: 1, isCrashed: true, frames: Array(repeating: frame, count: 250) + [myFunction] + workers, end: .cut)
      ], modules: modules, registers: registers, stack: StackUse(bytes: 8 << 20, bytesPerCall: 64))
    report.attempts = Attempts(attempts)
    report.stderr = output((1...40).map { "walk: level \($0)\n" }.joined())
    return report
  }

  /// Three threads that wait for one another.
  static var hang: RunReport {
    let wait = StackFrame(
      function: "pthread_mutex_lock", functionOffset: 90, module: 1, offset: 0x8aeec, owner: .runtime)
    return RunReport(
      phase: .call, ending: .timedOut, times: PhaseTimes(open: 110_000, call: 10_000_000_000), total: 10_000_900_000,
      snapshot: ProcessSnapshot(
        threads: [
          StoppedThread(
            id: 1, isCrashed: false, activity: .blocked("futex"), frames: [wait, myFunction] + workers, end: .complete),
          StoppedThread(
            id: 2, name: "reader", isCrashed: false, activity: .busy, frames: [lookup],
            end: .lost("no unwind information")),
          StoppedThread(
            id: 3, name: "writer", isCrashed: false, activity: .blocked("read"), frames: [wait, lookup], end: .complete),
        ], modules: modules))
  }

  /// A panic of Go's in a goroutine that the plugin started, while another waits for it.
  static var goPanic: RunReport {
    func call(_ function: ForeignText, _ file: ForeignText, _ line: UInt32, _ owner: GoFrame.Owner) -> GoFrame {
      GoFrame(function: function, file: file, line: line, owner: owner)
    }
    let source: ForeignText = "/home/u/host/plugins/nullread.go"
    let runner = call("main.guarded", "/home/u/.cache/airlock/go/runner.go", 99, .runner)
    let wait = call("MyFunction", source, 14, .plugin)
    var report = nullRead
    report.ending = .panicked("panic: assignment to entry in nil map")
    report.stderr = CapturedOutput()
    report.trace = GoTrace(goroutines: [
      Goroutine(
        id: 7, state: "running",
        frames: [
          call("panic", "/usr/lib/go-1.22/src/runtime/panic.go", 770, .runtime),
          call("runtime.mapassign_faststr", "/usr/lib/go-1.22/src/runtime/map_faststr.go", 205, .runtime),
          call("(*Table).count", source, 6, .plugin), call("MyFunction.func1", source, 12, .plugin),
        ], creator: wait),
      Goroutine(
        id: 1, state: "chan receive, 2 minutes",
        frames: [wait, runner, runner, call("runtime.main", "/usr/lib/go-1.22/src/runtime/proc.go", 271, .runtime)]),
    ])
    report.excerpt = SourceExcerpt(
      path: PluginPath(source.bytes), first: 3,
      lines: [
        "type Table struct{ words map[string]int }", "", "func (t *Table) count(word string) {", "\tt.words[word]++",
        "}",
        "", "func MyFunction(input string) (int, error) {",
      ], line: 6, column: nil)
    return report
  }

  /// Where the process could not be looked at.
  static var untold: RunReport {
    var report = nullRead
    report.ending = .crashed(Crash(signal: 11))
    report.snapshot = nil
    return report
  }

  /// What a hostile plugin would like a terminal to see.
  static var hostile: RunReport {
    let bad: ForeignText = ForeignText(Array("\u{1B}]0;owned\u{7}\u{202E}evil\n".utf8) + [0xFF, 0x9B])
    var frame = lookup
    frame.function = bad
    frame.location?.file = ForeignText("/tmp/".utf8 + bad.bytes + ".c".utf8)
    var report = told
    report.stderr = output(bad.bytes)
    report.snapshot?.threads[0].frames[0] = frame
    report.snapshot?.threads[0].name = bad
    report.snapshot?.note = bad
    report.snapshot?.registers[0].name = bad
    report.excerpt?.lines[3] = bad
    return report
  }
}

extension App {
  /// Somebody has run the null pointer read, and looks at its report.
  static func crashed(_ columns: Int, _ rows: Int, _ report: RunReport = Samples.told, saved: Bool = true) -> App {
    let app = App.busy(columns, rows)
    app.send(.layers(Samples.layers))
    app.select("nullread")
    app.press("r")
    app.ran("nullread", report)
    if saved {
      app.send(
        .reportSaved(
          Samples.index("nullread"), app.state.now,
          path: "~/.local/state/airlock/crashes/nullread-20261122-144856.json"))
    }
    app.press("c")
    app.forget()
    return app
  }

  /// With Tab, as somebody would.
  func go(to section: CrashSection) {
    for _ in CrashSection.allCases where state.crashPage?.focus != section { press(.tab) }
  }
}
