import CLinux
import Glibc
import Linux
import PluginModel

/// Watches over plugin processes, one run after another: forks, traces, limits and reaps them. It never makes sense of a
/// plugin's file, of which it computes a digest at most; of its process it reads pipes, bounded, and what the kernel tells.
///
/// It stands between runs because a warm fork costs a fraction of starting anew, and it is a process of its own so that
/// the fork server never has plugins among its children.
public struct Monitor {
  private var server: FrameChannel
  private let signals: Int32
  private var layers: SandboxLayers
  private let places = SystemPlaces()
  private let buffer = ReadBuffer(capacity: RecordLog.longestRecord)
  /// When the last run was answered for, by the monotonic clock.
  private var answered: UInt64 = 0
  /// Made ahead for the next run.
  private var spare: Spare?
  private enum Spare {
    case process(PreparedProcess)
    case runner(RunnerAhead)
  }

  /// Serves runs until the server hangs up. Call it in a process that was forked for it.
  public static func serve(_ socket: Int32, _ layers: SandboxLayers) -> Never {
    // The plugin processes are forked from this one: what a run left here must not be there for the next.
    linux_wipe_freed_memory(true)
    guard linux_become_subreaper() == 0, let monitor = Monitor(FrameChannel(descriptor: socket), layers) else {
      _exit(1)
    }
    monitor.serve()
  }

  private init?(_ server: FrameChannel, _ layers: SandboxLayers) {
    self.server = server
    self.layers = layers
    signals = linux_watch_children()
    _ = RunnerStart.processors  // for the processes that are forked from here
    guard signals >= 0 else { return nil }
  }

  private consuming func serve() -> Never {
    while true {
      // A message that cannot be read is a fault of ours: the server sees this process end and says so.
      guard let request = try? receive() else { _exit(1) }
      guard case .run(let run, _) = request else { continue }  // a stop that came after its run had ended
      guard perform(run) else { _exit(0) }
      guard spare == nil, isQuiet() else { continue }  // a run that was refused has left it
      reap()
      // A person soon runs another, and then its process is there already; if this fails, the next run says why.
      spare = try? makeSpare(for: run)
      linux_own_memory()
    }
  }

  /// The next message; nil at the end of the stream. While it is waited for, a runner that was started gets ready.
  private mutating func receive() throws(WireError) -> Request? {
    while true {
      if let request = try server.next(Request.self) { return request }
      if case .runner(var runner) = spare {
        if runner.getReady(&server) {
          spare = .runner(runner)
        } else {
          runner.discard()
          spare = nil
        }
      }
      guard server.fill() else { return nil }
    }
  }

  /// What was let go has ended meanwhile.
  private func reap() {
    var change = linux_wait()
    while linux_wait_any(&change, true) == 1 { linux_kill_tracee(change.pid) }
    linux_drain_signals(signals)
  }

  /// Where one run follows upon another, or it was the only one, a process made ahead would be of no use.
  private func isQuiet() -> Bool {
    var entry = linux_poll(reading: server.descriptor)
    // A process with many threads takes a while to clear up, and that is a pause too.
    let passed = Int32(clamping: (linux_now() - answered) / 1_000_000)
    return linux_poll_all(&entry, 1, max(0, Self.pause - passed)) == 0
  }

  /// In milliseconds, from the answer on.
  private static let pause: Int32 = 2

  /// False if the server is no more.
  private mutating func perform(_ request: RunRequest) -> Bool {
    do {
      if let refusal = refusal(of: request) { return answer(RunReport(ending: refusal)) }
      // Before anything of the run is there, and until nothing of it is.
      guard let hold = try? RunHold(request) else { return answer(RunReport(ending: .fileChanged)) }
      guard var run = try begin(request) else {
        return answer(RunReport(ending: .lost("its process ended before it had begun")))
      }
      let report = run.watch(&server, hold)
      if run.diedWaiting {
        run.letGo()
        return perform(request)  // and this time in a new process
      }
      defer { run.letGo() }
      return answer(report)
    } catch {
      return answer(RunReport(ending: .lost("its process could not be started: \(error)")))
    }
  }

