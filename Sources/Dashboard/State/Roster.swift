import PluginModel

/// The plugins with their rows, and the counters that make a header and a key cheap: nothing here walks the list for
/// one event. A plugin keeps its place for as long as the session lasts.
struct Roster: Sendable {
  private(set) var plugins = PluginList()
  private(set) var rows: [Row] = []
  /// All places, by name.
  private(set) var byName: [Int] = []
  /// How many rows have each mark.
  private(set) var tally: [Mark: Int] = [:]
  private(set) var running: Set<Int> = []
  private(set) var waiting: Set<Int> = []
  private(set) var loading: Set<Int> = []
  /// Those that the user has marked.
  private(set) var marked: Set<Int> = []
  /// Calls that ended in this session.
  private(set) var runCount = 0
  /// Crashes that are the same have the same number.
  private var crashNumbers: [CrashKey: Int] = [:]

  var count: Int { rows.count }
  /// Those for which something is done that can be stopped.
  var busy: Set<Int> { running.union(waiting).union(loading) }
  /// Those whose files are there.
  private(set) var presentCount = 0

  /// Plugins that have come; at first all of them.
  mutating func append(_ new: [Plugin], settings: Settings) {
    plugins.append(new)
    for plugin in new {
      var row = Row(plugin.path)
      row.mark = Mark(of: plugin, settings: settings)
      tally[row.mark, default: 0] += 1
      rows.append(row)
    }
    presentCount += new.count
    sortByName()
  }

  private mutating func sortByName() {
    byName = rows.indices.sorted { a, b in
      rows[a].foldedName != rows[b].foldedName
        ? rows[a].foldedName < rows[b].foldedName
        : plugins[a].path.bytes.lexicographicallyPrecedes(plugins[b].path.bytes)
    }
  }

  mutating func set(_ activity: Activity, at index: Int) {
    rows[index].activity = activity
    noteActivity(index)
  }

  mutating func setInspecting(_ isInspecting: Bool, at index: Int) { rows[index].isInspecting = isInspecting }

  mutating func setStanding(_ standing: Standing, at index: Int) { rows[index].standing = standing }

  mutating func setCrash(_ crash: SeenCrash, at index: Int) { rows[index].crash = crash }

  mutating func setReloading(_ isReloading: Bool, at index: Int) { rows[index].isReloading = isReloading }

  mutating func setMarked(_ isMarked: Bool, at index: Int) {
    rows[index].isMarked = isMarked
    if isMarked { marked.insert(index) } else { marked.remove(index) }
  }

  /// Its file has gone, or is there again.
  mutating func setGone(_ isGone: Bool, at index: Int) {
    guard rows[index].isGone != isGone else { return }
    rows[index].isGone = isGone
    tally[rows[index].mark, default: 0] += isGone ? -1 : 1
    presentCount += isGone ? -1 : 1
  }

  /// Its file has changed: what was known of it belongs to another.
  mutating func noteRebuild(of index: Int, at now: Moment) {
    rows[index].rebuilt = now
    rows[index].beforeRebuild = rows[index].past.last
  }

  /// A run of an earlier session; they come before those of this one.
  mutating func remember(_ run: PastRun, at index: Int) { rows[index].rememberEarlier(run) }

  mutating func apply(_ event: PluginEvent, settings: Settings, now: Moment) {
    if case .inspected(let index, let new) = event { noteEarlier(index, new) }
    plugins.apply(event)
    switch event {
    case .digested, .matched, .calling, .called, .recalled: break
    case .crashed(let index, let crash):
      // The headline: row and mark do not wait for the report.
      change(index) { $0.crash = crash }
      retally(index, .failed)
    case .preparing(let index, let words): rows[index].preparation = words
    case .inspected(let index, _):
      rows[index].preparation = nil
      remark(index, settings)
    case .loaded(let index, let report):
      remark(index, settings)
      noteSandbox(index)
      noteCrash(index, report)
    case .ran(let index, let report, let input):
      remark(index, settings)
      noteSandbox(index)
      noteCrash(index, report)
      runCount += 1
      rows[index].remember(
        PastRun(
          mark: Mark(report.ending, unverified: plugins[index].inspection?.isDoubtful(settings) ?? false),
          word: report.ending.word, number: runCount, ended: now, input: input, total: report.total,
          file: plugins[index].inspection?.file))
    case .reached(let index, let phase):
      let file = plugins[index].inspection?.file
      change(index) {
        $0.reach(phase, at: now)
        // Not each phase is told of; where opening is, it may be that of another file than the first time.
        if phase == .open || $0.file == nil { $0.file = file }
      }
    }
  }

  /// An inspection of another state of the file takes the place of the last: what was known is kept for comparison.
  private mutating func noteEarlier(_ index: Int, _ new: Inspection) {
    guard let old = plugins[index].inspection?.file, let file = new.file, old != file else { return }
    rows[index].earlier = plugins[index]
  }

  /// Whether a process ended that had opened another state of the file than was inspected since: what it came to says
  /// nothing of the plugin that is there now.
  func isOutdated(_ event: PluginEvent) -> Bool {
    switch event {
    case .loaded(let index, _), .ran(let index, _, _):
      guard let file = progress(of: index)?.file else { return false }
      return plugins[index].inspection?.file != file
    case .inspected, .digested, .matched, .reached, .crashed, .preparing, .calling, .called, .recalled: return false
    }
  }

  /// A call of what was there before the file was rebuilt has ended.
  mutating func noteOutdated(_ index: Int, _ report: RunReport, input: ForeignText, now: Moment) {
    runCount += 1
    let run = PastRun(
      mark: Mark(report.ending, unverified: false), word: report.ending.word, number: runCount, ended: now,
      input: input,
      total: report.total, file: progress(of: index)?.file)
    rows[index].remember(run)
    rows[index].beforeRebuild = run
  }

  private func progress(of index: Int) -> Progress? {
    switch rows[index].activity {
    case .running(let progress), .loading(let progress): progress
    case .idle, .waiting: nil
    }
  }

  /// The process of a row, if there is one.
  private mutating func change(_ index: Int, _ change: (inout Progress) -> Void) {
    switch rows[index].activity {
    case .running(var progress):
      change(&progress)
      rows[index].activity = .running(progress)
    case .loading(var progress):
      change(&progress)
      rows[index].activity = .loading(progress)
    case .idle, .waiting: break
    }
  }

  private mutating func remark(_ index: Int, _ settings: Settings) {
    retally(index, Mark(of: plugins[index], settings: settings))
  }

  private mutating func retally(_ index: Int, _ mark: Mark) {
    if !rows[index].isGone {
      tally[rows[index].mark, default: 0] -= 1
      tally[mark, default: 0] += 1
    }
    rows[index].mark = mark
  }

  private mutating func noteCrash(_ index: Int, _ report: RunReport) {
    guard let key = CrashReport(of: report)?.key else {
      rows[index].crashNumber = nil
      return
    }
    let number = crashNumbers[key] ?? crashNumbers.count
    crashNumbers[key] = number
    rows[index].crashNumber = number
  }

  /// A process has ended: what it was allowed.
  private mutating func noteSandbox(_ index: Int) {
    switch rows[index].activity {
    case .running(let progress), .loading(let progress): rows[index].sandbox = progress.sandbox
    case .idle, .waiting: break
    }
  }

  private mutating func noteActivity(_ index: Int) {
    running.remove(index)
    waiting.remove(index)
    loading.remove(index)
    switch rows[index].activity {
    case .running: running.insert(index)
    case .waiting: waiting.insert(index)
    case .loading: loading.insert(index)
    case .idle: break
    }
  }
}
