import CLinux
import Glibc
import Linux
import PluginExecution
import PluginModel

/// A forked process that takes jobs one after another over its socket: an inspector, a monitor, a builder or a verifier.
struct Lane {
  enum Role: Hashable {
    case inspector, monitor
    /// Of runners for Go plugins.
    case builder
    /// Of signatures.
    case verifier

    /// How many jobs may wait in the socket, so that the process goes from one to the next without asking: several
    /// milliseconds' worth of files that are read soonest. A run's monitor has one: what waits behind a run that hangs could go elsewhere.
    var depth: Int {
      switch self {
      case .inspector: 128
      case .monitor, .builder, .verifier: 1
      }
    }

    /// How many there may be. A build uses all processors by itself.
    func lanesAtMost(jobs: Int) -> Int { self == .builder ? 1 : jobs }
  }

  /// Of the paths that wait in the socket, in bytes: far less than it takes without blocking.
  private static let longestPaths = 64 << 10

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
  private var outstandingPaths = 0
  /// When the first one began, by the monotonic clock.
  private var began: UInt64 = 0
  /// How far the first one has come, as far as it was told.
  var phase = Phase.open
  /// The first one's plugin has crashed; the report is still to come.
  var crash: Crash?
  /// It was killed because it took too long.
  var isLate = false

  init(_ role: Role, _ layers: SandboxLayers, inherited: [Int32]) throws(SystemError) {
    let ends = try DescriptorPair(.socket)
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
      case .inspector: InspectorProcess.serve(ends.second, layers)
      case .monitor: Monitor.serve(ends.second, layers)
      case .builder: BuilderProcess.serve(ends.second)
      case .verifier: VerifierProcess.serve(ends.second, layers)
      }
    }
    close(ends.second)
    self.role = role
    self.pid = pid
    channel = FrameChannel(descriptor: ends.first)
  }

  /// It will soon have nothing to do.
  ///
  /// - Parameter share: how many jobs it would be given. When there are few left, each waits for the first that is free.
  func isLow(beside share: Int) -> Bool { hasRoom && outstanding.count <= min(role.depth / 2, share) }
  var hasRoom: Bool { outstanding.count < role.depth && outstandingPaths < Self.longestPaths }

  /// When the job that is being worked on has taken too long, by the monotonic clock.
  var deadline: UInt64? { outstanding.first.map { began + $0.patience } }

  mutating func give(_ job: Job) {
    if outstanding.isEmpty { began = linux_now() }
    outstanding.append(Outstanding(job: job, patience: job.patience))
    outstandingPaths += job.pathLength
    channel.put(job.request)  // if it has died when this is sent, its end is noticed and the job answered for
  }

  mutating func finishFirst() -> Job {
    began = linux_now()
    phase = .open
    crash = nil
    let job = outstanding.removeFirst().job
    outstandingPaths -= job.pathLength
    return job
  }
}
