/// Plugins called with each of several inputs: what each call came to, and where the plugins differ. A row is a plugin, a
/// column an input.
///
/// Everything that is told of all of it is counted as the answers come: nothing here walks all cells.
public struct Matrix: Sendable {
  /// The places of the plugins in the list.
  public let members: [Int]
  public let inputs: [ForeignText]
  /// Row after row.
  private var answers: [Answer?]
  private var rows: [Row]
  private var columns: [Column]
  private let rowOfMember: [Int: Int]
  public private(set) var doneCount = 0
  public private(set) var rejectedCount = 0
  /// How many calls came to what.
  public private(set) var tally: [Answer.Kind: Int] = [:]
  /// Inputs on which not all plugins came to the same.
  public private(set) var splitCount = 0
  /// Inputs on which there are answers of two plugins at least.
  public private(set) var comparedCount = 0

  private struct Row {
    var doneCount = 0
    /// How many of its answers are not the usual ones.
    var oddCount = 0
    /// A check failed: it is not called.
    var isRejected = false
  }

  private struct Column {
    private(set) var counts: [Answer: Int] = [:]
    /// What more plugins came to than to anything else; nil while two answers are equally frequent.
    private(set) var usual: Answer?
    var isSplit: Bool { counts.count > 1 }
    var isCompared: Bool { most > 1 || isSplit }

    /// How many came to the most frequent answer.
    private var most = 0

    mutating func add(_ answer: Answer) {
      let count = counts[answer, default: 0] + 1
      counts[answer] = count
      guard count >= most else { return }
      usual = count > most ? answer : nil
      most = count
    }

    mutating func remove(_ answer: Answer) {
      let count = counts[answer, default: 1] - 1
      counts[answer] = count == 0 ? nil : count
      most = counts.values.max() ?? 0
      let leaders = counts.lazy.filter { [most] in $0.value == most }.prefix(2).map(\.key)
      usual = leaders.count == 1 ? leaders.first : nil
    }
  }

  public init(_ members: [Int], inputs: [ForeignText]) {
    self.members = members
    self.inputs = inputs
    answers = Array(repeating: nil, count: members.count * inputs.count)
    rows = Array(repeating: Row(), count: members.count)
    columns = Array(repeating: Column(), count: inputs.count)
    rowOfMember = Dictionary(members.enumerated().map { ($1, $0) }) { first, _ in first }
  }

  public func row(of member: Int) -> Int? { rowOfMember[member] }

  /// Calls that there are to be.
  public var total: Int { (members.count - rejectedCount) * inputs.count }
  public var isDone: Bool { doneCount == total }

  public func answer(row: Int, column: Int) -> Answer? { answers[cell(row, column)] }
  public func isRejected(row: Int) -> Bool { rows[row].isRejected }
  public func doneCount(row: Int) -> Int { rows[row].doneCount }
  public func isDone(row: Int) -> Bool { rows[row].isRejected || rows[row].doneCount == inputs.count }

  /// Whether the plugins differ on an input.
  public func isSplit(column: Int) -> Bool { columns[column].isSplit }
  /// What more of them came to than to anything else; nil where there is no such thing.
  public func usual(column: Int) -> Answer? { columns[column].usual }
  /// Whether more plugins came to one other thing.
  public func isOdd(row: Int, column: Int) -> Bool {
    guard let usual = columns[column].usual, let answer = answer(row: row, column: column) else { return false }
    return answer.isComparable && answer != usual
  }
  /// On how many inputs it is the odd one.
  public func oddCount(row: Int) -> Int { rows[row].oddCount }

  /// The first plugin with an answer where the plugins differ and none is the odd one, for no answer is the usual one.
  public func firstOfEquals(column: Int) -> Int? {
    guard isSplit(column: column), usual(column: column) == nil else { return nil }
    return members.indices.first { answer(row: $0, column: column)?.isComparable ?? false }
  }

  /// A call has come to this; once more if it was made again.
  public mutating func take(_ answer: Answer, row: Int, column: Int) {
    set(answer, row: row, column: column)
  }

  /// What its calls came to no longer holds: they are made again.
  public mutating func clear(row: Int) {
    for column in inputs.indices { set(nil, row: row, column: column) }
    setRejected(false, row: row)
  }

  /// A call is made again.
  public mutating func clear(row: Int, column: Int) { set(nil, row: row, column: column) }

  public mutating func reject(row: Int) {
    for column in inputs.indices { set(nil, row: row, column: column) }
    setRejected(true, row: row)
  }

  private mutating func setRejected(_ isRejected: Bool, row: Int) {
    guard rows[row].isRejected != isRejected else { return }
    rows[row].isRejected = isRejected
    rejectedCount += isRejected ? 1 : -1
  }

  private func cell(_ row: Int, _ column: Int) -> Int { row * inputs.count + column }

  private mutating func set(_ new: Answer?, row: Int, column: Int) {
    let place = cell(row, column)
    let old = answers[place]
    guard old != new else { return }
    let (wasSplit, wasCompared) = (columns[column].isSplit, columns[column].isCompared)
    let (usual, wasOdd) = (columns[column].usual, isOdd(row: row, column: column))
    answers[place] = new
    if let old { count(old, row, column, by: -1) }
    if let new { count(new, row, column, by: 1) }
    splitCount += (columns[column].isSplit ? 1 : 0) - (wasSplit ? 1 : 0)
    comparedCount += (columns[column].isCompared ? 1 : 0) - (wasCompared ? 1 : 0)
    if columns[column].usual == usual {
      rows[row].oddCount += (isOdd(row: row, column: column) ? 1 : 0) - (wasOdd ? 1 : 0)
    } else {
      recount(column: column, was: usual, changed: row, wasOdd: wasOdd)
    }
  }

  private mutating func count(_ answer: Answer, _ row: Int, _ column: Int, by step: Int) {
    doneCount += step
    rows[row].doneCount += step
    tally[answer.kind, default: 0] += step
    guard answer.isComparable else { return }
    if step > 0 { columns[column].add(answer) } else { columns[column].remove(answer) }
  }

  /// Another answer is the usual one now: of each row it is to be said anew whether it is the odd one.
  private mutating func recount(column: Int, was usual: Answer?, changed row: Int, wasOdd: Bool) {
    for other in members.indices {
      let before =
        other == row
        ? wasOdd
        : usual != nil && answers[cell(other, column)].map { $0.isComparable && $0 != usual } ?? false
      rows[other].oddCount += (isOdd(row: other, column: column) ? 1 : 0) - (before ? 1 : 0)
    }
  }
}
