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
  /// When the calls began, or those that were made again after all had ended.
  private(set) var began: Moment
  /// What had been answered by then.
  private var doneBefore = 0
  /// When the last call ended, or somebody had enough; nil while they run.
  private(set) var ended: Moment?
  private var awaited: AwaitedCells
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
    awaited = AwaitedCells(rows: members.count, columns: inputs.count)
    files = Array(repeating: nil, count: members.count)
  }

  var isUnderWay: Bool { awaited.count > 0 }
  func isAwaited(_ cell: Cell) -> Bool { awaited.contains(cell) }
  func isRunning(_ cell: Cell) -> Moment? { running[cell] }
  func isUnverified(row: Int) -> Bool { unverified.contains(row) }

  /// Calls that are still to end of plugins that have hung before.
  var hangingCount: Int { hanging.reduce(0) { $0 + awaited.count(row: $1) } }

  /// Asked for, and neither running nor ended.
  var queuedCount: Int { awaited.count - running.keys.count(where: awaited.contains) }
  /// Nobody waits for them.
  var leftCount: Int { matrix.total - matrix.doneCount - awaited.count }
  /// How many were answered since they began.
  var newCount: Int { max(0, matrix.doneCount - doneBefore) }

  /// How long it has taken, in nanoseconds.
  func elapsed(at now: Moment) -> UInt64 { (ended ?? now).since(began) }

  /// What a call came to in full; nil if that was let go, for there were too many.
  func report(at cell: Cell) -> RunReport? { reports[number(cell)] }

  /// As it is told: of what was let go, how it ended.
  func toldReport(at cell: Cell) -> RunReport? {
    guard let answer = matrix.answer(row: cell.row, column: cell.column) else { return nil }
    return report(at: cell) ?? RunReport(phase: .close, ending: answer.ending)
  }

  private func number(_ cell: Cell) -> Int { cell.row * matrix.inputs.count + cell.column }

  // MARK: What happens

  mutating func begin(_ cell: Cell, at now: Moment) { running[cell] = now }

  mutating func take(_ report: RunReport, at cell: Cell, of plugin: Plugin, _ settings: Settings, _ now: Moment) {
    running[cell] = nil
    awaited.remove(cell)
    defer { settle(at: now) }
    // It waited at the worker, and never began.
    if report.ending == .stopped, report.phase != .call, report.total == 0 { return }
    if plugin.inspection?.isUnproved(settings) ?? false { unverified.insert(cell.row) }
    files[cell.row] = plugin.inspection?.file
    count(cell, by: -1)
    matrix.take(Answer(report.ending), row: cell.row, column: cell.column)
    count(cell, by: 1)
    reports.keep(report, number(cell))
    if report.ending == .timedOut { hanging.insert(cell.row) }
  }

  /// The plugin's calls are all made again.
  mutating func recall(row: Int, at now: Moment) {
    clear(row: row)
    resume(at: now)
    awaited.insert(row: row)
  }

  /// A check failed: its calls are not made.
  mutating func reject(row: Int, at now: Moment) {
    guard !matrix.isRejected(row: row) else { return }
    clear(row: row)
    matrix.reject(row: row)
    awaited.remove(row: row)
    settle(at: now)
  }

  /// The plugin was inspected: what was called of another state of its file is a thing of the past.
  mutating func note(_ file: FileState?, row: Int) {
    guard let known = files[row], known != file, matrix.isDone(row: row) || !isUnderWay else { return }
    outdated.insert(row)
  }

  /// Somebody has had enough.
  mutating func stop(at now: Moment) {
    awaited.removeAll()
    settle(at: now)
  }

  /// A call is made again, or where the file is another one now or was rejected all of its row.
  ///
  /// - Returns: Whether it is that one alone.
  mutating func callAgain(_ cell: Cell, at now: Moment) -> Bool {
    let isAlone = !outdated.contains(cell.row) && !matrix.isRejected(row: cell.row)
    if isAlone { clear(cell) } else { clear(row: cell.row) }
    resume(at: now)
    if isAlone { awaited.insert(cell) } else { awaited.insert(row: cell.row) }
    return isAlone
  }

  /// Nobody's idle time counts.
  private mutating func resume(at now: Moment) {
    guard !isUnderWay else { return }
    (began, ended, doneBefore) = (now, nil, matrix.doneCount)
  }

  private mutating func settle(at now: Moment) {
    if !isUnderWay, ended == nil { ended = now }
  }

  /// What it came to is a thing of the past.
  private mutating func clear(_ cell: Cell) {
    count(cell, by: -1)
    reports.remove(number(cell))
    matrix.clear(row: cell.row, column: cell.column)
  }

  private mutating func clear(row: Int) {
    for column in matrix.inputs.indices {
      let cell = Cell(row: row, column: column)
      clear(cell)
      running[cell] = nil
    }
    matrix.clear(row: row)
    outdated.remove(row)
    hanging.remove(row)
    unverified.remove(row)
    files[row] = nil
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

  mutating func remove(_ number: Int) {
    guard let old = reports.removeValue(forKey: number) else { return }
    bytes -= old.keptBytes
  }
}

/// Calls that were asked for and have not been answered: at first all.
private struct AwaitedCells: Sendable {
  private let columns: Int
  /// Row after row.
  private var cells: [Bool]
  private var counts: [Int]
  private(set) var count: Int

  init(rows: Int, columns: Int) {
    self.columns = columns
    cells = Array(repeating: true, count: rows * columns)
    counts = Array(repeating: columns, count: rows)
    count = rows * columns
  }

  func contains(_ cell: MatrixRun.Cell) -> Bool { cells[cell.row * columns + cell.column] }
  func count(row: Int) -> Int { counts[row] }

  mutating func insert(_ cell: MatrixRun.Cell) { set(cell, true) }
  mutating func insert(row: Int) { set(row: row, true) }
  mutating func remove(_ cell: MatrixRun.Cell) { set(cell, false) }
  mutating func remove(row: Int) { set(row: row, false) }
  mutating func removeAll() { for row in counts.indices where counts[row] > 0 { remove(row: row) } }

  private mutating func set(row: Int, _ isAwaited: Bool) {
    for column in 0..<columns { set(MatrixRun.Cell(row: row, column: column), isAwaited) }
  }

  private mutating func set(_ cell: MatrixRun.Cell, _ isAwaited: Bool) {
    guard contains(cell) != isAwaited else { return }
    cells[cell.row * columns + cell.column] = isAwaited
    counts[cell.row] += isAwaited ? 1 : -1
    count += isAwaited ? 1 : -1
  }
}
