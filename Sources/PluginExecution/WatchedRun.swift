import CLinux
import Glibc
import Linux
import PluginModel

/// One run, from the request to a prepared process until nothing of it is left.
struct WatchedRun {
  private var request: RunRequest
  private let signals: Int32
  private var started: UInt64
  private let unwinder: UnwinderProcess

  private let process: pid_t
  /// Threads and processes that are traced, the plugin process itself too.
  private var tracees: Set<pid_t>
  private var streams: PluginStreams
  private let control: Int32
  /// Where its filter hands on what is denied; -1 once nobody is left, or without.
  private var listener: Int32
  private var gatekeeper: Gatekeeper

  /// When the phase that is on was first heard of, by the monotonic clock: its time limit counts from here.
  private var phaseHeard = linux_now()
  /// What the parent did or saw that decides the ending, whatever the records say.
  private var verdict: Ending?
  /// Its time was up, and Go was asked where its goroutines are: until when it may answer, by the monotonic clock.
  private var answerDue: UInt64?
  /// What the process looked like when it crashed or its time was up.
  private var snapshot: ProcessSnapshot?
  /// Whether the file was still the one that was inspected when it had been opened; nil as long as it has not been.
  private var isSameFile: Bool?
  /// When it was over, by the monotonic clock.
  private var ended: UInt64 = 0
  /// The exit of the plugin process itself.
  private var end: linux_wait?
  /// It has not ended, but is on its way out of the kernel, alone: to take its memory apart takes a while.
  private var isLeaving = false
  /// Its Go runner starts, and the request is still to come.
  private var isAhead: Bool
  /// The runner was there, or about to be, when the request came.
  private var hasWaited = false
  /// The runner is there.
  private var isExecuted = false
  /// What it is still to be told to call.
  private var call: [UInt8]?

  /// How soon after a refused allocation an end comes from it, in nanoseconds.
  private static let consequence: UInt64 = 5_000_000_000
  /// Calls that are answered before others are listened to again.
  private static let answersAtOnce = 64
  /// Most phases but the call are over sooner, and then the end of the run tells of them. In nanoseconds.
  private static let worthTelling: UInt64 = 3_000_000

  /// Nil if the process is no more.
  ///
  /// - Parameters:
  ///   - began: when the run was asked for, by the monotonic clock.
  ///   - ahead: it was not, and only the runner is to be started.
  init?(
    _ request: RunRequest, in prepared: PreparedProcess, since began: UInt64, ahead: Bool, signals: Int32,
    buffer: ReadBuffer, places: SystemPlaces, layers: SandboxLayers
  ) {
    guard prepared.start(request, callFollows: ahead) else { return nil }
    self.request = request
    isAhead = ahead
    self.signals = signals
    started = began
    unwinder = UnwinderProcess(request: request, layers: layers, places: places)
    process = prepared.process
    tracees = prepared.isTraced ? [prepared.process] : []
    streams = PluginStreams(of: prepared, by: buffer, startingAt: linux_wall_clock())
    (control, listener) = (prepared.control, prepared.listener)
    gatekeeper = Gatekeeper(request, places, process: prepared.process)
  }

  // MARK: Ahead of its request

  /// Lets the runner start until the server has something to say; false if it has died.
  mutating func getReady(_ server: inout FrameChannel) -> Bool {
    while end == nil {
      var entries = [signals, server.descriptor, listener].map { linux_poll(reading: $0) }
      _ = linux_poll_all(&entries, Int32(entries.count), -1)
      if entries[0].readable { reap(&server) }
      if entries[2].readable || entries[2].hung_up { answer(isOver: !entries[2].readable, &server) }
      if entries[1].readable || entries[1].hung_up { return end == nil }
    }
    return false
  }

  /// The request has come: its times and what is held against the plugin count from here.
  ///
  /// - Parameter call: for the runner, and no longer than its socket holds.
  mutating func begin(_ request: RunRequest, _ call: [UInt8], since began: UInt64) {
    (self.request, self.call, started, phaseHeard) = (request, call, began, linux_now())
    (isAhead, hasWaited) = (false, true)
    gatekeeper.beginRun()
    streams.beginRun(at: linux_wall_clock())
    if isExecuted { handOver() }
  }

  /// Only the runner may read it: what its process was before would take it for a part of its own assignment.
  private mutating func handOver() {
    guard let call else { return }
    self.call = nil
    _ = Descriptor.writeAll(control, call)  // if it has died, its end is seen
    shutdown(control, Int32(SHUT_WR))
  }

  /// Its runner ended before it had begun, and by nobody's decision here: nothing of the plugin was there yet.
  var diedWaiting: Bool { hasWaited && verdict == nil && answerDue == nil && streams.records.isEmpty }

  /// Nobody asked for it.
  mutating func discard() {
    stop(as: .stopped)
    clearUp()
    for descriptor in [control, listener] where descriptor >= 0 { close(descriptor) }
    streams.finish(at: linux_wall_clock())
  }

  // MARK: The run

