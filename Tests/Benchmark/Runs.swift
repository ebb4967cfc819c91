import Foundation
import PluginModel
import TestSupport
import WorkerClient

/// One run from its request to its result, as the dashboard makes it: in the sandbox and without it, beside a C program
/// that only forks, opens and calls, and beside a fresh process a call.
enum Runs {
  static func measure() throws {
    for name in ["libHello.so", "libAnswer.so"] {
      let plugin = Executables.path(name)
      let sessions = (sealed: try Session(plugin), open: try Session(plugin))
      var policy = SandboxPolicy()
      policy.isOn = false
      sessions.open.session.sandbox = policy
      defer {
        sessions.sealed.session.end()
        sessions.open.session.end()
      }
      var (paused, hasty, unsealed, inRow) = ([Double](), [Double](), [Double](), [Double]())
      var (bare, fresh) = ([Double](), [Double]())
      for round in 0..<20 {  // in turn, so that the machine's moods meet all; the first warms them
        let figures = (
          try sessions.sealed.runs(25, pause: 20), try sessions.sealed.runs(25, pause: 5),
          try sessions.open.runs(25, pause: 20), try sessions.sealed.runs(25),
          Program.forks(plugin, 50), Program.times("FreshProcess", [plugin], 10)
        )
        guard round > 0 else { continue }
        paused += figures.0
        hasty += figures.1
        unsealed += figures.2
        inRow += figures.3
        bare += figures.4
        fresh += figures.5
      }
      Sample(paused).report("one run of \(name), a key at a time")
      Sample(unsealed).report("  the same without the sandbox")
      report(
        "  what the sandbox costs a run",
        String(format: "%8.0f µs", 1000 * (Sample(paused).median - Sample(unsealed).median)))
      Sample(hasty).report("  5 ms after another, while the processors are awake")
      Sample(inRow).report("  one run after another without a pause")
      if name == "libAnswer.so" {
        Sample(bare).report("  a C program: fork, dlopen, call, wait")
        report("  ratio to that", String(format: "%8.1f", Sample(paused).median / Sample(bare).median))
      }
      Sample(fresh).report("  a fresh process: start, dlopen, call, end")
    }
    try measureHang()
  }

  /// From the end of the time limit to the answer.
  private static func measureHang() throws {
    var settings = Settings()
    settings.timeout = 200
    let session = try Session(Executables.path("libSleepy.so"), settings)
    defer { session.session.end() }
    let late = try (0..<20).map { _ in try session.run { $0 == .timedOut } - 200 }
    Sample(late).report("a plugin that hangs: from the deadline to the row")
  }
}

/// A session with one plugin.
final class Session {
  let session: PluginSession

  init(_ path: String, _ settings: Settings = Settings()) throws {
    session = try PluginSession(digests: false, extent: .checks, settings: settings, jobs: 1)
    session.take(PluginList([Plugin(path: PluginPath(path))]))
  }

  /// - Parameter pause: milliseconds before each, as a person's hand takes them.
  func runs(_ count: Int, pause: UInt32 = 0) throws -> [Double] {
    try (0..<count).map { _ in
      usleep(pause * 1000)
      return try run { $0 == .returned(42) }
    }
  }

  /// Milliseconds of one run.
  func run(_ isRight: (Ending) -> Bool) throws -> Double {
    let start = now()
    session.run(0, input: ForeignText("hello"))
    while true {
      var entry = pollfd(fd: session.descriptor, events: Int16(POLLIN), revents: 0)
      poll(&entry, 1, -1)
      for case .ran(_, let report, _) in try session.receive().events {
        precondition(isRight(report.ending), "\(report.ending)")
        return now() - start
      }
    }
  }
}

/// Whole programs.
enum Program {
  /// Milliseconds from start to end, each; what they say is dropped. By posix_spawn(3): Foundation's own way costs more
  /// than what is measured.
  ///
  /// - Parameter program: a name of what was built here, or a path.
  static func times(_ program: String, _ arguments: [String], _ count: Int) -> [Double] {
    (0..<count).map { _ in
      var argv: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
      var actions = posix_spawn_file_actions_t()
      posix_spawn_file_actions_init(&actions)
      for descriptor: Int32 in [1, 2] {
        posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_WRONLY, 0)
      }
      defer {
        for text in argv { free(text) }
        posix_spawn_file_actions_destroy(&actions)
      }
      let path = program.hasPrefix("/") ? program : Executables.path(program)
      let start = now()
      var pid: pid_t = 0
      precondition(posix_spawn(&pid, path, &actions, nil, &argv, environ) == 0)
      var status: Int32 = 0
      waitpid(pid, &status, 0)
      precondition(status == 0, "\(program) failed")
      return now() - start
    }
  }

  /// What a C program without any of Airlock's care takes a call, in milliseconds; it measures itself.
  static func forks(_ plugin: String, _ count: Int) -> [Double] {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: Executables.path("ForkAndCall"))
    process.arguments = [plugin, String(count)]
    process.standardOutput = output
    try! process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return text.split(separator: "\n").compactMap { Double($0) }.map { $0 / 1e6 }
  }
}
