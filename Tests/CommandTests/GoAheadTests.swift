import Dispatch
import Foundation
import PluginModel
import TestSupport
import Testing
import WorkerClient

/// The Go runner that is started ahead of its run: when it is taken, when it is not, and that nobody sees a difference.
@Suite(.serialized, .enabled(if: Toolchain.go.isThere, "go is not there"))
struct GoAheadTests {
  let folder: TemporaryFolder
  let session: PluginSession

  /// In milliseconds: what hangs is stopped within a test, and a slow machine has time for the rest.
  private static let timeout: UInt32 = 5000

  init() throws {
    for (name, value) in GoPlugins.environment where name != "PATH" { setenv(name, value, 1) }
    folder = try TemporaryFolder()
    var settings = Settings()
    settings.timeout = Self.timeout
    session = try PluginSession(digests: false, extent: .details, settings: settings, jobs: 1)
    session.take(PluginList([Plugin(path: PluginPath(folder("p.so"))), Plugin(path: PluginPath(folder("q.so")))]))
  }

  /// Its process's number in place of an answer, or what the input asks for.
  private func build(_ name: String, answer: String = "os.Getpid()") throws {
    let source = """
      import ("os"; "strings")
      func MyFunction(s string) (int, error) {
        switch {
        case s == "panic": var m map[string]int; m[s] = 1
        case s == "hang": select {}
        case s == "parent": return os.Getppid(), nil
        case s == "read": os.ReadFile("/etc/shadow")
        case strings.HasPrefix(s, "long"): return len(s), nil
        }
        return \(answer), nil
      }
      """
    try? FileManager.default.removeItem(atPath: folder(name))
    try folder.copy(try GoPlugins.plugin(source), to: name)
  }

  private func run(_ input: String, plugin: Int = 0) throws -> RunReport {
    session.run(plugin, input: ForeignText(input))
    while true {
      let events = POLLIN | (session.wantsToWrite ? POLLOUT : 0)
      var entry = pollfd(fd: session.descriptor, events: Int16(events), revents: 0)
      try #require(poll(&entry, 1, 60_000) == 1)
      for case .ran(_, let report, _) in try session.receive().events { return report }
    }
  }

  private func process(of report: RunReport) -> pid_t? {
    if case .returned(let value) = report.ending { pid_t(exactly: value) } else { nil }
  }

  /// The process that starts the runners: other tests have some of their own, which wait too.
  private func monitor() throws -> LiveProcess {
    let report = try run("parent")
    return try #require(process(of: report).flatMap(LiveProcess.init))
  }

  /// The one that waits, once it does.
  private func waiting(below monitor: LiveProcess) throws -> LiveProcess {
    var found: LiveProcess?
    try Command.wait("a runner that waits") {
      found = monitor.descendants.first { $0.name == "runner" && $0.isSleeping && !$0.maps("p.so") }
      return found != nil
    }
    return try #require(found)
  }

  /// A run by the runner that waited for it. What other tests do to files that a runner depends on makes one useless now
  /// and then: then by the next.
  private func runAhead(_ input: String, below monitor: LiveProcess) throws {
    var seen: Set<LiveProcess> = []
    try Command.wait("a run by a runner that waited") {
      let runners = monitor.descendants.filter { $0.name == "runner" && $0.isSleeping && !$0.maps("p.so") }
      guard !seen.isSuperset(of: runners) else { return false }
      seen.formUnion(runners)
      let asked = DispatchTime.now().uptimeNanoseconds
      let report = try run(input)
      // It has started before it is asked: what is told must fit into the time between question and answer.
      #expect(report.total <= DispatchTime.now().uptimeNanoseconds - asked)
      return runners.contains { $0.pid == process(of: report) }
    }
  }

  @Test func `The next run is done by the runner that waits`() throws {
    try build("p.so")
    defer { session.end() }
    let monitor = try monitor()
    for input in ["a", "b", "c"] { try runAhead(input, below: monitor) }
  }

  @Test func `Whatever comes of it, it is told as ever`() throws {
    try build("p.so")
    defer { session.end() }
    let monitor = try monitor()
    for _ in 0..<2 {
      _ = try waiting(below: monitor)
      let panic = try run("panic")
      #expect(panic.ending == .panicked("panic: assignment to entry in nil map"))
      #expect(panic.trace?.topFrame?.function == "MyFunction")
      _ = try waiting(below: monitor)
      let attempts = try run("read").attempts.list
      #expect(attempts.map(\.target) == ["/etc/shadow"])
      #expect(attempts.map(\.phase) == [.call])
    }
    let long = "long" + String(repeating: "x", count: 1 << 20)
    _ = try waiting(below: monitor)
    #expect(try run(long).ending == .returned(Int64(long.utf8.count)))
  }

  @Test func `Time counts from the request on`() throws {
    try build("p.so")
    defer { session.end() }
    let monitor = try monitor()
    try runAhead("later", below: monitor)
    _ = try waiting(below: monitor)
    let hung = DispatchTime.now().uptimeNanoseconds
    let hang = try run("hang")
    #expect(hang.ending == .timedOut)
    #expect(hang.total >= UInt64(Self.timeout) * 1_000_000 && hang.total <= DispatchTime.now().uptimeNanoseconds - hung)
    #expect(hang.trace?.goroutines.first?.state == "select (no cases)")
  }

  @Test func `Another file, another plugin, another sandbox: it is of no use`() throws {
    try build("p.so")
    try build("q.so", answer: "7")
    defer { session.end() }
    let monitor = try monitor()
    var runner = try waiting(below: monitor)
    #expect(try run("other", plugin: 1).ending == .returned(7))
    try Command.wait("the end of the runner that is of no use") { !runner.isAlive }
    _ = try run("first")
    _ = try waiting(below: monitor)
    try build("p.so", answer: "8")
    #expect(try run("rebuilt").ending == .returned(8))
    runner = try waiting(below: monitor)
    session.sandbox.isOn = false
    #expect(try run("open").ending == .returned(8))
    try Command.wait("the end of the runner that is of no use") { !runner.isAlive }
  }

  @Test func `One that died is not missed`() throws {
    try build("p.so")
    let monitor = try monitor()
    let runner = try waiting(below: monitor)
    kill(runner.pid, SIGKILL)
    let report = try run("second")
    #expect(try #require(process(of: report)) != runner.pid)
    let last = try waiting(below: monitor)
    session.end()
    try Command.wait("the end of the runner that waits") { !last.isAlive }
  }
}
