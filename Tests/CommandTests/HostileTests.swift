import Foundation
import TestSupport
import Testing

/// Small plugins that misbehave, each harmless by itself: what they do is told, and does nothing to the command.
@Suite("Hostile plugins")
struct HostileTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  struct Plugin: CustomTestStringConvertible, Sendable {
    let testDescription: String
    var before = ""
    let call: String
    var options: [String] = []
    var compilerOptions: [String] = []
    var stdout: [String] = []
    var stderr: [String] = []

    init(
      _ description: String, before: String = "", call: String, _ options: [String] = [],
      compilerOptions: [String] = [], stdout: [String] = [], stderr: [String] = []
    ) {
      testDescription = description
      self.before = before
      self.call = call
      self.options = options
      self.compilerOptions = compilerOptions
      self.stdout = stdout
      self.stderr = stderr
    }
  }

  private static let mustReturn = "  A plugin must return; exit() and _exit() end the whole process."
  private static let longer = "  If it only needs longer, give it more: --timeout SECONDS."
  private static let good = "*result = 42; return 0;"

  static let plugins = [
    // It ends without having told anything, so the parent's facts decide: status 0, in its call.
    Plugin(
      "closes all descriptors and returns", call: "for (int i = 0; i < 1024; i++) close(i); " + good,
      stderr: ["Error: plugin ./p.so exited with status 0 in MyFunction, without returning", mustReturn]),
    Plugin(
      "closes all descriptors and ends", call: "for (int i = 0; i < 1024; i++) close(i); _exit(7);",
      stderr: ["Error: plugin ./p.so exited with status 7 in MyFunction, without returning", mustReturn]),
    Plugin(
      "writes garbage to its other descriptors",
      call: """
        char garbage[300];
        memset(garbage, 0xEE, sizeof garbage);
        for (int i = 3; i < 64; i++) write(i, garbage, sizeof garbage);
        \(good)
        """,
      stderr: ["Error: plugin ./p.so exited with status 0 in MyFunction, without returning", mustReturn]),
    Plugin(
      "writes garbage to its other descriptors and ends",
      call: "for (int i = 3; i < 64; i++) for (int j = 0; j < 100; j++) write(i, &j, 1); exit(5);",
      stderr: ["Error: plugin ./p.so exited with status 5 in MyFunction, without returning", mustReturn]),
    // The first byte of a record says which, the second of a phase's record which phase: open, then close, again and again.
    Plugin(
      "tells one phase after another", call: "for (;;) { write(3, \"\\0\\1\", 2); write(3, \"\\0\\3\", 2); }",
      ["--timeout", "1"],
      stderr: ["Error: plugin ./p.so did not return from MyFunction within 1 s", longer]),
    Plugin("stops itself", call: "raise(SIGSTOP); " + good, stdout: ["42, <nil>"]),
    Plugin(
      "leaves a thread that spins", before: "static void *spin(void *p) { for (;;) {} }",
      call: "pthread_t t; pthread_create(&t, NULL, spin, NULL); " + good,
      compilerOptions: ["-pthread", "-Wl,-z,nodelete"],
      stdout: ["42, <nil>"]),
    Plugin(
      "crashes in another thread", before: "static void *f(void *p) { *(volatile int *)0 = 1; return p; }",
      call: "pthread_t t; pthread_create(&t, NULL, f, NULL); pthread_join(t, NULL); " + good,
      compilerOptions: ["-pthread"],
      stderr: ["Error: plugin ./p.so crashed in MyFunction: SIGSEGV (null pointer \(Machine.write) at 0x0)"]),
    Plugin(
      "exit(0)", call: "exit(0);",
      stderr: ["Error: plugin ./p.so exited with status 0 in MyFunction, without returning", mustReturn]),
    Plugin(
      "exit in a constructor", before: "__attribute__((constructor)) static void f(void) { exit(6); }", call: good,
      stderr: ["Error: plugin ./p.so exited with status 6 while it was opened, without returning", mustReturn]),
    Plugin(
      "_exit in a destructor", before: "__attribute__((destructor)) static void f(void) { _exit(4); }", call: good,
      stderr: ["Error: plugin ./p.so exited with status 4 while it was closed, without returning", mustReturn]),
    Plugin(
      "crashes in a destructor", before: "__attribute__((destructor)) static void f(void) { *(volatile int *)0 = 1; }",
      call: good,
      stderr: ["Error: plugin ./p.so crashed while it was closed: SIGSEGV (null pointer \(Machine.write) at 0x0)"]),
    Plugin(
      "sleeps in a constructor", before: "__attribute__((constructor)) static void f(void) { for (;;) pause(); }",
      call: good, ["--timeout", "1"],
      stderr: ["Error: plugin ./p.so did not finish opening within 1 s", longer]),
    Plugin(
      "sleeps in a destructor", before: "__attribute__((destructor)) static void f(void) { for (;;) pause(); }",
      call: good, ["--timeout", "1"],
      stderr: ["Error: plugin ./p.so did not finish closing within 1 s", longer]),
    Plugin(
      "spins with all signals blocked",
      call: "sigset_t s; sigfillset(&s); sigprocmask(SIG_SETMASK, &s, NULL); for (;;) {}",
      ["--timeout", "1"], stderr: ["Error: plugin ./p.so did not return from MyFunction within 1 s", longer]),
    Plugin(
      "returns success without a result", call: "return 0;",
      stdout: ["0, MyFunction returned success but set no result"]),
    Plugin("returns an error without text", call: "return 1;", stdout: ["0, an error without text"]),
    Plugin(
      "fills the error buffer", call: "memset(error, 'x', capacity); return 1;",
      stdout: ["0, " + String(repeating: "x", count: 4096)]),
    Plugin(
      "an error with escape sequences",
      call: #"strcpy(error, "a\033[31mb\nc\td\377e\302\233f\342\200\256g\177h\302i"); return 1;"#,
      stdout: [#"0, a\e[31mb\nc\td\xFFe\u{9B}f\u{202E}g\x7Fh\xC2i"#]),
    Plugin(
      "output with escape sequences",
      call: #"printf("\033]0;owned\007\r\n\ttab\n\377\302\205\n\nno line end"); \#(good)"#, stdout: ["42, <nil>"],
      stderr: [
        #"./p.so | \e]0;owned\x07\x0D"#, "./p.so | \ttab", #"./p.so | \xFF\u{85}"#, "./p.so | ", "./p.so | no line end",
      ]),
    // The contract: the value that a Go or C plugin gave with its error.
    Plugin(
      "an error with a value", call: "*result = 5; strcpy(error, \"half of it\"); return -1;",
      stdout: ["5, half of it"]),
    Plugin(
      "the least and an error code", call: "*result = INT64_MIN; return 0;", stdout: ["-9223372036854775808, <nil>"]),
    Plugin(
      "kills itself", call: "kill(getpid(), SIGKILL); " + good,
      stderr: ["Error: plugin ./p.so crashed in MyFunction: SIGKILL"]),
    Plugin(
      "sends itself a crash's signal", call: "raise(SIGSEGV); " + good,
      stderr: ["Error: plugin ./p.so crashed in MyFunction: SIGSEGV (sent by a process)"]),
    Plugin(
      "recurses without end", before: "int f(int n) { volatile char a[4096]; a[0] = n; return f(n + 1) + a[0]; }",
      call: "*result = f(0); return 0;",
      stderr: ["Error: plugin ./p.so crashed in MyFunction: SIGSEGV (stack overflow at 0x…)"]),
    Plugin(
      "calls into nothing", call: "((void (*)(void))0x10)(); " + good,
      stderr: ["Error: plugin ./p.so crashed in MyFunction: SIGSEGV (null pointer call at 0x10)"]),
    Plugin(
      "divides by zero", call: "volatile int zero = 0; raise(SIGFPE); *result = 1 / zero; return 0;",
      stderr: ["Error: plugin ./p.so crashed in MyFunction: SIGFPE (sent by a process)"]),
    Plugin(
      "handles its crash by itself", before: "static void f(int s) { _exit(8); }",
      call: "signal(SIGSEGV, f); *(volatile int *)0 = 1; " + good,
      stderr: ["Error: plugin ./p.so exited with status 8 in MyFunction, without returning", mustReturn]),
  ]

  @Test(arguments: plugins)
  func alone(plugin: Plugin) throws {
    try folder.plugin(before: plugin.before, call: plugin.call, plugin.compilerOptions)
    let outcome = try start(["run", "--no-report"] + plugin.options + ["./p.so"], in: folder.path).wait()
    expect(outcome.lines, like: plugin.stdout)
    expect(outcome.errors, like: plugin.stderr)
    #expect(outcome.ending == .exited(outcome.stdout.hasSuffix(", <nil>\n") ? 0 : 1))
  }

  @Test func allTogether() throws {
    var paths: [String] = []
    for (index, plugin) in Self.plugins.enumerated() where plugin.options.isEmpty {
      paths.append("./\(10 + index).so")
      try folder.plugin("\(10 + index).so", before: plugin.before, call: plugin.call, plugin.compilerOptions)
    }
    let outcome = try start(["run", "--jobs", "3"] + paths, in: folder.path).wait()
    let told = outcome.lines + outcome.errors.filter { $0.hasPrefix("Error: ") }
    #expect(paths.allSatisfy { path in told.count { $0.contains(path) } == 1 })
    #expect(outcome.errors.last?.hasPrefix("\(paths.count) plugins: ") == true)
  }

  // MARK: What it reports in JSON

  @Test func noResult() throws {
    try folder.plugin(call: "return 0;")
    let plugin = try #require(
      try Report(try airlock("run", "--format", "json", "p.so", in: folder.path)).plugins.first)
    #expect(plugin.text("verdict") == "returned-error")
    #expect(plugin.text("failure") == "no-result")
    #expect(plugin.object("run")?.isNull("value") == true)
  }

  // MARK: Flood

  private static let flood = """
    static char block[65536];
    memset(block, 'x', sizeof block);
    write(1, "HEAD", 4);
    for (int i = 0; i < 100; i++) write(1, block, sizeof block);
    write(1, "TAIL", 4);
    *result = 42;
    return 0;
    """
  private static let dropped = 100 * 65536 + 8 - (64 << 10)

  @Test func floodInText() throws {
    try folder.plugin(call: Self.flood)
    let outcome = try airlock("run", "p.so", in: folder.path)
    #expect(outcome.stdout == "42, <nil>\n")
    let half = (32 << 10) - 4
    let rest = String(repeating: "x", count: half)
    let expected = ["p.so | HEAD" + rest, "p.so | … \(Self.dropped) bytes dropped …", "p.so | \(rest)TAIL"]
    // Not with `==` on the whole: a failure would print it all.
    #expect(outcome.errors.map(\.utf8.count) == expected.map(\.utf8.count))
    #expect((outcome.errors == expected) as Bool)
  }

  @Test func floodInJSON() throws {
    try folder.plugin(call: Self.flood)
    let outcome = try airlock("run", "--format", "json", "p.so", in: folder.path)
    let run = try #require(try Report(outcome).plugins.first?.object("run"))
    #expect(run.number("droppedBytes") == Self.dropped)
    #expect(run.text("stdout")?.hasPrefix("HEADxxx") == true)
    #expect(run.text("stdout")?.hasSuffix("xxxTAIL") == true)
  }

  /// A flood that never ends is ended by the limit on output, long before its time is up.
  @Test func endlessFlood() throws {
    try folder.plugin(call: "static char block[65536]; for (;;) { write(1, block, 65536); write(2, block, 65536); }")
    let outcome = try airlock("run", "--timeout", "60", "--format", "json", "p.so", in: folder.path)
    let plugin = try #require(try Report(outcome).plugins.first)
    #expect(plugin.text("verdict") == "limit-exceeded")
    #expect(plugin.text("failure") == "output-limit")
    #expect((plugin.object("run")?.text("stdout") ?? "").utf8.count < 70_000)
  }

  // MARK: What it leaves behind

  /// Whoever inherits its streams must not keep the command waiting for their end.
  @Test(.enabled(if: Seal.isPermitted, "unshare gives no namespaces here")) func aChildThatHoldsItsStreams() throws {
    try folder.plugin(
      call: "puts(\"said\"); fflush(stdout); if (fork() == 0) for (;;) pause(); *result = 42; return 0;")
    let outcome = try Command(
      sealed: [Executables.path("airlock"), "run", "--allow-processes", "--timeout", "60", "./p.so"],
      directory: folder.path
    ).wait()
    #expect(outcome.stdout == "42, <nil>\n")
    #expect(outcome.errors.first == "./p.so | said")
    #expect(outcome.errors.filter { $0.hasPrefix("survivor") } == [])
  }
}
