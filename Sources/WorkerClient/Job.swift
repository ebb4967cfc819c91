import CLinux
import PluginModel

/// One request of a session, from its asking to its answer.
struct Job {
  /// What is to be done with a plugin once it has passed its inspection.
  enum Intent: Hashable {
    case nothing
    /// Nothing either: the file is read for its digest alone.
    case digest
    /// Nor this: its file is compared with another's.
    indirect case compare(Twins.Question)
    case load
    case run(ForeignText)
    /// One of the calls of several plugins with several inputs.
    case call(CallQueue.Call)
  }

  let index: Int
  let intent: Intent
  /// What the plugin may do in its process: as it was when the job was asked for.
  let sandbox: SandboxPolicy
  /// By the monotonic clock, in nanoseconds.
  let asked = linux_now()
  /// How often the file was found changed.
  var changes = 0
  /// The worker has it.
  var isSent = false
  /// How far its process has come; nil until the worker has begun with it.
  var phase: Phase?
  /// An inspection that is not told before another process has added to it: what its signature is worth, or whether there
  /// is a program that opens a Go plugin.
  var unsettled: Inspection? {
    get { if case .inspection(let inspection) = held { inspection } else { nil } }
    set { held = newValue.map(Held.inspection) ?? .nothing }
  }
  /// What the lists that say who may sign were when it was sent to be verified.
  var lists: SignerLists?
  /// Its plugin has crashed; the report is still to come.
  var crash: Crash?
  /// The user no longer wants it.
  var isStopped = false
  private var held = Held.nothing

  /// An inspection is large, and most jobs hold none: it stands elsewhere.
  private indirect enum Held {
    case nothing
    case inspection(Inspection)
  }

  init(index: Int, intent: Intent, sandbox: SandboxPolicy, changes: Int = 0) {
    self.index = index
    self.intent = intent
    self.sandbox = sandbox
    self.changes = changes
  }

  /// Whether its inspection is the plugin's verdict.
  var decides: Bool {
    switch intent {
    case .digest, .compare: false
    case .nothing, .load, .run, .call: true
    }
  }

  /// Whether a process is to open the plugin.
  var opens: Bool {
    switch intent {
    case .nothing, .digest, .compare: false
    case .load, .run, .call: true
    }
  }

  var call: CallQueue.Call? {
    if case .call(let call) = intent { call } else { nil }
  }

  func lane(isInspected: Bool) -> Outbox.Lane {
    switch intent {
    case _ where unsettled?.awaitsVerification == true: .verification
    case _ where unsettled != nil: .preparation
    case .nothing, .digest: .inspection
    case .compare: .comparison
    case _ where !isInspected: .inspection
    case .load, .call: .other
    case .run: .urgent
    }
  }

  func event(_ report: RunReport) -> PluginEvent {
    switch intent {
    case .run(let input): .ran(index, report, input: input)
    case .call(let call): .called(index, column: call.column, report)
    case .nothing, .digest, .compare, .load: .loaded(index, report)
    }
  }
}
