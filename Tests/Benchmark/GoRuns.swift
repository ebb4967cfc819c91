import Foundation
import PluginModel
import TestSupport

/// Go plugins beside a plain Go host, which is a fresh process a call as well: it opens the plugin and calls it.
enum GoRuns {
  static func measure() throws {
    guard Toolchain.go.isThere else { return report("Go plugins", "go is not there") }
    for (name, value) in GoPlugins.environment where name != "PATH" { setenv(name, value, 1) }
    let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("GoHost/host.go")
    let host = try GoPlugins.program(try String(contentsOf: source, encoding: .utf8))
    try measureWarm(host)
    try measureMany(host)
    try measureCold()
  }

  /// Milliseconds between two of a key that is held down; nobody presses it again sooner.
  private static let keyRepeat: UInt32 = 30

  private static func measureWarm(_ host: String) throws {
    let plugin = try GoPlugins.plugin("func MyFunction(s string) (int, error) { return 42, nil }")
    let sessions = (sealed: try Session(plugin), open: try Session(plugin))
    var policy = SandboxPolicy()
    policy.isOn = false
    sessions.open.session.sandbox = policy
    defer {
      sessions.sealed.session.end()
      sessions.open.session.end()
    }
    var (paused, hurried, unsealed, inRow, plain) = ([Double](), [Double](), [Double](), [Double](), [Double]())
    for round in 0..<20 {  // in turn, so that the machine's moods meet all; the first warms them
      let figures = (
        try sessions.sealed.runs(10, pause: keyRepeat), try sessions.sealed.runs(10, pause: 5),
        try sessions.open.runs(10, pause: keyRepeat), try sessions.sealed.runs(10), Program.times(host, [plugin], 10)
      )
      guard round > 0 else { continue }
      paused += figures.0
      hurried += figures.1
      unsealed += figures.2
      inRow += figures.3
      plain += figures.4
    }
    Sample(paused).report("one run of a Go plugin, while a key is held down")
    Sample(unsealed).report("  the same without the sandbox")
    Sample(hurried).report("  runs 5 ms apart: the next runner is not wholly there")
    Sample(inRow).report("  one run after another without a pause")
    Sample(plain).report("  a plain Go host: start, open, call, end")
    report("  ratio to that", String(format: "%8.2f", Sample(paused).median / Sample(plain).median))
  }

  /// Twenty plugins that differ: copies of one are refused by a Go host.
  private static func measureMany(_ host: String) throws {
    let folder = try TemporaryFolder()
    let names = (10..<30).map { "plugin\($0).so" }
    for (number, name) in names.enumerated() {
      try folder.copy(
        try GoPlugins.plugin("func MyFunction(s string) (int, error) { return \(number), nil }"), to: name)
    }
    let paths = names.map { folder($0) }
    let airlock = Program.times(Executables.path("airlock"), ["run", "--jobs", "2"] + paths, 20)
    Sample(airlock).report("20 Go plugins, airlock run --jobs 2, as a program")
    let plain = Program.times(host, paths, 20)
    Sample(plain).report("  a plain Go host, all in one process")
    report("  ratio to that", String(format: "%8.2f", Sample(airlock).median / Sample(plain).median))
  }

  /// Nothing is there yet, of the toolchain's own cache neither.
  private static func measureCold() throws {
    let plugin = try GoPlugins.plugin("func MyFunction(s string) (int, error) { return 42, nil }")
    let cold = (0..<3).map { _ in
      let cache = try! TemporaryFolder()
      setenv("XDG_CACHE_HOME", cache.path, 1)
      return Program.times(Executables.path("airlock"), ["run", plugin], 1)[0]
    }
    Sample(cold).report("the first Go plugin of all: its runner is built")
  }
}
