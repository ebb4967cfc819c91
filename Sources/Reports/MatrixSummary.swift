import PluginModel

/// What a matrix comes to: how many calls ended how, and on which inputs the plugins differ.
public struct MatrixSummary: Sendable {
  private let matrix: Matrix
  private let list: PluginList
  /// Calls that returned, of plugins of which something is not proved.
  private let unverified: Int

  public init(_ matrix: Matrix, _ list: PluginList, _ settings: Settings) {
    self.matrix = matrix
    self.list = list
    unverified = matrix.members.enumerated().reduce(0) { count, member in
      guard list[member.element].inspection?.isUnproved(settings) ?? false else { return count }
      return count
        + matrix.inputs.indices.count { matrix.answer(row: member.offset, column: $0)?.verdict == .passed }
    }
  }

  public var allPassed: Bool { matrix.rejectedCount == 0 && matrix.total > 0 && count(.passed) == matrix.total }

  /// The summary, and what it takes to see where the plugins part.
  public var lines: [String] { [line] + differences }

  func count(_ verdict: Verdict) -> Int {
    matrix.tally.reduce(0) { $0 + (Answer.verdict(of: $1.key) == verdict ? $1.value : 0) }
  }

  /// "3 plugins × 2 inputs, 4 calls: 3 passed (1 unverified), 1 crashed; 1 plugin rejected".
  private var line: String {
    let counts = Verdict.allCases.compactMap { verdict -> String? in
      let count = count(verdict)
      guard count > 0 else { return nil }
      return "\(count) \(verdict.words)" + (verdict == .passed && unverified > 0 ? " (\(unverified) unverified)" : "")
    }
    let rejected = matrix.rejectedCount > 0 ? "; \(Self.number(matrix.rejectedCount, "plugin")) rejected" : ""
    return
      "\(Self.number(matrix.members.count, "plugin")) × \(Self.number(matrix.inputs.count, "input")), \(Self.number(matrix.total, "call")): "
      + (counts.isEmpty ? "none" : counts.joined(separator: ", ")) + rejected
  }

  private static func number(_ count: Int, _ word: String) -> String { "\(count) \(word)\(count == 1 ? "" : "s")" }

  // MARK: Where they differ

  private static let differencesAtMost = 20
  /// Of the plugins that are named in one of its parts, and of the parts.
  private static let namesAtMost = 3
  private static let answersAtMost = 6

  private var differences: [String] {
    let (compared, all) = (matrix.comparedCount, matrix.inputs.count)
    guard compared > 0 else { return [] }
    guard matrix.splitCount > 0 else {
      return [
        compared == all
          ? "The plugins agree on every input."
          : "The plugins agree on \(compared) of \(Self.number(all, "input")); on the others nothing can be compared."
      ]
    }
    let split = matrix.inputs.indices.lazy.filter { matrix.isSplit(column: $0) }
    let left = matrix.splitCount - Self.differencesAtMost
    return ["The plugins differ on \(matrix.splitCount) of \(Self.number(matrix.inputs.count, "input")):"]
      + split.prefix(Self.differencesAtMost).map { "  " + difference(on: $0) }
      + (left > 0 ? ["  … and on \(left) more; --format json tells all"] : [])
  }

  /// "“a”: 42 (12 plugins), 41 (./p.so), SIGSEGV (./q.so)".
  private func difference(on column: Int) -> String {
    let answers = groups(of: column)
    let told = answers.prefix(Self.answersAtMost).map { answer, members in
      let names = members.prefix(Self.namesAtMost).map { list[$0].path.line }
      let who = members.count <= Self.namesAtMost ? names.joined(separator: ", ") : Self.number(members.count, "plugin")
      return "\(answer.word) (\(who))"
    }
    let more = answers.count > told.count ? ", and \(answers.count - told.count) more" : ""
    return matrix.inputs[column].quoted(atMost: MatrixText.shownInput) + ": " + told.joined(separator: ", ") + more
  }

  /// What they came to on an input, the most frequent first, and who.
  func groups(of column: Int) -> [(answer: Answer, members: [Int])] {
    var members: [Answer: [Int]] = [:]
    for (row, member) in matrix.members.enumerated() {
      guard let answer = matrix.answer(row: row, column: column), answer.isComparable else { continue }
      members[answer, default: []].append(member)
    }
    return members.map { ($0.key, $0.value) }.sorted { ($1.members.count, $0.answer) < ($0.members.count, $1.answer) }
  }

  /// The inputs on which they differ, for machines.
  var splitColumns: [Int] { matrix.inputs.indices.filter { matrix.isSplit(column: $0) } }
}