  /// Waits until the run is over: nothing that comes after changes what there is to tell. To be followed by `letGo`.
  mutating func watch(_ server: inout FrameChannel, _ hold: RunHold) -> RunReport {
    var (heard, told) = (Phase.open, nil as Phase?)
    takeStop(&server)  // it may have come in one piece with the request
    while end == nil {
      let now = linux_now()
      let deadline = answerDue ?? phaseHeard + UInt64(request.timeout) * 1_000_000
      if now >= deadline {
        if askForGoroutines(now) { continue }
        lookAround(nil, crashed: nil)
        stop(as: .timedOut)
        break
      }
      let due = told == heard ? deadline : min(deadline, heard == .call ? now : phaseHeard + Self.worthTelling)
      if now >= due {
        told = heard
        server.send(Reply.reached(heard))
        continue
      }
      let open = streams.descriptors
      var entries = [signals, server.descriptor, listener, open.records, open.stdout, open.stderr].map {
        linux_poll(reading: $0)
      }
      let wait = min((due - now) / 1_000_000 + 1, 60_000)
      _ = linux_poll_all(&entries, Int32(entries.count), Int32(wait))
      readStreams()  // before the signals: what a process wrote precedes its death
      if entries[0].readable {
        reap(&server)
        if hold.isBroken { stop(as: .fileChanged) }
      }
      guard end == nil else { break }
      if entries[1].readable || entries[1].hung_up { listen(&server) }
      if entries[2].readable || entries[2].hung_up { answer(isOver: !entries[2].readable, &server) }
      if streams.records.phase > heard {
        heard = streams.records.phase
        phaseHeard = linux_now()
        if heard > .open { isSameFile = isSameFile ?? hold.isInPlace }
      }
    }
    if ended == 0 { ended = linux_now() }
    if !isLeaving { clearUp() }
    streams.read()
    if !(isSameFile ?? hold.isInPlace) || hold.isBroken { verdict = .fileChanged }
    return report()
  }

  // MARK: What it says

  private mutating func readStreams() {
    streams.read()
    if streams.isFlood { stop(as: .limitExceeded(.output(Limits.floodBytes), nil)) }
  }

  private mutating func answer(isOver: Bool, _ server: inout FrameChannel) {
    if isOver {
      close(listener)
      listener = -1
    } else {
      for _ in 0..<Self.answersAtOnce {
        if gatekeeper.isCrowded(tracees) { reap(&server) }
        let isAnswered = gatekeeper.answerNext(listener, tracees: tracees) {
          streams.readRecords()  // a phase is told before anything happens in it
          return streams.records.phase
        }
        guard isAnswered else { return }
      }
    }
  }

  private mutating func listen(_ server: inout FrameChannel) {
    guard server.fill() else { _exit(0) }  // the server is gone, and what is traced goes with this process
    takeStop(&server)
  }

  /// Only a stop can come while a run is on.
  private mutating func takeStop(_ server: inout FrameChannel) {
    while let message = try? server.next(Request.self) { if message == .stop { stop(as: .stopped) } }
  }

  // MARK: What happens to it

  private mutating func reap(_ server: inout FrameChannel) {
    linux_drain_signals(signals)
    var change = linux_wait()
    // Bounded: threads that stop all the time must not keep the deadline waiting. What is left is seen next time,
    // for every further change sends its own SIGCHLD.
    for _ in 0..<256 {
      guard linux_wait_any(&change, false) == 1 else { return }
      if change.change == LINUX_STOPPED {
        stopped(change, &server)
      } else {
        tracees.remove(change.pid)
        gatekeeper.sees(change.pid)
        if change.pid == process { end = change }
      }
      if end != nil { return }
    }
    kill(getpid(), SIGCHLD)
  }

  /// A tracee stands still until it is told to go on; see "Stopped tracees" in ptrace(2).
  private mutating func stopped(_ change: linux_wait, _ server: inout FrameChannel) {
    tracees.insert(change.pid)
    let child = linux_is_birth(change.event) ? linux_event_process(change.pid) : 0
    gatekeeper.sees(change.pid, making: child == 0 || tracees.contains(child) ? nil : child)
    if verdict != nil { return linux_kill_tracee(change.pid) }
    if leaves(change) { return }
    switch change.event {
    case 0 where Self.fatalSignals.contains(change.code) && !isAhead: fatal(change, &server)
    case 0:
      linux_begin_again(change.pid)
      _ = linux_continue(change.pid, change.code)
    default:  // a birth, an exec, an exit, or a stop signal: a stopped plugin would only hang
      if change.event == LINUX_EXECUTED { executed(change.pid) }
      _ = linux_continue(change.pid, 0)
    }
  }

  /// Whether the run has come to its own end with this stop. The kernel has its exit status then, and no code of the
  /// plugin's follows, unless others than its threads are left.
  private mutating func leaves(_ stop: linux_wait) -> Bool {
    guard stop.event == LINUX_EXITING, stop.pid == process, linux_exits_with(process, 0),
      tracees.count == 1 || !mayHaveChildren
    else { return false }
    streams.read()
    guard streams.records.answer(goal: request.goal) != nil else { return false }
    isLeaving = true
    end = linux_wait(
      pid: process, change: LINUX_EXITED, code: 0, event: 0, peak_memory: linux_peak_memory(process))
    return true
  }

