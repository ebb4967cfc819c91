import PluginModel
import Testing

@testable import WorkerClient

@Suite("Matrix")
struct MatrixModelTests {
  private func matrix(_ rows: [[Ending?]]) -> Matrix {
    var matrix = Matrix(Array(rows.indices), inputs: rows[0].indices.map { ForeignText("\($0)") })
    for (row, endings) in rows.enumerated() {
      for (column, ending) in endings.enumerated() {
        if let ending { matrix.take(Answer(ending), row: row, column: column) }
      }
    }
    return matrix
  }

  @Test func theOddOneIsWhatMostOthersAreNot() {
    let matrix = matrix([
      [.returned(1), .returned(7), .timedOut], [.returned(1), .returned(8), .timedOut],
      [.returned(2), .returned(7), .timedOut], [.returned(1), .returned(8), .timedOut],
    ])
    #expect(matrix.splitCount == 2)
    #expect((0..<3).map { matrix.isSplit(column: $0) } == [true, true, false])
    // Where two answers are equally frequent, nobody is the odd one.
    #expect((0..<4).map { matrix.isOdd(row: $0, column: 0) } == [false, false, true, false])
    #expect((0..<4).allSatisfy { !matrix.isOdd(row: $0, column: 1) && !matrix.isOdd(row: $0, column: 2) })
    #expect((0..<4).map(matrix.oddCount(row:)) == [0, 0, 1, 0])
  }

  @Test func theWordsOfAnErrorAndTheAddressOfACrashDoNotCount() {
    let matrix = matrix([
      [.returnedError("no", value: 0), .crashed(Crash(signal: 11, address: 1))],
      [.returnedError("never", value: 3), .crashed(Crash(signal: 11, address: 2))],
    ])
    #expect(matrix.splitCount == 0)
  }

  @Test func aCallThatWasStoppedDiffersFromNone() {
    let matrix = matrix([[.returned(1)], [.stopped], [.lost("worker")]])
    #expect(matrix.splitCount == 0)
    #expect(matrix.isDone)
  }

  @Test func aRejectedPluginIsNotCounted() {
    var matrix = matrix([[.returned(1), nil], [nil, nil]])
    #expect(matrix.total == 4 && !matrix.isDone)
    matrix.reject(row: 1)
    #expect(matrix.total == 2 && matrix.isDone(row: 1) && !matrix.isDone(row: 0))
    matrix.take(Answer(.returned(2)), row: 0, column: 1)
    #expect(matrix.isDone)
  }

  /// The counts are kept as answers come and go; here they are compared with what all cells say.
  @Test func countsAreTrueWhateverComesAndGoes() {
    let endings: [Ending] = [.returned(1), .returned(2), .returned(3), .timedOut, .stopped]
    var matrix = Matrix([3, 5, 8, 9], inputs: ["a", "b", "c"])
    for step in 0..<2000 {
      let (row, column) = (Int.random(in: 0..<4), Int.random(in: 0..<3))
      switch Int.random(in: 0..<20) {
      case 0: matrix.clear(row: row)
      case 1: matrix.reject(row: row)
      case 2: matrix.clear(row: row, column: column)
      default:
        if !matrix.isRejected(row: row) { matrix.take(Answer(endings.randomElement()!), row: row, column: column) }
      }
      let cells = (0..<4).map { row in (0..<3).map { matrix.answer(row: row, column: $0) } }
      #expect(matrix.doneCount == cells.joined().count { $0 != nil }, "step \(step)")
      #expect(matrix.tally.values.reduce(0, +) == matrix.doneCount)
      let columns = (0..<3).map { column in cells.compactMap { $0[column] }.filter(\.isComparable) }
      #expect(matrix.splitCount == columns.count { Set($0).count > 1 })
      for row in 0..<4 {
        let odd = (0..<3).filter { column in
          let counts = Dictionary(columns[column].map { ($0, 1) }, uniquingKeysWith: +)
          let leaders = counts.filter { $0.value == counts.values.max() }.keys
          return leaders.count == 1 && cells[row][column].map { $0.isComparable && $0 != leaders.first } ?? false
        }
        #expect((0..<3).filter { matrix.isOdd(row: row, column: $0) } == odd, "step \(step)")
        #expect(matrix.oddCount(row: row) == odd.count, "step \(step)")
      }
    }
  }

  @Test(arguments: Examples.endings)
  func anAnswerHasTheVerdictOfItsJudgement(ending: Ending) {
    let judgement = Judgement(
      of: Plugin(path: PluginPath("p.so")), report: RunReport(ending: ending), settings: Settings())
    #expect(Answer(ending).verdict == judgement.verdict)
  }

  @Test func theWorstCallStandsForAll() {
    let endings: [Ending] = [
      .returned(1), .exited(3), .crashed(Crash(signal: 11)), .timedOut, .crashed(Crash(signal: 6)),
    ]
    let calls = PluginCalls(
      Plugin(path: PluginPath("p.so")),
      endings.enumerated().map { PluginCalls.Call(column: $0, input: "", report: RunReport(ending: $1)) })
    #expect(calls.worst?.column == 2)
  }

