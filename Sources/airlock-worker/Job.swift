import PluginModel

/// A request that waits for its last answer.
struct Job {
  let number: UInt32
  let request: Request

  var role: Lane.Role {
    switch request {
    case .inspect, .compare: .inspector
    case .run, .stop, .jobs: .monitor
    case .prepare: .builder
    case .verify: .verifier
    }
  }

  /// Of the paths in it, in bytes.
  var pathLength: Int {
    switch request {
    case .inspect(let inspection): inspection.path.bytes.count
    case .compare(let comparison): comparison.one.path.bytes.count + comparison.other.path.bytes.count
    case .run(let run, _): run.path.bytes.count
    case .verify(let verification): verification.path.bytes.count
    case .prepare, .stop, .jobs: 0
    }
  }

  /// A person waits for it, or a plugin whose inspection is done.
  var isUrgent: Bool {
    switch request {
    case .run(_, let urgent): urgent
    case .compare: true
    case .inspect, .stop, .jobs, .prepare, .verify: false
    }
  }

  /// How long the process may take before it is thought to hang, in nanoseconds. A monitor keeps its own time limits:
  /// one for each of four phases, and then it needs a moment to clear up.
  var patience: UInt64 {
    switch request {
    case .inspect, .compare: InspectorProcess.patience
    case .run(let run, _): 4 * UInt64(run.timeout) * 1_000_000 + 5_000_000_000
    case .prepare: BuilderProcess.patience
    case .verify: VerifierProcess.patience
    case .stop, .jobs: 0
    }
  }

  /// The answer in place of the one that the process did not live to give.
  ///
  /// - Parameters:
  ///   - phase: how far a run had come.
  ///   - crash: how it had crashed by then.
  func lost(_ cause: String, in phase: Phase, after crash: Crash?) -> Reply {
    switch request {
    case .inspect:
      let reason = "the inspector \(cause) on it"
      return .inspected(
        Inspection(
          checks: [Check(.format, .fail, reason)],
          rejection: Rejection(
            .inspectionFailed, reason,
            hint: "It was not judged. It may be very large, damaged or made to confuse.")))
    case .prepare: return .prepared(.impossible(.interrupted(cause)))
    case .compare: return .compared(nil)
    case .verify: return .verified(.unverified(.interrupted(cause)))
    case .run, .stop, .jobs:
      return .finished(.lost("the process that watched it \(cause)", in: phase, after: crash))
    }
  }
}