  private var mayHaveChildren: Bool { !request.sandbox.isOn || request.sandbox.allowsProcesses }

  private mutating func executed(_ process: pid_t) {
    forgetThread(of: process)
    guard process == self.process, !isExecuted else { return }
    isExecuted = true
    handOver()
  }

  /// A thread that executes a program takes on its process's number, and its own is free for anybody: no end is told.
  private mutating func forgetThread(of process: pid_t) {
    let former = linux_event_process(process)
    if former != process { tracees.remove(former) }
  }

  private static let fatalSignals: Set<Int32> = [SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGSYS, SIGTRAP]

  /// A signal that ends a process is about to be delivered.
  private mutating func fatal(_ change: linux_wait, _ server: inout FrameChannel) {
    var code: Int32 = 0
    var address: UInt64 = 0
    guard linux_signal_info(change.pid, &code, &address) == 0,
      !linux_signal_is_handled(change.pid, change.code, code),
      linux_is_thread_of(change.pid, process)  // a child of the plugin's may die as it likes
    else {
      _ = linux_continue(change.pid, change.code)
      return
    }
    readStreams()
    let crash = Crash(signal: change.code, code: code, address: address, stoppedThread: change.pid)
    // If the server is gone, the next read says so. The phase first: it may not have been worth telling until now.
    server.send(Reply.reached(streams.records.phase))
    server.send(Reply.crashed(crash))
    ended = linux_now()  // to look around takes time of its own
    lookAround(crash, crashed: change.pid)
    stop(as: .crashed(crash))
  }

  /// Where all threads stand, and how they came there.
  private mutating func lookAround(_ crash: Crash?, crashed: pid_t?) {
    guard let stopped = StoppedProcess(process, crashed: crashed, &tracees) else { return }
    snapshot = unwinder.snapshot(of: stopped, crash)
    stopped.close()
  }

  /// SIGQUIT: Go's runtime prints where each goroutine is, and exits. True if it was asked now.
  private mutating func askForGoroutines(_ now: UInt64) -> Bool {
    guard request.runner != nil, answerDue == nil else { return false }
    answerDue = now + Self.answerGrace
    return kill(process, SIGQUIT) == 0
  }

  /// In nanoseconds; it takes a few milliseconds.
  private static let answerGrace: UInt64 = 1_000_000_000

  private mutating func stop(as ending: Ending) {
    guard end == nil else { return }
    if verdict == nil { verdict = ending }
    kill(process, SIGKILL)
  }

  /// It has been answered for. A process that is on its way out, alone, needs nobody to wait for it: who looks next for
  /// children that have ended finds it.
  mutating func letGo() {
    if isLeaving, tracees.count == 1, !mayHaveChildren { linux_kill_tracee(process) } else { clearUp() }
  }

  /// Kills and reaps whatever is left, until this process has no child.
  private mutating func clearUp() {
    var change = linux_wait()
    while true {
      if end == nil { kill(process, SIGKILL) }
      for tracee in tracees { linux_kill_tracee(tracee) }
      linux_kill_children()
      guard linux_wait_any(&change, true) == 1 else { break }
      if change.change == LINUX_STOPPED {
        tracees.insert(change.pid)
      } else {
        tracees.remove(change.pid)
        if change.pid == process, !isLeaving { end = change }
        if change.pid == process { isLeaving = false }
      }
    }
  }

  // MARK: What it comes to

  private mutating func report() -> RunReport {
    for descriptor in [control, listener] where descriptor >= 0 { close(descriptor) }
    streams.finish(at: linux_wall_clock())
    let records = streams.records
    var report = RunReport(
      phase: records.phase, ending: ending(), times: records.times, total: linux_now() - started,
      peakMemory: end?.peak_memory ?? 0, libraries: records.libraries, stdout: streams.stdout, stderr: streams.stderr,
      attempts: gatekeeper.attempts, snapshot: snapshot)
    if request.runner != nil { GoLastWords.complete(&report, recovered: records.panicTrace, memory: request.memory) }
    return report
  }

  private func ending() -> Ending {
    let ending = apparentEnding()
    guard let refused = gatekeeper.memoryRefused, refused.phase == streams.records.phase,
      ended - refused.time < Self.consequence
    else { return ending }
    // An allocation was refused, and then it went down: through the null pointer that it got, or by its own hand.
    return switch ending {
    case .crashed(let crash) where crash.mayFollowRefusedMemory: .limitExceeded(.memory(request.memory), crash)
    case .notLoaded, .exited(1...): .limitExceeded(.memory(request.memory), nil)
    default: ending
    }
  }

  private func apparentEnding() -> Ending {
    if let verdict { return verdict }
    if answerDue != nil { return .timedOut }
    guard let end else { return .lost("the end of its process was not seen") }
    // Processor time is a backstop of the time limits.
    if end.change == LINUX_SIGNALLED { return end.code == SIGXCPU ? .timedOut : .crashed(Crash(signal: end.code)) }
    if end.code == 0, let answer = streams.records.answer(goal: request.goal) { return answer }
    return .exited(end.code)
  }
}
