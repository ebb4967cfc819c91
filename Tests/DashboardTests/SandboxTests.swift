import Display
import PluginModel
import Testing

@testable import Dashboard

/// The sandbox in the header and in its overlay: nothing is loosened unseen, and nothing more than was asked for.
@Suite struct SandboxTests {
  private static let sizes = [[60, 15], [80, 24], [100, 30]]

  /// Started with something of everything.
  private static var loosened: Settings {
    var settings = Settings()
    settings.sandbox.allowsNetwork = true
    settings.sandbox.readable = [PluginPath("/etc/ssl"), PluginPath("/home/u/project/fixtures")]
    settings.sandbox.variables = [SandboxPolicy.Variable(name: "TOKEN", value: "secret")]
    return settings
  }

  private static var partial: SandboxLayers {
    SandboxLayers(holding: Set(SandboxLayers.Layer.allCases).subtracting([.seccomp, .attempts]), landlockVersion: 2)
  }

  private func app(
    _ size: [Int] = [80, 24], settings: Settings = Settings(), _ layers: SandboxLayers? = Samples.layers
  )
    -> App
  {
    let app = App.busy(size[0], size[1], settings: settings)
    if let layers { app.send(.layers(layers)) }
    app.forget()
    return app
  }

  // MARK: What is seen

  @Test(arguments: sizes) func overlay(_ size: [Int]) {
    let app = app(size)
    app.press("b")
    app.expect(screen: "sandbox-\(size[0])x\(size[1])")
  }

  @Test(arguments: sizes) func overlayOfALooseAndPartialOne(_ size: [Int]) {
    let app = app(size, settings: Self.loosened, Self.partial)
    app.press("b", "j", "j")
    app.expect(screen: "sandbox-loose-\(size[0])x\(size[1])")
    app.press("G")
    if size[1] == 15 { app.expect(screen: "sandbox-loose-end-\(size[0])x\(size[1])") }
  }

  @Test(arguments: sizes) func off(_ size: [Int]) {
    let app = app(size)
    app.press("b", "o", "o")
    app.expect(screen: "sandbox-off-\(size[0])x\(size[1])")
  }

  @Test(arguments: [[20, 5], [30, 8], [40, 12]]) func tiny(_ size: [Int]) {
    let app = app(size, settings: Self.loosened, Self.partial)
    app.press("b", "p")
    app.press("j")
    app.expect(screen: "sandbox-\(size[0])x\(size[1])")
  }

  @Test func coloursOfTheOverlay() {
    let app = app([80, 24], settings: Self.loosened, Self.partial)
    app.press("b", "o", "o")
    app.expect(styledScreen: "sandbox-colours-80x24")
    app.theme = Theme(unicode: false, colour: false)
    app.expect(styledScreen: "sandbox-ascii-80x24")
  }

  @Test func helpForTheOverlay() {
    let app = app()
    app.press("b", "?")
    app.expect(screen: "sandbox-help-80x24")
    app.press(.escape)
    #expect(app.state.context == .sandbox)
  }

  @Test func theHeaderAlwaysTells() {
    var policy = SandboxPolicy()
    func words(_ layers: SandboxLayers? = Samples.layers) -> [String] { SandboxStanding(policy, layers).forms }
    #expect(words(nil) == ["sandbox full"])
    #expect(words() == ["sandbox full"])
    #expect(SandboxStanding(policy, nil).role == .plain)
    #expect(words(SandboxLayers(holding: [], landlockVersion: 0)).last == "sandbox partial")
    var layers = Samples.layers
    layers.holding.remove(.landlock)
    #expect(words(layers) == ["sandbox without landlock", "sandbox partial"])
    policy.allowsNetwork = true
    #expect(words() == ["sandbox −network", "sandbox loosened"])
    #expect(words(layers).first == "sandbox −network, without landlock")
    #expect(SandboxStanding(policy, layers).role == .look)
    policy.isOn = false
    #expect(words(layers) == ["NO SANDBOX"])
    #expect(SandboxStanding(policy, layers).role == .alarm)
  }

  /// At every size, in every state, some form of it is in the first line, whole.
  @Test func atEverySize() {
    var everything = Self.loosened
    everything.sandbox.allowsProcesses = true
    everything.sandbox.writable = [PluginPath("/tmp")]
    var off = Settings()
    off.sandbox.isOn = false
    for settings in [Settings(), Self.loosened, everything, off] {
      for layers in [nil, Samples.layers, Self.partial, SandboxLayers(holding: [], landlockVersion: 0)] {
        let app = app(settings: settings, layers)
        app.press("b")
        let forms = SandboxStanding(app.state.sandbox, layers).forms
        for columns in 20...110 {
          for rows in [6, 24] {
            app.resize(columns, rows)
            #expect(forms.contains { app.row(0).hasSuffix("  " + $0) }, "\(columns)×\(rows): \(app.row(0))")
          }
        }
      }
    }
  }

