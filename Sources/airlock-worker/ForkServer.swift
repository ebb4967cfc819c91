import CLinux
import Glibc
import Linux
import PluginModel

/// Hands the client's jobs to forked processes and their answers back. When such a process dies or hangs, the job it
/// was on is answered for, and another takes its place.
struct ForkServer {
  private var client: FrameChannel
  private let signals: Int32
  /// So many processes of a kind work at a time; the client says how many.
  private var jobs = 1
  private static let mostJobs: UInt32 = 256
  private let layers = Kernel.sandboxLayers()
  private var lanes: [Lane] = []
  private var waiting = JobQueue()

  init(client: Int32) throws(SystemError) {
    self.client = FrameChannel(descriptor: client)
    signals = linux_watch_children()
    guard signals >= 0 else { throw SystemError("signalfd") }
    guard linux_become_subreaper() == 0 else { throw SystemError("prctl") }
    self.client.send(Message(job: 0, Reply.layers(layers)))  // if the client is gone, the first read says so
  }

  /// Returns when the client has hung up and nothing is left of its jobs.
  mutating func serve() throws {
    // Whatever a client wants, it begins with an inspection: a process for it gets ready while it looks for plugins.
    _ = try roomyLane(.inspector)
    while true {
      client.flush()  // if the client is gone, the next read says so
      var entries = ([client.descriptor, signals] + lanes.map(\.channel.descriptor)).map {
        linux_poll(reading: $0)
      }
      pauseIfInspecting()
      _ = linux_poll_all(&entries, Int32(entries.count), timeout())
      if entries[0].readable || entries[0].hung_up {
        guard client.fill() else { break }
        while let message = try client.next(Message<Request>.self) { take(message) }
      }
      for (index, entry) in entries.dropFirst(2).enumerated() where entry.readable || entry.hung_up {
        relay(from: index)
      }
      if entries[1].readable { reap() }
      killLate()
      try dispatch()
      for index in lanes.indices { lanes[index].channel.flush() }
    }
    endAll()
  }

  /// While all inspectors have enough to do and nothing else is under way, their answers are let come together: to wake
  /// here and in the client for each would take as long as to make it.
  private func pauseIfInspecting() {
    let busy = lanes.filter { $0.role == .inspector || !$0.outstanding.isEmpty }
    guard !waiting.hasJob(for: .monitor), busy.allSatisfy({ $0.role == .inspector }),
      let least = busy.map(\.outstanding.count).min(), least >= Self.enough
    else { return }
    usleep(min(Self.longestPause, UInt32(least) * Self.shortestInspection))
  }

  private static let enough = 4
  /// In microseconds: a person or a run would not notice.
  private static let longestPause: UInt32 = 2000
  /// In microseconds: the pause is over before an inspector has nothing left to do.
  private static let shortestInspection: UInt32 = 20

  // MARK: From the client

  private mutating func take(_ message: Message<Request>) {
    switch message.content {
    case .jobs(let count): jobs = Int(max(1, min(Self.mostJobs, count)))
    case .stop: stop(message.job)
    case .inspect, .compare, .run, .prepare, .verify:
      waiting.add(Job(number: message.job, request: message.content))
    }
  }

  private mutating func stop(_ number: UInt32) {
    if let job = waiting.remove(number) {
      answer(job, .finished(RunReport(ending: .stopped)))
    } else if let index = lanes.firstIndex(where: { $0.outstanding.first?.job.number == number }) {
      switch lanes[index].role {
      case .monitor: lanes[index].channel.send(Request.stop)
      case .builder: kill(lanes[index].pid, SIGKILL)  // with all that it has started
      case .inspector, .verifier: break
      }
    }
  }

  private mutating func dispatch() throws {
    for role in [Lane.Role.monitor, .inspector, .verifier, .builder] {
      while waiting.hasJob(for: role), let lane = try roomyLane(role) {
        // Neighbours in the list need the same libraries, so they go to one process.
        for _ in 0..<max(1, share(of: role)) where lanes[lane].hasRoom {
          guard let job = waiting.next(for: role) else { break }
          lanes[lane].give(job)
        }
      }
    }
  }

