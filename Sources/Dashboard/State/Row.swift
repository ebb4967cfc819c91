import PluginModel

/// What the dashboard keeps of a plugin beyond what the list knows: what goes on now, and what came before.
struct Row: Sendable {
  /// Its name in lower case: what it is sorted and looked for by.
  let foldedName: String
  var mark = Mark.pending
  /// What people decided about it; whatever that is, the mark is Airlock's own.
  var standing = Standing.unjudged
  /// The user has marked it.
  var isMarked = false
  /// Its file is not there any more: it has left the list, and keeps its place in the roster.
  var isGone = false
  /// When its file was seen to have changed in this session.
  var rebuilt: Moment?
  /// All that was known of it before that; nil if it has not changed.
  var earlier: Plugin?
  /// What the last call before that change came to.
  var beforeRebuild: PastRun?
  var activity = Activity.idle
  /// The file is being read on request.
  var isInspecting = false
  /// What its inspection waits for, in words: a program that opens it is being built.
  var preparation: String?
  /// The user has asked for that and waits to hear what came of it.
  var isReloading = false
  /// How many calls ended in this session.
  var runCount = 0
  /// The newest calls of this session, oldest first.
  var past: [PastRun] = []
  /// Its newest crash or hang in this session.
  var crash: SeenCrash?
  /// Its newest run crashed: rows with the same number crashed alike.
  var crashNumber: Int?
  /// What the plugin was allowed in the process whose report is shown; nil before the first.
  var sandbox: SandboxPolicy?

  static let pastLimit = 50

  init(_ path: PluginPath) { foldedName = path.shortName.cells.lowercased() }

  /// What it says beside its name, for whoever looks for that; in lower case.
  func facts(of plugin: Plugin) -> String {
    let kind = plugin.inspection?.kind?.rawValue ?? ""
    return "\(kind) \(mark.rawValue) \(past.last?.word.lowercased() ?? "")"
  }

  /// Why nothing is known of the plugin yet.
  var beingInspected: String { preparation ?? "being inspected" }

  mutating func remember(_ run: PastRun) {
    runCount += 1
    past.append(run)
    if past.count > Self.pastLimit { past.removeFirst() }
  }

  /// A run of an earlier session: before all that this one saw.
  mutating func rememberEarlier(_ run: PastRun) {
    past.insert(run, at: past.firstIndex { $0.number != nil } ?? past.count)
    if past.count > Self.pastLimit { past.removeFirst() }
  }
}

/// A call that ended, in a word or two: "42", "SIGSEGV".
struct PastRun: Hashable, Sendable {
  var mark: Mark
  var word: String
  /// Counted over all plugins of the session, from 1; nil for a run of an earlier session.
  var number: Int?
  var ended: Moment
  var input: ForeignText
  /// In nanoseconds.
  var total: UInt64
  /// The file that was called; nil if that is not known.
  var file: FileState?
}

/// What the worker is doing with a plugin.
enum Activity: Hashable, Sendable {
  case idle
  /// A run was asked for before the file was inspected; it starts as soon as the checks have passed.
  case waiting(ForeignText)
  case loading(Progress)
  case running(Progress)
}

/// How far a process has come, by the dashboard's clock.
struct Progress: Hashable, Sendable {
  var began: Moment
  /// Nil until the worker has started it.
  var phase: Phase?
  var phaseBegan: Moment
  var isStopping = false
  /// The state of the file that was opened; nil before that.
  var file: FileState?
  /// It has crashed: the report follows.
  var crash: Crash?
  /// What the process may do.
  let sandbox: SandboxPolicy

  init(at now: Moment, _ sandbox: SandboxPolicy) {
    self.sandbox = sandbox
    began = now
    phaseBegan = now
  }

  mutating func reach(_ phase: Phase, at now: Moment) {
    // What waited in the worker's queue has not used up any time yet.
    if self.phase == nil { began = now }
    self.phase = phase
    phaseBegan = now
  }
}

extension Ending {
  /// For a narrow column: "42", "SIGSEGV", "exit 3".
  var word: String { Answer(self).word }
}
