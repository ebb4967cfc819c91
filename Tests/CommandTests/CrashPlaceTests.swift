import Foundation
import TestSupport
import Testing

#if DEBUG_INFO
  /// Crashes where something is missing or special: debug info, the call, the time.
  @Suite("Crash reports: places and times")
  struct CrashPlaceTests {
    let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    private static let crash =
      "static volatile int *nothing;\n__attribute__((noinline)) static void go(void) { *nothing = 1; }\n"

    private func report(_ outcome: Command.Outcome) -> [String] {
      Array(outcome.errors.drop { !$0.hasPrefix("Error: ") }.dropFirst())
    }

    @Test func stripped() throws {
      try folder.plugin("named.so", before: Self.crash, call: "go(); return 0;")
      try folder.plugin("bare.so", before: Self.crash, call: "go(); return 0;", ["-s"])
      let cause = "  Null pointer write. The address is null itself."
      expect(
        report(try airlock("run", "named.so", in: folder.path)),
        like: [
          cause, "  At named.so+0x… in go, …while MyFunction was called. SEGV_MAPERR: nothing is mapped there.",
          "  0 go          named.so+0x…", "  1 MyFunction  named.so+0x…",
        ])
      let bare = report(try airlock("run", "bare.so", in: folder.path))
      expect(
        Array(bare.prefix(2)), like: [cause, "  At bare.so+0x…, …while MyFunction was called. SEGV_MAPERR: …"])
      #expect(bare.contains { matches($0, "  1 MyFunction  bare.so+0x…") })
    }

    @Test func constructorsAndDestructors() throws {
      for (name, attribute, place) in [
        ("open.so", "constructor", "while it was opened, when constructors run"),
        ("close.so", "destructor", "while it was closed, when destructors and exit handlers run"),
      ] {
        try folder.plugin(
          name, before: Self.crash + "__attribute__((\(attribute))) static void edge(void) { go(); }",
          call: "*result = 42; return 0;", ["-g"])
        let lines = report(try airlock("run", name, in: folder.path))
        #expect(lines.contains { matches($0, "  At \(name)+0x… in go, …\(place). …") }, "\(lines)")
        #expect(lines.contains { $0.hasPrefix("  1 edge ") }, "\(lines)")
      }
      // What opening brings down is a crash for check too.
      let lines = report(try airlock("check", "open.so", in: folder.path))
      #expect(lines.contains { matches($0, "  At open.so+0x… in go, …") })
    }

    @Test(arguments: [
      ("spin", "Busy in spin. It was computing when its time was up.", "spin"),
      (
        "block", "Blocked in wait_for_ever, in the system call p… It was waiting when its time was up.", "wait_for_ever"
      ),
    ])
    func hangs(input: String, cause: String, function: String) throws {
      try #require(CrashCorpus.failures[.c] == nil)
      let outcome = try airlock(
        "run", CrashCorpus.folder + "/c.so", "--input", input, "--timeout", "1", "--source", CrashCorpus.sources)
      #expect(outcome.errors[0].contains("did not return from MyFunction within 1 s"))
      #expect(outcome.errors.contains { matches($0, "  " + cause) }, "\(outcome.stderr)")
      #expect(outcome.errors.contains { matches($0, "  At c.so+0x… in \(function), while MyFunction was called.") })
      #expect(outcome.errors.contains { $0.hasPrefix("  > ") && $0.hasSuffix("// \(input)") }, "\(outcome.stderr)")
    }

    @Test func threadsOfAHang() throws {
      try folder.plugin(
        before: """
          static void *sleeper(void *p) { prctl(PR_SET_NAME, "sleeper"); for (;;) pause(); }
          static void *spinner(void *p) { for (;;); }
          """,
        call: """
          pthread_t one, two;
          pthread_create(&one, NULL, sleeper, NULL);
          pthread_create(&two, NULL, spinner, NULL);
          pthread_join(two, NULL);
          return 0;
          """, ["-g", "-pthread"])
      let outcome = try airlock("run", "p.so", "--timeout", "1", in: folder.path)
      let lines = report(outcome)
      #expect(lines.contains { matches($0, "  Blocked in MyFunction, in the system call futex. …") }, "\(lines)")
      #expect(
        lines.contains { matches($0, "  thread 2 sleeper: blocked in …, in sleeper at p.so.source:…") }, "\(lines)")
      #expect(lines.contains { matches($0, "  thread 3: busy, in spinner at p.so.source:…") }, "\(lines)")
    }

    @Test func json() throws {
      try #require(CrashCorpus.failures[.c] == nil)
      let plugin = CrashCorpus.folder + "/c.so"
      let outcome = try airlock("run", "--format", "json", "--input", "thread", plugin)
      let crash = try #require(try Report(outcome).plugins.first?.object("crash"))
      #expect(crash.text("cause") == "Null pointer write. The address is null itself.")
      #expect(crash.text("signal") == "SIGSEGV")
      #expect(crash.text("code") == "SEGV_MAPERR")
      #expect(crash.text("address") == "0x0")
      #expect(crash.isNull("note"))
      let threads = crash["threads"] as? [[String: Any]] ?? []
      #expect(threads.map { $0.number("id") } == [2, 1])
      #expect(threads.map { $0["crashed"] as? Bool } == [true, false])
      #expect(threads.map { $0["complete"] as? Bool } == [true, true])
      let frame = try #require((threads.first?["frames"] as? [[String: Any]])?.first)
      #expect(Set(frame.keys) == ["function", "module", "offset", "file", "line", "column", "inlined"])
      #expect(frame.text("function") == "null_write")
      #expect(frame.text("module") == plugin)
      #expect(frame.text("file") == CrashCorpus.sources + "/crashes.c")
      #expect(frame.number("line") == CrashCorpus.line("null-write", in: "crashes.c"))
      #expect(frame["inlined"] as? Bool == false)
      #expect((crash.object("registers")?.count ?? 0) >= 17)
    }

    @Test func withoutReport() throws {
      try folder.plugin(before: Self.crash, call: "go(); return 0;")
      #expect(report(try airlock("run", "--no-report", "p.so", in: folder.path)) == [])
    }
  }
#endif