  @Test func whatIsTooMuchIsShortened() {
    var report = RunReport(ending: .returned(1))
    report.stdout.append([UInt8](repeating: 0x61, count: 50_000))
    #expect(report.keptBytes == 50_000)
    #expect(report.shortened.keptBytes == 400)
    #expect(report.shortened.stdout.dropped == 49_600)
  }
}

@Suite("Calls that wait")
struct CallQueueTests {
  private let file = FileState(device: 1, inode: 1, size: 1, modified: 1, changed: 1)
  private let newer = FileState(device: 1, inode: 1, size: 1, modified: 2, changed: 2)

  private func queue(_ members: Int, _ inputs: Int) -> CallQueue {
    var queue = CallQueue()
    queue.begin(Array(0..<members), inputs: (0..<inputs).map { ForeignText("\($0)") })
    for index in 0..<members { _ = queue.admit(index, file) }
    return queue
  }

  /// Makes all calls, so many at a time, the first of them ending first; in the order in which they began.
  private func drain(_ queue: inout CallQueue, ahead: Int, _ report: (CallQueue.Call) -> RunReport) -> [CallQueue.Call]
  {
    var (all, open): ([CallQueue.Call], [CallQueue.Call]) = ([], [])
    while true {
      while open.count < ahead, let call = queue.next(ahead: ahead) {
        open.append(call)
        all.append(call)
      }
      guard !open.isEmpty else { return all }
      let call = open.removeFirst()
      let counts = queue.finish(call, report(call))
      #expect(counts)
    }
  }

  @Test func eachCallIsMadeOnceAndRowsInOrder() {
    var queue = queue(3, 4)
    let calls = drain(&queue, ahead: 1) { _ in RunReport(ending: .returned(1)) }
    #expect(calls.map { [$0.index, $0.column] } == (0..<3).flatMap { row in (0..<4).map { [row, $0] } })
    #expect(!(0..<3).contains(where: queue.contains))
  }

  @Test func onePluginAloneHasAllProcesses() {
    var queue = queue(1, 4)
    let columns = (0..<4).map { _ in queue.next(ahead: 4)?.column }
    #expect(columns == [0, 1, 2, 3])
  }

  @Test func aPluginThatHangsGoesBehindAllOthers() {
    var queue = queue(3, 3)
    let calls = drain(&queue, ahead: 2) { RunReport(ending: $0.index == 0 ? .timedOut : .returned(1)) }
    #expect(calls.map(\.index).firstIndex(of: 0) == 0)
    #expect(calls.count == 9)
    #expect(calls.suffix(2).map(\.index) == [0, 0])
  }

  @Test func nothingIsCalledBeforeItsInspection() {
    var queue = CallQueue()
    queue.begin([0, 1], inputs: ["a"])
    let before = queue.next(ahead: 4)
    #expect(before == nil)
    _ = queue.admit(1, file)
    let after = queue.next(ahead: 4)
    #expect(after?.index == 1)
    queue.remove(0)
    let last = queue.next(ahead: 4)
    #expect(last == nil)
  }

  @Test func anotherFileMakesAllCallsAgain() {
    var queue = queue(1, 2)
    let first = queue.next(ahead: 1)!
    let firstCounts = queue.finish(first, RunReport(ending: .returned(1)))
    let second = queue.next(ahead: 1)!
    let isAnother = queue.admit(0, newer)
    let secondCounts = queue.finish(second, RunReport(ending: .returned(1)))
    #expect(firstCounts && isAnother)
    #expect(!secondCounts)  // it is of the older file
    let calls = drain(&queue, ahead: 1) { _ in RunReport(ending: .returned(2)) }
    #expect(calls.map(\.column) == [0, 1])
  }

  @Test func aFileThatKeepsChangingComesToAnEnd() {
    var queue = queue(1, 1)
    var changes = 0
    while let call = queue.next(ahead: 1), changes < 100 {
      guard queue.noteChange(at: call) else { break }
      changes += 1
      _ = queue.admit(0, file)
    }
    #expect(changes == 3)
  }

  @Test func afterAStopNothingBegins() {
    var queue = queue(2, 2)
    let call = queue.next(ahead: 1)!
    queue.stop()
    let next = queue.next(ahead: 1)
    let counts = queue.finish(call, RunReport(ending: .stopped))
    #expect(next == nil && counts)
  }

  @Test func callsAreMadeAgain() {
    var queue = queue(1, 3)
    _ = drain(&queue, ahead: 1) { _ in RunReport(ending: .returned(1)) }
    for (columns, expected) in [([2], [2]), (nil, [0, 1, 2])] {
      queue.repeatCalls(of: 0, columns: columns)
      _ = queue.admit(0, file)
      let calls = drain(&queue, ahead: 1) { _ in RunReport(ending: .returned(1)) }
      #expect(calls.map(\.column) == expected)
    }
  }
}
