import PluginModel

/// The plugins with their rows, and the counters that make a header and a key cheap: nothing here walks the list for
/// one event.
struct Roster: Sendable {
  private(set) var plugins = PluginList()
  private(set) var rows: [Row] = []
  /// How many rows have each mark.
  private(set) var tally: [Mark: Int] = [:]
  private(set) var running: Set<Int> = []
  private(set) var waiting: Set<Int> = []
  /// Calls that ended in this session.
  private(set) var runCount = 0

  var count: Int { rows.count }

  /// A new listing. A plugin that was there before keeps what this session saw of it, and the run it is in.
  mutating func replace(_ list: PluginList, settings: Settings) {
    var known: [PluginPath: Row] = [:]
    for (index, row) in zip(plugins.indices, rows) { known[plugins[index].path] = row }
    plugins = list
    rows = []
    rows.reserveCapacity(list.count)
    tally = [:]
    running = []
    waiting = []
    for index in list.indices {
      var row = known[list[index].path] ?? Row()
      row.mark = Mark(of: list[index], settings: settings)
      tally[row.mark, default: 0] += 1
      rows.append(row)
      noteActivity(index)
    }
  }

  mutating func set(_ activity: Activity, at index: Int) {
    rows[index].activity = activity
    noteActivity(index)
  }

  mutating func setInspecting(_ isInspecting: Bool, at index: Int) { rows[index].isInspecting = isInspecting }

  mutating func setCrash(_ crash: SeenCrash, at index: Int) { rows[index].crash = crash }

  mutating func setReloading(_ isReloading: Bool, at index: Int) { rows[index].isReloading = isReloading }

  mutating func apply(_ event: PluginEvent, settings: Settings, now: Moment) {
    plugins.apply(event)
    switch event {
    case .digested, .matched: break
    case .crashed(let index, let crash):
      // The headline: row and mark do not wait for the report.
      change(index) { $0.crash = crash }
      retally(index, .failed)
    case .preparing(let index, let words): rows[index].preparation = words
    case .inspected(let index, _):
      rows[index].preparation = nil
      remark(index, settings)
    case .loaded(let index, _):
      remark(index, settings)
      noteSandbox(index)
    case .ran(let index, let report, _):
      remark(index, settings)
      noteSandbox(index)
      runCount += 1
      rows[index].remember(
        PastRun(
          mark: Mark(report.ending, unverified: plugins[index].inspection?.isUnverified ?? false),
          word: report.ending.word, number: runCount, ended: now))
    case .reached(let index, let phase):
      change(index) { $0.reach(phase, at: now) }
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
    tally[rows[index].mark, default: 0] -= 1
    rows[index].mark = mark
    tally[mark, default: 0] += 1
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
    switch rows[index].activity {
    case .running: running.insert(index)
    case .waiting: waiting.insert(index)
    case .idle, .loading: break
    }
  }
}
