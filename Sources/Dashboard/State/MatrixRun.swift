import PluginModel

/// Plugins that are called with several inputs each, and how far that is: the view of the matrix.
struct MatrixRun: Sendable {
  struct Cell: Hashable, Sendable {
    var row: Int
    var column: Int
  }

  private(set) var matrix: Matrix
  /// What the plugins may do.
  let sandbox: SandboxPolicy
  /// Others were meant too, and are not called: a check failed.
  let rejected: Int
  let began: Moment
  /// When the last call ended, or somebody had enough; nil while they run.
  private(set) var ended: Moment?
  /// Calls that were asked for and have not been answered.
  private var awaited: Int
  /// When those that run began, as far as they take long enough to tell.
  private(set) var running: [Cell: Moment] = [:]
  /// By row, as it was called; nil before the first answer.
  private var files: [FileState?]
  /// Rows whose plugin has been rebuilt since.
  private(set) var outdated: Set<Int> = []
  private var unverified: Set<Int> = []
  /// Of the calls that returned, those of plugins that nothing proves.
  private(set) var unverifiedCount = 0
  /// Rows in which a call has hung.
  private var hanging: Set<Int> = []
  private var reports = KeptReports()

  /// Under the cursor.
  var cursor = Cell(row: 0, column: 0)
  /// Inputs go down and plugins across.
  var isTurned: Bool

  init(
    _ members: [Int], inputs: [ForeignText], rejected: Int, sandbox: SandboxPolicy, isTurned: Bool, at now: Moment
  ) {
    matrix = Matrix(members, inputs: inputs)
    self.sandbox = sandbox
    self.rejected = rejected
    self.isTurned = isTurned
    began = now
    awaited = matrix.total
    files = Array(repeating: nil, count: members.count)
  }

  var isUnderWay: Bool { awaited > 0 }
  func isRunning(_ cell: Cell) -> Moment? { running[cell] }
  func isUnverified(row: Int) -> Bool { unverified.contains(row) }

  /// Calls that are still to end of plugins that have hung before.
  var hangingCount: Int { hanging.reduce(0) { $0 + matrix.inputs.count - matrix.doneCount(row: $1) } }

  /// How long it has taken, in nanoseconds.
  func elapsed(at now: Moment) -> UInt64 { (ended ?? now).since(began) }

  /// What a call came to in full; nil if that was let go, for there were too many.
  func report(at cell: Cell) -> RunReport? { reports[number(cell)] }

  /// As it is told: of what was let go, how it ended.
  func toldReport(at cell: Cell) -> RunReport? {
    report(at: cell)
      ?? matrix.answer(row: cell.row, column: cell.column).map { RunReport(phase: .close, ending: $0.ending) }
  }

  private func number(_ cell: Cell) -> Int { cell.row * matrix.inputs.count + cell.column }

  // MARK: What happens

  mutating func begin(_ cell: Cell, at now: Moment) { running[cell] = now }

  mutating func take(_ report: RunReport, at cell: Cell, of plugin: Plugin, _ settings: Settings, _ now: Moment) {
    running[cell] = nil
    if plugin.inspection?.isUnproved(settings) ?? false { unverified.insert(cell.row) }
    files[cell.row] = plugin.inspection?.file
    count(cell, by: -1)
    matrix.take(Answer(report.ending), row: cell.row, column: cell.column)
    count(cell, by: 1)
    reports.keep(report, number(cell))
    if report.ending == .timedOut { hanging.insert(cell.row) }
    settle(1, now)
  }

  /// The plugin's calls are all made again.
  mutating func recall(row: Int, at now: Moment) { awaited += clear(row: row) }

  /// A check failed: its calls are not made.
  mutating func reject(row: Int, at now: Moment) {
    guard !matrix.isRejected(row: row) else { return }
    let done = clear(row: row)
    matrix.reject(row: row)
    settle(matrix.inputs.count - done, now)
  }

  /// The plugin was inspected: what was called of another state of its file is a thing of the past.
  mutating func note(_ file: FileState?, row: Int) {
    guard let known = files[row], known != file, matrix.isDone(row: row) || !isUnderWay else { return }
    outdated.insert(row)
  }

  /// Somebody has had enough.
  mutating func stop(at now: Moment) { settle(awaited, now) }

  /// A call is made again, or where the file is another one now all of its row.
  ///
  /// - Returns: Whether it is that one alone.
  mutating func callAgain(_ cell: Cell) -> Bool {
    ended = nil
    guard !outdated.contains(cell.row) else {
      _ = clear(row: cell.row)
      awaited += matrix.inputs.count
      return false
    }
    count(cell, by: -1)
    matrix.clear(row: cell.row, column: cell.column)
    awaited += 1
    return true
  }

  private mutating func settle(_ count: Int, _ now: Moment) {
    guard awaited > 0 else { return }
    awaited = max(0, awaited - count)
    if awaited == 0 { ended = now }
  }

  /// - Returns: How many of its calls had been answered.
  private mutating func clear(row: Int) -> Int {
    let done = matrix.doneCount(row: row)
    for column in matrix.inputs.indices {
      let cell = Cell(row: row, column: column)
      count(cell, by: -1)
      running[cell] = nil
      matrix.clear(row: row, column: column)
    }
    outdated.remove(row)
    hanging.remove(row)
    unverified.remove(row)
    files[row] = nil
    return done
  }

  private mutating func count(_ cell: Cell, by step: Int) {
    guard unverified.contains(cell.row), matrix.answer(row: cell.row, column: cell.column)?.verdict == .passed else {
      return
    }
    unverifiedCount += step
  }
}

/// The newest reports of many, as many as memory is to be spent on.
private struct KeptReports: Sendable {
  private var reports: [Int: RunReport] = [:]
  /// Their numbers as they came, from `oldest` on; one may stand there twice.
  private var order: [Int] = []
  private var oldest = 0
  private var bytes = 0

  private static let most = 20_000

  subscript(number: Int) -> RunReport? { reports[number] }

  mutating func keep(_ report: RunReport, _ number: Int) {
    remove(number)
    reports[number] = report
    bytes += report.keptBytes
    order.append(number)
    while reports.count > Self.most || bytes > Limits.keptCallBytes, oldest < order.count - 1 {
      remove(order[oldest])
      oldest += 1
    }
    if oldest > Self.most {
      order.removeFirst(oldest)
      oldest = 0
    }
  }

  private mutating func remove(_ number: Int) {
    guard let old = reports.removeValue(forKey: number) else { return }
    bytes -= old.keptBytes
  }
}
