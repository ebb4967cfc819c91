import Foundation
import TestSupport
import Testing

/// The processes behind the command: what becomes of them, and of the command, when one of them dies.
@Suite("Worker")
struct WorkerTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private func sleeper(_ arguments: String...) throws -> (command: Command, plugin: LiveProcess, family: [LiveProcess])
  {
    let command = try start(["run"] + arguments, in: Executables.directory)
    let plugin = try command.process(asleepIn: "libSleepy.so")
    let family = LiveProcess(command.process)?.descendants ?? []
    // The worker, a monitor and the plugin's process at least.
    try #require(family.count >= 3 && family.contains(plugin))
    try command.waitUntilTold(of: plugin)
    return (command, plugin, family)
  }

  private func expectGone(_ family: [LiveProcess]) throws {
    try Command.wait("the end of \(family.filter(\.isAlive).map(\.pid))") { !family.contains(where: \.isAlive) }
  }

  /// Nothing catches SIGKILL, so nothing can be cleared up: the kernel has to.
  @Test(arguments: [SIGKILL, SIGTERM, SIGINT, SIGHUP])
  func nothingOutlivesTheCommand(signal: Int32) throws {
    let (command, _, family) = try sleeper("libSleepy.so", "libHello.so")
    kill(command.process, signal)
    let ending = try command.wait().ending
    // A shell tells both as 128 and the signal's number.
    #expect(ending == .signalled(signal) || ending == .exited(128 + signal))
    try expectGone(family)
  }

  @Test func nothingOutlivesARun() throws {
    let (command, _, family) = try sleeper("--timeout", "1", "libSleepy.so")
    #expect(try command.wait().ending == .exited(1))
    try expectGone(family)
  }

  @Test func theRunOfADeadWorkerIsInterrupted() throws {
    let (command, _, family) = try sleeper("--jobs", "1", "libHello.so", "libSleepy.so")
    let worker = try #require(LiveProcess(command.process)?.children.first)
    kill(worker.pid, SIGKILL)
    let outcome = try command.wait()
    #expect(outcome.lines == ["libHello.so: 42, <nil>"])
    expect(
      outcome.errors.filter { !$0.hasPrefix("Note: ") },
      like: [
        "Error: plugin libSleepy.so was interrupted in MyFunction: the worker was ended by SIGKILL",
        "  Run it again; what had ended was started anew.",
        "2 plugins: 1 passed, 1 interrupted",
      ])
    #expect(outcome.ending == .exited(1))
    try expectGone(family)
  }

  @Test func theRunOfADeadWorkerInJSON() throws {
    let (command, _, _) = try sleeper("--format", "json", "libSleepy.so")
    kill(try #require(LiveProcess(command.process)?.children.first).pid, SIGKILL)
    let outcome = try command.wait()
    let report = try Report(outcome)
    #expect(report.plugins.first?.text("verdict") == "interrupted")
    #expect(report.plugins.first?.text("failure") == "worker-lost")
    #expect(report.summary["interrupted"] == 1)
    #expect(outcome.ending == .exited(1))
  }

  /// It had waited for its turn and was never in flight.
  @Test func aRunThatHadNotBegunIsNotLostWithTheWorker() throws {
    let (command, _, _) = try sleeper("--jobs", "1", "libHello.so", "libSleepy.so", "libAnswer.so", "libWordCount.so")
    kill(try #require(LiveProcess(command.process)?.children.first).pid, SIGKILL)
    let outcome = try command.wait()
    #expect(
      outcome.lines == ["libHello.so: 42, <nil>", "libAnswer.so: 42, <nil>", "libWordCount.so: 1, <nil>"])
    #expect(outcome.errors.last?.hasSuffix("1 interrupted") == true)
  }

  /// The plugin's process has a monitor for parent; without it there is nobody to tell what happened.
  @Test func theRunOfADeadMonitorIsInterrupted() throws {
    let (command, plugin, _) = try sleeper("--jobs", "1", "libSleepy.so", "libHello.so")
    let worker = try #require(LiveProcess(command.process)?.children.first)
    let monitor = try #require(worker.children.first { $0.children.contains(plugin) })
    kill(monitor.pid, SIGKILL)
    let outcome = try command.wait()
    #expect(outcome.lines == ["libHello.so: 42, <nil>"])
    // How far the plugin had come, the monitor may not have told any more.
    expect(
      Array(outcome.errors.prefix(1)),
      like: ["Error: plugin libSleepy.so was interrupted …: the process that watched it was ended by SIGKILL"])
    try expectGone([plugin, monitor])
  }

  @Test func thePluginsProcessIsKilledByAnother() throws {
    let (command, plugin, _) = try sleeper("libSleepy.so")
    kill(plugin.pid, SIGKILL)
    #expect(
      try command.wait().errors.first == "Error: plugin libSleepy.so crashed in MyFunction: SIGKILL")
  }

  @Test func noWorker() throws {
    try folder.copy(Executables.path("airlock"), to: "airlock")
    chmod(folder("airlock"), 0o700)
    let outcome = try Command(folder("airlock"), ["run", Executables.path("libHello.so")]).wait()
    #expect(outcome.stdout == "")
    expect(
      outcome.errors,
      like: [
        "Error: the worker \(folder("airlock-worker")) is missing; airlock and airlock-worker must lie in one folder"
      ])
    #expect(outcome.ending == .exited(70))
  }

  @Test func aWorkerThatEndsAtOnce() throws {
    try folder.copy(Executables.path("airlock"), to: "airlock")
    try folder.write("airlock-worker", "#!/bin/sh\necho no luck today >&2\nexit 9\n")
    chmod(folder("airlock"), 0o700)
    chmod(folder("airlock-worker"), 0o700)
    let outcome = try Command(folder("airlock"), ["run", Executables.path("libHello.so")]).wait()
    #expect(outcome.stdout == "")
    #expect(outcome.errors.last?.hasPrefix("Error: the worker ended again and again") == true)
    #expect(outcome.errors.last?.contains("no luck today") == true)
    #expect(outcome.ending == .exited(70))
  }

  // MARK: What a plugin's process is given

  @Test func environment() throws {
    try folder.plugin(call: "for (char **e = environ; *e; e++) puts(*e); *result = 1; return 0;")
    let outcome = try airlock(
      "run", "p.so",
      environment: [
        "SECRET": "1", "HOME": "/root", "LC_ALL": "C", "LC_TIME": "C", "TZ": "UTC", "LD_PRELOAD": "", "LCX": "1",
        "LD_DEBUG_OUTPUT": "/nowhere/at/all", "SSH_AUTH_SOCK": "/x", "LANGUAGE": "de", "PATHS": "x",
        "LD_LIBRARY_PATH": ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"] ?? "/nowhere/at/all",
      ], in: folder.path)
    #expect(outcome.stdout == "1, <nil>\n")
    let names = outcome.errors.map { $0.replacingOccurrences(of: "p.so | ", with: "").prefix { $0 != "=" } }
    #expect(
      Set(names) == ["PATH", "LANG", "LC_ALL", "LC_TIME", "TZ", "LD_LIBRARY_PATH", "HOME", "TMPDIR"])
    #expect(outcome.errors.contains("p.so | HOME=/nonexistent"))
    #expect(outcome.errors.contains("p.so | TMPDIR=/nonexistent"))
  }

  /// Its streams and its pipe for records: nothing of Airlock's or the user's.
  @Test func descriptors() throws {
    try folder.plugin(
      call: """
        for (int i = 0; i < 1024; i++) if (fcntl(i, F_GETFD) >= 0) printf("%d ", i);
        char byte;
        *result = read(0, &byte, 1);
        return 0;
        """)
    let outcome = try airlock("run", "p.so", in: folder.path, input: Array("the user's own".utf8))
    #expect(outcome.stdout == "0, <nil>\n")
    #expect(outcome.stderr == "p.so | 0 1 2 3 \n")
  }
}