  private mutating func answer(_ report: RunReport) -> Bool {
    defer { answered = linux_now() }
    return server.send(Reply.finished(report))
  }

  /// In the process that was forked ahead, or else in a new one; nil if that is no more.
  private mutating func begin(_ request: RunRequest) throws(PreparedProcess.Failure) -> WatchedRun? {
    let began = linux_now()
    if let run = beginInSpare(request, since: began) { return run }
    return start(request, in: try prepare(for: request), since: began)
  }

  private func start(
    _ request: RunRequest, in process: PreparedProcess, since began: UInt64, ahead: Bool = false
  ) -> WatchedRun? {
    let run = WatchedRun(
      request, in: process, since: began, ahead: ahead, signals: signals, buffer: buffer, places: places,
      layers: layers)
    if run == nil { process.discard() }  // it has died since
    return run
  }

  /// In what was made ahead, if it is of use and still there.
  private mutating func beginInSpare(_ request: RunRequest, since began: UInt64) -> WatchedRun? {
    defer { spare = nil }
    switch spare {
    case .process(let process):
      if process.policy == request.sandbox, process.executes == executes(request) {
        return start(request, in: process, since: began)
      }
      process.discard()
    case .runner(var runner):
      if let run = runner.begin(request, since: began) { return run }
      runner.discard()
    case nil: break
    }
    return nil
  }

  /// The runner of a Go plugin is started too. It needs a tracer, who tells when it is there.
  private mutating func makeSpare(for request: RunRequest) throws(PreparedProcess.Failure) -> Spare? {
    // What the process itself has rehearsed would be gone with the start of the runner.
    let process = try prepare(for: request, ahead: request.runner == nil)
    guard request.runner != nil, process.isTraced else { return .process(process) }
    var ahead = request
    ahead.input = ""
    return start(ahead, in: process, since: linux_now(), ahead: true).map {
      .runner(RunnerAhead(of: ahead, $0))
    }
  }

  private mutating func prepare(for request: RunRequest, ahead: Bool = false) throws(PreparedProcess.Failure)
    -> PreparedProcess
  {
    let process: PreparedProcess
    do {
      process = try PreparedProcess(request.sandbox, layers, places, executes: executes(request), ahead: ahead)
    } catch .attemptsUntold {
      lose(.attempts)
      process = try PreparedProcess(request.sandbox, layers, places, executes: executes(request), ahead: ahead)
    }
    if !process.isTraced { lose(.tracing) }
    return process
  }

  /// The Go runner is a program. Where attempts are handed on, the gatekeeper lets it through, and nothing after it; else
  /// the filter must, and Landlock is what keeps the plugin from other programs.
  private func executes(_ request: RunRequest) -> Bool { request.runner != nil && !layers.holding.contains(.attempts) }

  /// A layer that the kernel seemed to have is refused here.
  private mutating func lose(_ layer: SandboxLayers.Layer) {
    guard layers.holding.remove(layer) != nil else { return }
    server.send(Reply.layers(layers))
  }

  /// Why the run must not begin.
  private func refusal(of request: RunRequest) -> Ending? {
    if request.sandbox.isOn, request.sandbox.allowsProcesses, !layers.holding.contains(.tracing) {
      return .refused("the kernel lets nobody trace processes here, so what it started could get away")
    }
    guard let status = try? FileStatus(path: request.path), status.state == request.file else { return .fileChanged }
    if request.kind == .c, request.input.bytes.contains(0) {
      return .refused("the input holds a NUL byte, which ends a text in C")
    }
    guard request.kind == .go else { return nil }
    // Go's runtime takes a name, and no descriptor.
    if request.content != nil, !layers.holdsToOneFile(request.sandbox) {
      return .refused("its signed bytes could be exchanged: Go opens it by its name, and nothing keeps it to one file")
    }
    guard let runner = request.runner, (try? FileStatus(path: runner.path))?.state == runner.file else {
      return .fileChanged  // the client looks at the plugin again, and at what opens it
    }
    if request.sandbox.isOn, layers.holding.isDisjoint(with: [.attempts, .landlock]) {
      return .refused("nothing here would keep a Go plugin from starting other programs than its runner")
    }
    return nil
  }
}
