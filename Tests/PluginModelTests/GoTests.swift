import Testing

@testable import PluginModel
@testable import Reports

/// What is taken from a Go plugin, and what not.
@Suite("Go")
struct GoTests {
  @Test func arguments() {
    let build = GoBuild(
      toolchain: "go1.22.10", flags: [.trimpath, .race, .unoptimised, .notInlined], tags: ["netgo", "a.b_C1"])
    #expect(build.arguments == ["-trimpath", "-race", "-gcflags=all=-N -l", "-tags=netgo,a.b_C1"])
    #expect(build.words == "Go 1.22.10 with -trimpath -race -N -l -tags=netgo,a.b_C1")
    #expect(GoBuild().arguments.isEmpty)
    #expect(GoBuild(toolchain: "go1.19.8").words == "Go 1.19.8")
  }

  /// A tag that could be anything else on a command line is none.
  @Test(
    arguments: [
      "", "a b", "a,b", "-toolexec=/tmp/evil", "a\nb", "a;b", "../x", "ä", "$(x)", String(repeating: "a", count: 65),
    ])
  func hostileTags(tag: String) throws {
    #expect(GoBuild(tags: [tag, "fine"]).tags == ["fine"])
    var writer = WireWriter()
    writer.put(false)
    writer.put(UInt8(0))
    writer.put(UInt8(1))
    writer.put(tag)
    #expect(throws: WireError.self) { try GoBuild(wireBytes: writer.bytes) }
  }

  @Test func unknownFlag() {
    var writer = WireWriter()
    writer.put(false)
    writer.put(UInt8(1))
    writer.put("-toolexec")
    writer.put(UInt8(0))
    #expect(throws: WireError.self) { try GoBuild(wireBytes: writer.bytes) }
  }

  private let runtime = GoHashes(["runtime": [1], "fmt": [2], "os": [3]])
  private func facts(_ hashes: [String: [UInt8]], _ toolchain: String? = "go1.22.10") -> GoFacts {
    GoFacts(package: "plugin/unnamed-1", build: GoBuild(toolchain: toolchain), hashes: GoHashes(hashes))
  }
  private func runner(_ hashes: GoHashes) -> GoRunner {
    GoRunner(
      program: GoRunner.Program(
        path: PluginPath("/c/runner"), file: FileState(device: 1, inode: 2, size: 3, modified: 4, changed: 5)),
      build: GoBuild(toolchain: "go1.22.10"), hashes: hashes)
  }

  @Test func whoOpensWhat() {
    #expect(runner(runtime).opens(facts(["runtime": [1], "fmt": [2], "mine": [9]])))
    #expect(!runner(runtime).opens(facts(["runtime": [1], "fmt": [8]])))
    #expect(!runner(runtime).opens(facts(["runtime": [1]], "go1.22.9")))
    #expect(runner(runtime).opens(facts(["runtime": [1]], nil)))
  }

