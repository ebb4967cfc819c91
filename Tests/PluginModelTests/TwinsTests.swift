import PluginModel
import Testing

@testable import WorkerClient

@Suite("Plugins with the same content")
struct TwinsTests {
  private func inspection(_ inode: UInt64, size: Int64 = 8, buildID: String? = nil) -> Inspection {
    Inspection(file: FileState(device: 1, inode: inode, size: size, modified: 1, changed: 1), buildID: buildID)
  }

  /// Answers all questions by the contents of the plugins; the plugins by the number of the content that was told.
  private func settle(
    _ twins: inout Twins, _ questions: [Twins.Question], _ contents: [Int], asked: inout Int
  ) -> [Int: Int] {
    var (questions, told) = (questions, [Int: Int]())
    while let question = questions.popLast() {
      asked += 1
      let (one, other) = (contents[question.index], contents[question.other])
      let (found, next) = twins.answer(question, one < other ? .before : one == other ? .same : .after)
      for (index, content) in found { told[index] = content }
      questions += next
    }
    return told
  }

  @Test func onlyAlikeOnesAreCompared() {
    var twins = Twins()
    #expect(twins.add(0, inspection(0)).isEmpty)
    #expect(twins.add(1, inspection(1, size: 9)).isEmpty)
    #expect(twins.add(2, inspection(2, buildID: "ab")).isEmpty)
    #expect(twins.add(3, inspection(3, size: 0)).isEmpty)
    #expect(twins.add(4, inspection(4, size: 0)).isEmpty)
    let questions = twins.add(5, inspection(5))
    #expect(questions.map(\.index) == [5])
    #expect(questions.map(\.other) == [0])
    #expect((0..<6).map(twins.isOpen) == [true, false, false, false, false, true])
    #expect(twins.answer(questions[0], .same).found.map(\.index) == [0, 5])
    #expect(!twins.isOpen(5))
    // In the same state it need not be asked again.
    #expect(twins.add(5, inspection(5)).isEmpty)
  }

  @Test(arguments: [1, 2, 3, 7, 50, 400])
  func many(kinds: Int) {
    var generator = SeededGenerator(state: UInt64(kinds))
    let contents = (0..<400).map { _ in Int.random(in: 0..<kinds, using: &generator) }
    var (twins, questions, asked) = (Twins(), [Twins.Question](), 0)
    for index in contents.indices { questions += twins.add(index, inspection(UInt64(index))) }
    let told = settle(&twins, questions, contents, asked: &asked)
    for index in contents.indices {
      let same = contents.indices.filter { contents[$0] == contents[index] }
      #expect(same.map { told[$0] } == same.map { _ in same.count > 1 ? told[index] : nil })
      #expect(!twins.isOpen(index))
    }
    #expect(Set(told.values).count == Set(contents.filter { one in contents.count { $0 == one } > 1 }).count)
    #expect(asked <= 400 * 9)
  }

  @Test func whatCannotBeComparedIsLeftOut() {
    var twins = Twins()
    let questions = (0..<3).flatMap { twins.add($0, inspection(UInt64($0))) }
    let (found, next) = twins.answer(questions[0], nil)
    #expect(found.isEmpty)
    #expect(next.map(\.index) == [2])
    #expect(next.map(\.other) == [0])
  }

  /// An answer about a file that was replaced meanwhile says nothing, and what it was compared with is asked anew.
  @Test func aFileIsReplaced() {
    var twins = Twins()
    let questions = (0..<3).flatMap { twins.add($0, inspection(UInt64($0))) }
    let again = twins.add(0, inspection(7))
    #expect(again.map(\.index) == [2])
    #expect(twins.answer(questions[0], .same).found.isEmpty)
    var asked = 0
    let told = settle(&twins, again, [1, 2, 2], asked: &asked)
    #expect(Set(told.keys) == [1, 2])
    #expect((0..<3).map(twins.isOpen) == [false, false, false])
  }
}
