import DequeModule
import PluginModel

/// Plugins whose files may have the same content, being equally long, and with the same build ID or none. They are
/// compared one with another until it is known; to read all others, or the digests of these, would take longer.
struct Twins {
  /// To be answered by `answer`.
  struct Question: Hashable {
    fileprivate let number: Int
    let index: Int
    let file: FileState
    let other: Int
    let otherFile: FileState
  }

  private struct Likeness: Hashable {
    let size: Int64
    let buildID: String?
  }
  private struct Entry {
    let file: FileState
    let likeness: Likeness
  }
  private struct Content {
    let number: Int
    /// The plugins that have it; never empty.
    var plugins: [Int]
  }
  private struct Group {
    /// In the order of their bytes.
    var contents: [Content] = []
    var waiting: Deque<Int> = []
    /// The plugin that is being compared, among which of the contents its place is, and what is asked.
    var current: (index: Int, places: Range<Int>, question: Int)?
  }

  private var entries: [Int: Entry] = [:]
  private var groups: [Likeness: Group] = [:]
  private var lastNumber = 0

  /// Whether it is still to be found out if a plugin's content is another's too.
  func isOpen(_ index: Int) -> Bool {
    guard let likeness = entries[index]?.likeness, let group = groups[likeness] else { return false }
    return group.current != nil || !group.waiting.isEmpty
  }

  /// Takes what a plugin's file is now; what to ask because of it.
  mutating func add(_ index: Int, _ inspection: Inspection) -> [Question] {
    guard entries[index]?.file != inspection.file || inspection.file == nil else { return [] }
    var questions: [Question] = []
    if let old = entries.removeValue(forKey: index) { questions += remove(index, from: old.likeness) }
    guard let file = inspection.file, file.size > 0 else { return questions }
    let likeness = Likeness(size: file.size, buildID: inspection.buildID)
    entries[index] = Entry(file: file, likeness: likeness)
    groups[likeness, default: Group()].waiting.append(index)
    return questions + proceed(likeness)
  }

  /// Takes an answer, nil if there will be none. Which plugins are known to have a content in common with others, by the
  /// content's number, and what to ask next.
  mutating func answer(
    _ question: Question, _ order: Comparison.Order?
  ) -> (found: [(index: Int, content: Int)], next: [Question]) {
    guard let likeness = entries[question.index]?.likeness, let current = groups[likeness]?.current,
      current.question == question.number
    else { return ([], []) }
    groups[likeness]?.current = nil
    let middle = Self.middle(of: current.places)
    switch order {
    case nil: return ([], proceed(likeness))
    case .same:
      groups[likeness]?.contents[middle].plugins.append(question.index)
      let content = groups[likeness]?.contents[middle]
      let plugins = content?.plugins ?? []
      // The first learns of it with the second.
      let found = plugins.count == 2 ? plugins : [question.index]
      return (found.map { ($0, content?.number ?? 0) }, proceed(likeness))
    case .before: return ([], ask(question.index, among: current.places.lowerBound..<middle, likeness))
    case .after: return ([], ask(question.index, among: (middle + 1)..<current.places.upperBound, likeness))
    }
  }

  /// The next one that waits, if none is being compared.
  private mutating func proceed(_ likeness: Likeness) -> [Question] {
    guard let group = groups[likeness], group.current == nil, let index = groups[likeness]?.waiting.popFirst() else {
      return []
    }
    return ask(index, among: group.contents.indices, likeness)
  }

  /// Halves the contents among which a plugin's own has its place; where none are left, it is a new one.
  private mutating func ask(_ index: Int, among places: Range<Int>, _ likeness: Likeness) -> [Question] {
    lastNumber += 1
    guard !places.isEmpty else {
      groups[likeness]?.contents.insert(Content(number: lastNumber, plugins: [index]), at: places.lowerBound)
      return proceed(likeness)
    }
    let content = groups[likeness]?.contents[Self.middle(of: places)]
    guard let file = entries[index]?.file, let other = content?.plugins.first, let otherFile = entries[other]?.file
    else { return [] }
    groups[likeness]?.current = (index, places, lastNumber)
    return [Question(number: lastNumber, index: index, file: file, other: other, otherFile: otherFile)]
  }

  /// A plugin's file is another one now. What was asked meanwhile may have been about it, and is asked anew.
  private mutating func remove(_ index: Int, from likeness: Likeness) -> [Question] {
    guard var group = groups[likeness] else { return [] }
    group.waiting.removeAll { $0 == index }
    for place in group.contents.indices { group.contents[place].plugins.removeAll { $0 == index } }
    group.contents.removeAll(where: \.plugins.isEmpty)
    if let current = group.current, current.index != index { group.waiting.prepend(current.index) }
    group.current = nil
    groups[likeness] = group
    return proceed(likeness)
  }

  private static func middle(of places: Range<Int>) -> Int { places.lowerBound + places.count / 2 }
}