  @Test func withoutColourItStandsOutToo() {
    let app = app()
    app.theme = Theme(colour: false)
    app.press("b", "o", "o")
    let column = app.screen.size.columns - 3
    #expect(app.screen[column, 0].style.attributes.contains(.reverse))
    #expect(app.row(0).hasSuffix("NO SANDBOX"))
  }

  // MARK: What the keys do

  @Test func lettersAndTheSelectionSwitch() {
    let app = app()
    app.press("b")
    var policy = SandboxPolicy()
    policy.allowsNetwork = true
    #expect(app.asked(by: "n") == [.sandbox(policy)])
    #expect(app.row(0).contains("sandbox −network"))
    #expect(app.footer == " ! network let in, from the next run on")
    policy.allowsProcesses = true
    #expect(app.asked(by: "j", " ") == [.sandbox(policy)])
    #expect(app.row(0).contains("sandbox −network −processes"))
    #expect(
      app.asked(by: .enter, "k", .enter) == [.sandbox(app.with { $0.allowsNetwork = true }), .sandbox(SandboxPolicy())])
    #expect(app.footer == " ✓ network shut out again")
    #expect(app.row(0).contains("sandbox full"))
    app.press(.escape)
    #expect(app.state.context == .plugins)
  }

  @Test func whatWasGivenGoesOffAndOnAgain() {
    let app = app(settings: Self.loosened)
    let given = Self.loosened.sandbox
    app.press("b")
    #expect(app.text.contains("[x] r read        /etc/ssl, /home/u/project/fixtures"))
    #expect(app.text.contains("[x] e env         TOKEN"))
    #expect(!app.text.contains("secret"))
    #expect(app.asked(by: "r") == [.sandbox(app.with(given) { $0.readable = [] })])
    // What was given stays in sight: it can be had again.
    #expect(app.text.contains("[ ] r read        /etc/ssl, /home/u/project/fixtures"))
    #expect(app.asked(by: "r") == [.sandbox(given)])
    #expect(app.asked(by: "e") == [.sandbox(app.with(given) { $0.variables = [] })])
    #expect(app.asked(by: "w") == [])
    #expect(app.footer == " ! none given: --allow-write DIR")
  }

  @Test func switchingItOffAsksOnce() {
    let app = app()
    app.press("b")
    #expect(app.asked(by: "o") == [])
    #expect(app.footer == " ! once more to switch the sandbox off")
    #expect(app.row(0).contains("sandbox full"))
    // Any other key is a no.
    #expect(app.asked(by: "k", "o") == [])
    #expect(app.footer == " ! once more to switch the sandbox off")
    var off = SandboxPolicy()
    off.isOn = false
    #expect(app.asked(by: .enter) == [.sandbox(off)])
    #expect(app.row(0).hasSuffix("NO SANDBOX"))
    #expect(app.asked(by: "n") == [])
    #expect(app.footer == " ! the sandbox is off: o switches it on")
    // The way back needs no question.
    #expect(app.asked(by: "o") == [.sandbox(SandboxPolicy())])
    #expect(app.footer == " ✓ the sandbox is on again")
    #expect(app.row(0).contains("sandbox full"))
  }

  /// ^C twice quits, `o` twice switches off; one of each does neither.
  @Test func oneQuestionIsNotTheOther() {
    let app = App(80, 24)
    app.press("b")
    app.forget()
    #expect(app.asked(by: .control("c"), "o") == [])
    #expect(app.state.sandbox.isOn)
    #expect(app.asked(by: .control("c")) == [])
    #expect(app.asked(by: .control("c")) == [.quit])
  }

  @Test func layersAreNotSwitched() {
    let app = app()
    app.press("b", "G")
    #expect(app.asked(by: " ") == [])
    #expect(app.footer == " ! a layer is not switched by itself: it holds or is missing")
  }

  @Test func noRunIsStartedFromTheOverlay() {
    let app = app()
    app.press("b")
    #expect(app.asked(by: "a", "x", "i", "R", "4", .tab, .paste("oo")) == [])
    #expect(app.state.sandboxRow != nil)
  }

  @Test func layersMayComeLate() {
    let app = app([100, 30], nil)
    app.press("b", "G")
    #expect(app.text.contains("Layers  told as soon as a process has begun"))
    #expect(app.state.sandboxRow == 5)
    app.send(.layers(Self.partial))
    #expect(app.text.contains("Layers  5 of 7 hold"))
    #expect(app.row(0).contains("sandbox without seccomp and 3 more"))
    app.press("G")
    // Fewer rows than before: the selection is brought back.
    app.send(.layers(Samples.layers))
    #expect(app.text.contains("7 of 7 hold"))
    #expect(app.asked(by: " ") == [])
    #expect(app.footer.contains("a layer"))
  }

  @Test func aResultKeepsWhatItWasMadeWith() {
    let app = app([100, 30])
    app.press(.enter)
    // Loosened while it runs: that run is none of it.
    app.press("b", "n", .escape)
    app.ran("libHello", Samples.returned(1))
    #expect(app.text.contains("no output · no attempts "))
    #expect(!app.text.contains("│   sandbox −network"))
    app.press(.enter)
    app.ran("libHello", Samples.returned(2))
    app.press("b", "n", .escape)
    #expect(app.row(0).contains("sandbox full"))
    #expect(app.text.contains("│   sandbox −network"))
  }

  // MARK: Attempts

  @Test(arguments: sizes) func attempts(_ size: [Int]) {
    let app = app(size)
    app.press(.enter)
    app.ran("libHello", Samples.curious())
    app.expect(screen: "attempts-\(size[0])x\(size[1])")
    app.press("4", .enter)
    app.expect(screen: "full-attempts-\(size[0])x\(size[1])")
  }

  @Test func manyAttempts() {
    let app = app([100, 30])
    let long = "/home/u/" + String(repeating: "deep/", count: 30) + "file"
    let many =
      [Attempt(.write, ForeignText(long), in: .call, count: 12)]
      + (1..<100).map { Attempt(.connect, "10.0.0.\($0):443", in: .open) }
    app.press(.enter)
    app.ran("libHello", Samples.curious(many, leftOut: 7))
    app.expect(screen: "many-attempts-100x30")
    app.press("4", .enter)
    #expect(app.text.contains("attempts  118"))
    app.press("G")
    #expect(app.text.contains("│ open        connect 10.0.0.99:443"))
    #expect(app.text.contains("│ … 7 more"))
  }

  /// Where nobody watched, nothing is claimed.
  @Test func noAttemptsIsSaidOnlyOfWhatWasWatched() {
    #expect(AttemptLines.count(Samples.returned(1), in: SandboxPolicy(), Samples.layers) == 0)
    #expect(AttemptLines.count(Samples.returned(1), in: SandboxPolicy(), Self.partial) == nil)
    #expect(AttemptLines.count(RunReport(ending: .lost("")), in: SandboxPolicy(), Samples.layers) == nil)
    var off = SandboxPolicy()
    off.isOn = false
    #expect(AttemptLines.count(Samples.returned(1), in: off, Samples.layers) == nil)
    #expect(AttemptLines.count(Samples.curious([Attempt(.fork, nil, in: .call)]), in: off, nil) == 1)
  }

  /// The mark stays the verdict's; beside what came of the run stands that there was more.
  @Test func theListHints() {
    let app = app()
    app.press(.enter)
    app.ran("libHello", Samples.curious())
    #expect(app.state.roster.rows[0].mark == .passed)
    #expect(app.row(7).contains("42     !│"))
    app.press(.enter)
    #expect(!app.row(7).contains("!│"))
    app.ran("libHello", Samples.returned(42))
    #expect(!app.row(7).contains("!│"))
    // A constructor's count too.
    var report = Samples.loaded()
    report.attempts = Attempts([Attempt(.read, "/etc/shadow", in: .open)])
    let fresh = App(80, 24)
    fresh.inspected("libHello")
    fresh.loaded("libHello", report)
    #expect(fresh.row(7).contains("–      !│"))
    #expect(fresh.text.contains("denied │ read /etc/shadow  (open)"))
  }

  @Test(arguments: [
    Ending.timedOut, .stopped, .limitExceeded(.memory(2 << 30), Crash(signal: 6)),
    .limitExceeded(.output(16 << 20), nil),
    .exited(3), .crashed(Crash(signal: 31)),
  ])
  func attemptsOfARunThatDidNotReturn(ending: Ending) {
    let app = app([100, 45])
    app.press(.enter)
    var report = Samples.curious()
    report.ending = ending
    report.phase = .call
    app.ran("libHello", report)
    #expect(app.text.contains("7 attempts"))
    #expect(app.text.contains("denied │ write /home/u/.bashrc"))
  }

  @Test(arguments: sizes) func limits(_ size: [Int]) {
    let app = app(size)
    app.press(.enter)
    app.ran(
      "libHello",
      RunReport(
        phase: .call, ending: .limitExceeded(.memory(2 << 30), Crash(signal: 6)),
        times: PhaseTimes(open: 420_000), total: 9_100_000, peakMemory: 2_040_109_466,
        stderr: Samples.output("terminate called after throwing an instance of 'std::bad_alloc'\n")))
    app.expect(screen: "limit-\(size[0])x\(size[1])")
  }
}

extension App {
  fileprivate func with(_ policy: SandboxPolicy = SandboxPolicy(), _ change: (inout SandboxPolicy) -> Void)
    -> SandboxPolicy
  {
    var policy = policy
    change(&policy)
    return policy
  }
}