  @Test func sentences() {
    let plugin = facts([:])
    func reason(_ obstacle: GoObstacle, _ plugin: GoFacts) -> String { obstacle.rejection(of: plugin).reason }
    let build = GoBuild(toolchain: "go1.22.10")
    #expect(
      reason(.noToolchain(found: [], places: ["PATH"]), plugin) == "built with Go 1.22.10, which is not installed")
    #expect(
      reason(.noToolchain(found: [], places: ["PATH"]), facts([:], nil))
        == "a Go plugin, and no Go toolchain is installed")
    #expect(
      reason(.otherPackages(["fmt", "runtime"], runner: build, cause: "GOEXPERIMENT=x"), plugin)
        == "built with GOEXPERIMENT=x; its standard library differs from Go 1.22.10")
    #expect(
      reason(.otherPackages(["fmt"], runner: build, cause: nil), plugin) == "its package fmt differs from Go 1.22.10")
    #expect(
      reason(.otherPackages(["a", "b", "c", "d"], runner: build, cause: nil), plugin)
        == "its packages a, b, c and 1 more differ from Go 1.22.10")
    #expect(
      GoObstacle.noToolchain(found: ["go1.19.8 in /usr/lib/go-1.19"], places: ["PATH", "~/sdk/go*"])
        .rejection(of: plugin).hint == """
          Install Go 1.22.10, or build the plugin with one that is there. AIRLOCK_GO names further folders.
          There is go1.19.8 in /usr/lib/go-1.19.
          Looked for in PATH, ~/sdk/go*.
          """)
  }

  private var inspection: Inspection {
    Inspection(
      kind: .go,
      checks: [
        Check(.signature, .unverified, "unverified: no debug info"), Inspection.openCheck(of: facts(["runtime": [1]])),
      ],
      signature: Signature(expected: "func(string) (int, error)", found: nil, evidence: .none), symbol: "MyFunction",
      go: facts(["runtime": [1]]))
  }

  @Test func settled() {
    var ready = inspection
    #expect(ready.awaitsGoRunner)
    ready.settle(.ready(runner(runtime)))
    #expect(ready.check(.runtime)?.summary == "Go 1.22.10, 1 package agrees with its runner")
    #expect(ready.rejection == nil)
    var impossible = inspection
    impossible.settle(.impossible(.noToolchain(found: [], places: [])))
    #expect(impossible.rejection?.failure == .incompatibleRuntime)
    #expect(impossible.check(.runtime)?.status == .fail)
    #expect(impossible.symbol == nil)
  }

  @Test func provedWhenOpened() {
    var opened = inspection
    opened.learn(from: RunReport(phase: .close, ending: .returned(1)))
    #expect(opened.signature?.evidence == .runtimeType)
    #expect(opened.check(.signature)?.status == .pass)
    #expect(!opened.isUnverified)
    var wrong = inspection
    wrong.learn(from: RunReport(phase: .lookup, ending: .wrongType("func(string) int")))
    #expect(wrong.signature?.found == "func(string) int")
    #expect(wrong.check(.signature)?.status == .fail)
    var crashed = inspection
    crashed.learn(from: RunReport(phase: .open, ending: .panicked("panic: x")))
    #expect(crashed.isUnverified)
  }

  @Test func symbols() {
    func readable(_ name: String) -> String { String(decoding: GoSymbol.readable(Array(name.utf8)), as: UTF8.self) }
    #expect(readable("plugin/unnamed-81ea5e16156abf8c87a2c6cbbf81375b00f04683.MyFunction.func1") == "MyFunction.func1")
    #expect(readable("gopkg.in/yaml%2ev3.Parse") == "gopkg.in/yaml.v3.Parse")
    #expect(readable("a%zz") == "a%zz")
    #expect(readable("a%2") == "a%2")
    #expect(readable("plugin/unnamed-1") == "plugin/unnamed-1")
  }

  // MARK: Crash reports

  private func goroutine(_ id: UInt64, _ state: ForeignText) -> Goroutine {
    let source: ForeignText = "/p/greeter.go"
    return Goroutine(
      id: id, state: state,
      frames: [
        GoFrame(function: "panic", file: "/go/panic.go", line: 9, owner: .runtime),
        GoFrame(function: "(*Table).count", file: source, line: 6, owner: .plugin),
        GoFrame(function: "main.main", file: "runner.go", line: 50, owner: .runner),
      ])
  }

  @Test func panicsHaveReports() throws {
    var run = RunReport(phase: .call, ending: .panicked("panic: no luck"))
    run.trace = GoTrace(goroutines: [goroutine(7, "running"), goroutine(1, "chan receive")])
    let report = try #require(CrashReport(of: run))
    #expect(report.cause.words.line == "panic: no luck.")
    #expect(report.location == CodeLocation(file: "/p/greeter.go", line: 6))
    #expect(report.key == CrashKey(signal: CrashKey.noSignal, place: "(*Table).count"))
    #expect(report.place(function: "MyFunction").line == "in (*Table).count, in a goroutine of its own")
    #expect(report.signal == nil && !report.isHang)
    #expect(report.snapshot.threads.map(\.title) == ["goroutine 7 [running]", "goroutine 1 [chan receive]"])
    #expect(report.snapshot.threads.map(\.isCrashed) == [true, false])
    #expect(
      CrashText(of: run, settings: Settings()).lines == [
        "  panic: no luck.", "  In (*Table).count, in a goroutine of its own.", "    … 1 frame of Go's runtime",
        "  1 (*Table).count  greeter.go:6", "    … 1 frame of Airlock", "  … and 1 other goroutine",
      ])
  }

  @Test func deadlocksHaveReports() throws {
    var run = RunReport(phase: .call, ending: .timedOut)
    #expect(CrashReport(of: run) == nil)
    run.trace = GoTrace(goroutines: [goroutine(1, "chan receive"), goroutine(7, "select")])
    let report = try #require(CrashReport(of: run))
    #expect(
      report.cause.words.line == "Waiting in (*Table).count (chan receive). Nothing had woken it when its time was up.")
    #expect(report.isHang && report.key == nil)
    #expect(
      CrashText(of: run, settings: Settings()).lines.last == "  goroutine 7 [select]: in (*Table).count at greeter.go:6"
    )
    run.trace?.goroutines[0].state = "running"
    #expect(CrashReport(of: run)?.cause.title == "Busy in (*Table).count")
  }

  @Test func wireForms() throws {
    let facts = GoFacts(
      package: "example.com/x", module: "example.com/x v1", dependencies: ["a v1"],
      build: GoBuild(toolchain: "go1.22.10", flags: [.race], tags: ["t"]), tellsFlags: false, sourceRoot: "/go",
      otherSettings: ["GOAMD64=v3"], hashes: runtime)
    #expect(try GoFacts(wireBytes: facts.wireBytes) == facts)
    let request = Request.prepare(
      GoRunnerRequest(
        facts: facts, surroundings: GoSurroundings(searchPath: [47, 98], home: PluginPath("/h"), others: [47])))
    #expect(try Request(wireBytes: request.wireBytes) == request)
    let obstacles: [GoObstacle] = [
      .noToolchain(found: ["a"], places: ["b"]), .otherPackages(["x"], runner: GoBuild(), cause: "y"),
      .notBuilt(toolchain: "go1", reason: "z"), .tookTooLong(toolchain: "go1", seconds: 3), .noCache("c"),
      .interrupted("d"),
    ]
    for preparation in obstacles.map(GoPreparation.impossible) + [.ready(runner(runtime))] {
      #expect(try Reply(wireBytes: Reply.prepared(preparation).wireBytes) == .prepared(preparation))
    }
    #expect(try Reply(wireBytes: Reply.preparing("x").wireBytes) == .preparing("x"))
  }
}
