import DequeModule
import PluginModel

/// The calls of several plugins with several inputs each. It holds no call that is to be made: it knows which is next.
///
/// Rows are called in order, so that the first can soon be told. One that takes long is put behind all others: a plugin
/// that hangs on every input holds up nobody but itself.
struct CallQueue {
  struct Call: Hashable {
    let index: Int
    let column: Int
    /// What has begun anew since is another round: then nobody wants its answer.
    fileprivate let round: Int
  }

  private(set) var inputs: [ForeignText] = []
  /// By the plugin's place in the list.
  private var rows: [Int: Row] = [:]
  /// Those of them with calls to be made.
  private var ready: Deque<Int> = []
  private var slow: Deque<Int> = []
  private var rounds = 0

  private struct Row {
    /// From this column on all are to be called.
    var next: Int
    /// And these, once more.
    var again: [Int] = []
    var underWay = 0
    var round: Int
    var isSlow = false
    /// It stands in one of the queues.
    var isQueued = false
    /// As it was inspected and accepted; until then nothing is called.
    var file: FileState?
    /// How often it was found changed.
    var changes = 0
  }

  private static let mostChanges = 3
  /// From this time on a call has taken long, in nanoseconds.
  private static let long: UInt64 = 1_000_000_000

  /// Other calls in place of those that there were.
  mutating func begin(_ members: [Int], inputs: [ForeignText]) {
    self.inputs = inputs
    rows = [:]
    ready = []
    slow = []
    rounds += 1
    for index in members { rows[index] = Row(next: 0, round: rounds) }
  }

  /// Calls that were made are made again; all of the plugin's if no columns are given.
  mutating func repeatCalls(of index: Int, columns: [Int]?) {
    var row = rows[index] ?? Row(next: inputs.count, round: rounds)
    if let columns { row.again += columns } else { row.next = 0 }
    rows[index] = row
  }

  /// Nothing more is called of what has not begun.
  mutating func stop() {
    ready = []
    slow = []
    for index in rows.keys {
      rows[index]?.isQueued = false
      rows[index]?.next = inputs.count
      rows[index]?.again = []
    }
  }

  func contains(_ index: Int) -> Bool { rows[index] != nil }

  /// Its file has passed its inspection.
  ///
  /// - Returns: Whether it is another one than before: what was called of that is void.
  mutating func admit(_ index: Int, _ file: FileState?) -> Bool {
    guard let known = rows[index] else { return false }
    let isAnother = known.file != nil && known.file != file && !isDone(known)
    if isAnother { void(index) }
    rows[index]?.file = file
    enqueue(index)
    return isAnother
  }

  /// The call was not made, for its file is another one now: all are to be made again, once that has passed.
  ///
  /// - Returns: False if it has changed too often: then that is what the call came to.
  mutating func noteChange(at call: Call) -> Bool {
    guard let row = rows[call.index], row.round == call.round, row.changes < Self.mostChanges else { return false }
    void(call.index)
    rows[call.index]?.changes += 1
    return true
  }

  /// A check failed: it is not called.
  mutating func remove(_ index: Int) {
    dequeue(index)
    rows[index] = nil
  }

  /// The next call to be sent; it is under way until `finish`.
  ///
  /// - Parameter ahead: How many may be under way.
  mutating func next(ahead: Int) -> Call? {
    guard let index = Self.first(of: ready, rows, ahead) ?? Self.first(of: slow, rows, ahead), var row = rows[index]
    else {
      return nil
    }
    let column = row.again.popLast() ?? row.next
    if column == row.next { row.next += 1 }
    row.underWay += 1
    rows[index] = row
    if !hasMore(row) { dequeue(index) }
    return Call(index: index, column: column, round: row.round)
  }

  /// The first of which nothing is under way; else that with the least.
  private static func first(of queue: Deque<Int>, _ rows: [Int: Row], _ ahead: Int) -> Int? {
    queue.prefix(ahead + 1).min { (rows[$0]?.underWay ?? 0) < (rows[$1]?.underWay ?? 0) }
  }

  /// - Returns: Whether its answer counts.
  mutating func finish(_ call: Call, _ report: RunReport) -> Bool {
    guard var row = rows[call.index], row.round == call.round else { return false }
    row.underWay -= 1
    let turnsSlow = !row.isSlow && (report.ending == .timedOut || report.total > Self.long)
    row.isSlow = row.isSlow || turnsSlow
    rows[call.index] = isDone(row) ? nil : row
    if turnsSlow {
      dequeue(call.index)
      enqueue(call.index)
    }
    return true
  }

  private func hasMore(_ row: Row) -> Bool { row.next < inputs.count || !row.again.isEmpty }
  private func isDone(_ row: Row) -> Bool { !hasMore(row) && row.underWay == 0 }

  private mutating func void(_ index: Int) {
    dequeue(index)
    rounds += 1
    rows[index]?.round = rounds
    rows[index]?.next = 0
    rows[index]?.again = []
    rows[index]?.underWay = 0
    rows[index]?.file = nil
  }

  private mutating func enqueue(_ index: Int) {
    guard let row = rows[index], !row.isQueued, hasMore(row) else { return }
    rows[index]?.isQueued = true
    if row.isSlow { slow.append(index) } else { ready.append(index) }
  }

  private mutating func dequeue(_ index: Int) {
    guard rows[index]?.isQueued ?? false else { return }
    rows[index]?.isQueued = false
    // Most often it stands at the front.
    if let place = ready.firstIndex(of: index) { ready.remove(at: place) }
    if let place = slow.firstIndex(of: index) { slow.remove(at: place) }
  }
}
