import PluginModel

/// Plugins that were started together, and how far that is: the view of "run all".
struct Batch: Sendable {
  let members: [Int]
  let began: Moment
  /// Those that have not ended yet.
  private(set) var open: Set<Int>
  /// When the last one ended; nil while they run.
  private(set) var ended: Moment?
  /// The plugin under the cursor; nil for the first that is shown. It keeps the cursor wherever it comes to stand.
  var selection: Int?
  var failuresOnly = false

  init(_ members: [Int], at now: Moment) {
    self.members = members
    open = Set(members)
    began = now
  }

  var doneCount: Int { members.count - open.count }
  var isDone: Bool { open.isEmpty }

  mutating func finished(_ index: Int, at now: Moment) {
    guard open.remove(index) != nil, open.isEmpty else { return }
    ended = now
  }

  /// How long it has taken, in nanoseconds.
  func elapsed(at now: Moment) -> UInt64 { (ended ?? now).since(began) }

  /// How much longer it takes if the others take as long as those before, in nanoseconds; nil while nothing tells.
  func remaining(at now: Moment) -> UInt64? {
    guard doneCount > 0, !isDone else { return nil }
    return elapsed(at: now) / UInt64(doneCount) * UInt64(open.count)
  }
}

/// A row of the view: what runs first, then what has ended, the worst first, then what waits for its turn.
struct BatchRows {
  let running: [Int]
  let finished: [Int]
  let queued: Int

  init(_ batch: Batch, _ state: State) {
    let rows = state.roster.rows
    var running: [Int] = []
    var queued = 0
    for index in batch.members where batch.open.contains(index) {
      if case .running(let progress) = rows[index].activity, progress.phase != nil {
        running.append(index)
      } else {
        queued += 1
      }
    }
    self.running = running
    self.queued = queued
    finished = batch.members.filter {
      !batch.open.contains($0) && (!batch.failuresOnly || rows[$0].mark == .failed)
    }.map { (risk: Risk(of: state.plugins[$0], rows[$0].mark, settings: state.settings), index: $0) }
      .sorted { ($0.risk.rawValue, $0.index) < ($1.risk.rawValue, $1.index) }.map(\.index)
  }

  /// What the cursor can be on.
  var all: [Int] { running + finished }
}

extension State {
  /// The plugin under the cursor of the view.
  var batchSelection: Int? {
    guard let batch else { return nil }
    let rows = BatchRows(batch, self)
    if let selection = batch.selection, rows.all.contains(selection) { return selection }
    return rows.finished.first ?? rows.running.first
  }

  mutating func moveInBatch(_ move: Command.Move) {
    guard let batch, let selection = batchSelection else { return }
    let rows = BatchRows(batch, self)
    let page = BatchLayout(layout, runningCount: rows.running.count).finished.rows
    let place = rows.all.firstIndex(of: selection) ?? 0
    self.batch?.selection = rows.all[move.from(place, count: rows.all.count, page: max(1, page))]
  }
}