  /// How many of the jobs that wait a process is given at once: fewer and fewer near the end, for all to end together.
  private func share(of role: Lane.Role) -> Int { waiting.count(for: role) / (2 * role.lanesAtMost(jobs: jobs)) }

  /// The lane with the least to do, a new one if all have something and another may be started.
  private mutating func roomyLane(_ role: Lane.Role) throws -> Int? {
    let ours = lanes.indices.filter { lanes[$0].role == role }
    if let idle = ours.first(where: { lanes[$0].outstanding.isEmpty }) { return idle }
    if ours.count < role.lanesAtMost(jobs: jobs) {
      do {
        lanes.append(try Lane(role, layers, inherited: [client.descriptor, signals] + lanes.map(\.channel.descriptor)))
        return lanes.count - 1
      } catch {
        // The system gives no more processes or descriptors: those that there are do the work, if there is one.
        if ours.isEmpty { throw error }
      }
    }
    let low = ours.filter { lanes[$0].isLow(beside: share(of: role)) }
    return low.min { lanes[$0].outstanding.count < lanes[$1].outstanding.count }
  }

  // MARK: From the lanes

  private mutating func relay(from index: Int) {
    // One that has hung up or speaks no sense is not trusted with another job; its end follows as a signal.
    guard lanes[index].channel.fill(), Self.passOn(&lanes[index], to: &client) else {
      kill(lanes[index].pid, SIGKILL)
      return
    }
  }

  /// Hands on the answers that have arrived whole; false if they make no sense.
  private static func passOn(_ lane: inout Lane, to client: inout FrameChannel) -> Bool {
    do {
      while let bytes = try lane.channel.nextBytes() {
        // What an inspector says of a file is for the client to read.
        let reply = Reply.isInspection(bytes) ? nil : try Reply(wireBytes: bytes)
        if case .layers = reply {
          client.put(Message(job: 0, Sealed(bytes)))
          continue
        }
        guard let first = lane.outstanding.first else { continue }
        if case .reached(let phase) = reply { lane.phase = phase }
        if case .crashed(let crash) = reply { lane.crash = crash }
        client.put(Message(job: first.job.number, Sealed(bytes)))
        if reply?.isLast ?? true { _ = lane.finishFirst() }
      }
      return true
    } catch {
      return false
    }
  }

  private mutating func answer(_ job: Job, _ reply: Reply) { client.put(Message(job: job.number, reply)) }

  private mutating func reap() {
    linux_drain_signals(signals)
    var change = linux_wait()
    while linux_wait_any(&change, false) == 1 {
      guard let index = lanes.firstIndex(where: { $0.pid == change.pid }) else { continue }
      var lane = lanes.remove(at: index)
      // What it had sent before it died is still an answer.
      while lane.channel.fill() {}
      _ = Self.passOn(&lane, to: &client)  // sense or not: it has ended
      close(lane.channel.descriptor)
      guard !lane.outstanding.isEmpty else { continue }
      let cause =
        lane.isLate
        ? "took longer than \(Decimal.time(lane.outstanding[0].patience))"
        : change.change == LINUX_SIGNALLED
          ? "was ended by \(SignalName.of(change.code))" : "exited with status \(change.code)"
      let (phase, crash) = (lane.phase, lane.crash)
      let blamed = lane.finishFirst()
      answer(blamed, blamed.lost(cause, in: phase, after: crash))
      waiting.putBack(lane.outstanding.map(\.job))
    }
  }

  // MARK: Time

  private func timeout() -> Int32 {
    guard let next = lanes.compactMap(\.deadline).min() else { return -1 }
    let now = linux_now()
    return next <= now ? 0 : Int32(clamping: (next - now) / 1_000_000 + 1)
  }

  private mutating func killLate() {
    let now = linux_now()
    for index in lanes.indices {
      guard let deadline = lanes[index].deadline, deadline <= now else { continue }
      lanes[index].isLate = true
      kill(lanes[index].pid, SIGKILL)
    }
  }

  /// The monitors are killed, their plugin processes with them, and all are reaped.
  private func endAll() {
    var change = linux_wait()
    repeat { linux_kill_children() } while linux_wait_any(&change, true) == 1
  }
}
