import PluginModel

/// Plugins that were started together, and how far that is: the view of "run all".
struct Batch: Sendable {
  let members: [Int]
  /// Others were meant too, and are not called: a check failed.
  let rejected: Int
  let began: Moment
  /// Those that have not ended yet.
  private(set) var open: Set<Int>
  /// The others, the worst first.
  private(set) var finished: [Int] = []
  private var risks: [Int: Risk] = [:]
  /// How many ended how.
  private(set) var tally: [Risk: Int] = [:]
  /// When the last one ended; nil while they run.
  private(set) var ended: Moment?
  /// The plugin under the cursor; nil for the first that is shown. It keeps the cursor wherever it comes to stand.
  var selection: Int?
  var failuresOnly = false

  init(_ members: [Int], rejected: Int, at now: Moment) {
    self.members = members
    self.rejected = rejected
    open = Set(members)
    began = now
  }

  var doneCount: Int { members.count - open.count }
  var isDone: Bool { open.isEmpty }

  mutating func finish(_ index: Int, as risk: Risk, at now: Moment) {
    guard open.remove(index) != nil else { return }
    risks[index] = risk
    tally[risk, default: 0] += 1
    // Each has its place at once: with thousands, none is sorted again at every key.
    var (low, high) = (0, finished.count)
    while low < high {
      let middle = (low + high) / 2
      let other = finished[middle]
      if (risks[other]?.rawValue ?? 0, other) < (risk.rawValue, index) { low = middle + 1 } else { high = middle }
    }
    finished.insert(index, at: low)
    if open.isEmpty { ended = now }
  }

  /// It is run once more.
  mutating func reopen(_ index: Int) {
    guard let place = finished.firstIndex(of: index) else { return }
    finished.remove(at: place)
    if let risk = risks.removeValue(forKey: index) { tally[risk, default: 0] -= 1 }
    open.insert(index)
    ended = nil
  }

  /// How long it has taken, in nanoseconds.
  func elapsed(at now: Moment) -> UInt64 { (ended ?? now).since(began) }
}

/// What the view lists: what runs first, then what has ended.
struct BatchRows {
  let running: [Int]
  let finished: [Int]
  let queued: Int

  init(_ batch: Batch, _ state: State) {
    let rows = state.roster.rows
    running = state.roster.running.filter { index in
      guard batch.open.contains(index), case .running(let progress) = rows[index].activity else { return false }
      return progress.phase != nil
    }.sorted()
    queued = batch.open.count - running.count
    finished = batch.failuresOnly ? batch.finished.filter { rows[$0].mark == .failed } : batch.finished
  }

  var count: Int { running.count + finished.count }
  subscript(place: Int) -> Int { place < running.count ? running[place] : finished[place - running.count] }
  func place(of index: Int) -> Int? {
    running.firstIndex(of: index) ?? finished.firstIndex(of: index).map { $0 + running.count }
  }
}

extension State {
  /// A plugin's part in "run all" has come to its end.
  mutating func finishInBatch(_ index: Int) {
    guard batch?.open.contains(index) == true else { return }
    batch?.finish(index, as: Risk(of: roster.plugins[index], roster.rows[index].mark, settings: settings), at: now)
  }

  /// The plugin under the cursor of the view.
  var batchSelection: Int? {
    guard let batch else { return nil }
    let rows = BatchRows(batch, self)
    if let selection = batch.selection, rows.place(of: selection) != nil { return selection }
    return rows.finished.first ?? rows.running.first
  }

  mutating func moveInBatch(_ move: Command.Move) {
    guard let batch, let selection = batchSelection else { return }
    let rows = BatchRows(batch, self)
    let page = BatchLayout(layout, runningCount: rows.running.count).finished.rows
    self.batch?.selection = rows[move.from(rows.place(of: selection) ?? 0, count: rows.count, page: max(1, page))]
  }

  /// How much longer it takes, in words; nil if nothing tells yet.
  func remainingWords(_ batch: Batch, _ rows: BatchRows) -> String? {
    let spent = rows.running.map { index -> UInt64 in
      guard case .running(let progress) = roster.rows[index].activity else { return 0 }
      return now.since(progress.phaseBegan)
    }
    return RemainingTime.words(
      done: batch.doneCount, open: batch.open.count, elapsed: batch.elapsed(at: now), spent: spent,
      limit: UInt64(settings.timeout) * 1_000_000)
  }
}
