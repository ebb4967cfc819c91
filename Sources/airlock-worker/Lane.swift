import CLinux
import Glibc
import Linux
import PluginExecution
import PluginModel

/// A forked process that takes jobs one after another over its socket: an inspector or a monitor.
struct Lane {
  enum Role: Hashable {
    case inspector, monitor

    /// How many jobs may wait in the socket, so that the process goes from one to the next without asking. A run's
    /// monitor has one: what waits behind a run that hangs could go elsewhere.
    var depth: Int {
      switch self {
      case .inspector: 16
      case .monitor: 1
      }
    }
  }

  /// A job that was handed over, and how long its answer may take.
  struct Outstanding {
    let job: Job
    let patience: UInt64
  }

  let role: Role
  let pid: pid_t
  var channel: FrameChannel
  /// Answers come in this order; the first is the one that is being worked on.
  private(set) var outstanding: [Outstanding] = []
  /// When the first one began, by the monotonic clock.
  private var began: UInt64 = 0

  init(_ role: Role, inherited: [Int32]) throws(SystemError) {
    let ends = try DescriptorPair.socket()
    let server = getpid()
    let pid = linux_fork()
    guard pid >= 0 else {
      let error = SystemError("fork")
      close(ends.first)
      close(ends.second)
      throw error
    }
    if pid == 0 {
      guard linux_die_with(server) == 0 else { _exit(0) }
      // Whatever the server holds (the client's socket, the other lanes') is no business of this process.
      for descriptor in inherited + [ends.first] { close(descriptor) }
      switch role {
      case .inspector: InspectorProcess.serve(ends.second)
      case .monitor: Monitor.serve(ends.second)
      }
    }
    close(ends.second)
    self.role = role
    self.pid = pid
    channel = FrameChannel(descriptor: ends.first)
  }

  var hasRoom: Bool { outstanding.count < role.depth }

  /// When the job that is being worked on has taken too long, by the monotonic clock.
  var deadline: UInt64? { outstanding.first.map { began + $0.patience } }

  mutating func give(_ job: Job) {
    if outstanding.isEmpty { began = linux_now() }
    outstanding.append(Outstanding(job: job, patience: job.patience))
    channel.send(job.request)  // if it has died, its end is noticed and the job answered for
  }

  mutating func finishFirst() -> Job {
    began = linux_now()
    return outstanding.removeFirst().job
  }
}

/// A request that waits for its last answer.
struct Job {
  let number: UInt32
  let request: Request

  var role: Lane.Role {
    switch request {
    case .inspect: .inspector
    case .run, .stop: .monitor
    }
  }

  var isUrgent: Bool {
    switch request {
    case .run(_, let urgent): urgent
    case .inspect, .stop: false
    }
  }

  /// How long the process may take before it is thought to hang, in nanoseconds. A monitor keeps its own time limits:
  /// one for each of four phases, and then it needs a moment to clear up.
  var patience: UInt64 {
    switch request {
    case .inspect: InspectorProcess.patience
    case .run(let run, _): 4 * UInt64(run.timeout) * 1_000_000 + 5_000_000_000
    case .stop: 0
    }
  }

  /// The answer in place of the one that the process did not live to give.
  func lost(_ cause: String) -> Reply {
    switch request {
    case .inspect:
      let reason = "the inspector \(cause) on it"
      return .inspected(
        Inspection(
          checks: [Check(.format, .fail, reason)],
          rejection: Rejection(
            .inspectionFailed, reason, hint: "The file is damaged or made to confuse; do not load it.")))
    case .run, .stop:
      return .finished(RunReport(ending: .lost("the process that watched it \(cause)")))
    }
  }
}
