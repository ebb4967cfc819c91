import Glibc
import ScreenHarness
import TestSupport
import Testing

/// Go plugins in the dashboard.
@Suite(.enabled(if: Toolchain.go.isThere, "go is not there"))
struct GoTests {
  private func withPlugins(
    _ plugins: [String: String], options: [String] = [], environment: [String: String] = [:],
    _ body: (App) throws -> Void
  ) throws {
    let folder = try TemporaryFolder()
    for (name, source) in plugins { try folder.copy(try GoPlugins.plugin(source), to: name + ".so") }
    let changes = GoPlugins.environment.merging(environment) { $1 }.mapValues { Optional($0) }
    let app = try App("airlock", arguments: [folder.path] + options, environment: changes)
    try body(app)
    guard app.status == nil else { return }
    try app.end(with: .exited(128 + SIGTERM)) { app.signal(SIGTERM) }
  }

  @Test func `Each edge case of the challenge has its row`() throws {
    try withPlugins([
      "boom": "import \"errors\"\nfunc MyFunction(s string) (int, error) { return 7, errors.New(\"boom\") }",
      "good": "func MyFunction(s string) (int, error) { return 42, nil }",
      "nofunction": "func YourFunction(s string) (int, error) { return 0, nil }",
      "panic": "var m map[string]int\nfunc MyFunction(s string) (int, error) { m[s]++; return 0, nil }",
      "wrong": "func MyFunction(s string) int { return 0 }",
    ]) { app in
      try app.waitForVerdicts(passed: 3, failed: 2)
      #expect(app.row("good")?[2] == "go")
      try app.select("good")
      try app.see("Go plugin, ", "func(string) (int, error)")
      try app.run("good", "42, <nil>")
      try app.run("boom", "7, boom")
      try app.see("boom", mark: "!", last: "error")
      try app.run("panic", "panic: assignment to entry in nil map")
      try app.see("panic", mark: "✗", last: "panic")
      try app.see("goroutine 1 [running]", "MyFunction")
      try app.select("nofunction")
      try app.see("It exports YourFunction.")
      try app.select("wrong")
      try app.see("func(string) int")
    }
  }

  @Test func `A deadlock shows where each goroutine waits`() throws {
    try withPlugins(
      [
        "deadlock": """
        func MyFunction(s string) (int, error) {
          c := make(chan int)
          go func() { select {} }()
          return <-c, nil
        }
        """
      ], options: ["--timeout", "0.5"]
    ) { app in
      try app.waitForVerdicts(passed: 1)
      try app.run("deadlock", "did not return from MyFunction within 0.5 s")
      try app.see("goroutine 1 waits (chan receive) at MyFunction", "goroutine 1 [chan receive]")
    }
  }

  @Test func `What is being built is told, and no key waits for it`() throws {
    let cold = try TemporaryFolder()
    try withPlugins(
      ["good": "func MyFunction(s string) (int, error) { return 42, nil }"], environment: ["XDG_CACHE_HOME": cold.path]
    ) { app in
      try app.wait(for: "building its runner with Go")
      let family = app.family
      app.press("i")
      try app.waitForFocus("3 Input")
      try app.end(with: .exited(128 + SIGTERM)) { app.signal(SIGTERM) }
      try app.waitForEnd(of: family)
    }
  }

  @Test func `A toolchain that is not there is named`() throws {
    let folder = try TemporaryFolder()
    let version = try #require(GoPlugins.version)
    try folder.copy(
      try GoPlugins.plugin(
        "func MyFunction(s string) (int, error) { return 42, nil }", ["-ldflags=-compressdwarf=false"]), to: "old.so")
    let other = "go1.9" + String(repeating: "9", count: version.utf8.count - 5)
    try folder.replace(version, by: other, in: "old.so")
    let changes = GoPlugins.environment.mapValues { Optional($0) }
    let app = try App("airlock", arguments: [folder.path], environment: changes)
    try app.waitForVerdicts(failed: 1)
    try app.see("built with Go \(other.dropFirst(2))", "not installed")
    try app.end(with: .exited(0)) { app.press("q") }
  }
}
