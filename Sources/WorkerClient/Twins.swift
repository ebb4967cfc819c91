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
    /// Its place in `groups`.
    let group: Int
  }
  private struct Content {
    let number: Int
    /// The plugins that have it; never empty.
    var plugins: [Int]
  }
  private struct Group {
    /// The only plugin that there is, as most often: there is nothing to be compared.
    var only: Int?
    /// In the order of their bytes.
    var contents: [Content] = []
    var waiting: Deque<Int> = []
    /// The plugin that is being compared, among which of the contents its place is, and what is asked.
    var current: (index: Int, places: Range<Int>, question: Int)?
  }

  /// By the plugin's place in the list.
  private var entries: [Entry?] = []
  private var groups: [Group] = []
  /// The places of the groups.
  private var places: [Likeness: Int] = [:]
  private var lastNumber = 0

  private func entry(_ index: Int) -> Entry? { index < entries.count ? entries[index] : nil }

  /// Whether it is still to be found out if a plugin's content is another's too.
  func isOpen(_ index: Int) -> Bool {
    guard let place = entry(index)?.group else { return false }
    return groups[place].current != nil || !groups[place].waiting.isEmpty
  }

  /// Takes what a plugin's file is now; what to ask because of it.
  mutating func add(_ index: Int, _ inspection: Inspection) -> [Question] {
    let old = entry(index)
    guard old?.file != inspection.file || inspection.file == nil else { return [] }
    var questions: [Question] = []
    if let old {
      entries[index] = nil
      questions += remove(index, from: old.group)
    }
    guard let file = inspection.file, file.size > 0 else { return questions }
    if index >= entries.count { entries += repeatElement(nil, count: index + 1 - entries.count) }
    let likeness = Likeness(size: file.size, buildID: inspection.buildID)
    guard let place = places[likeness] else {
      places[likeness] = groups.count
      entries[index] = Entry(file: file, group: groups.count)
      groups.append(Group(only: index))
      return questions
    }
    entries[index] = Entry(file: file, group: place)
    return questions + add(index, to: place)
  }

  private mutating func add(_ index: Int, to place: Int) -> [Question] {
    if groups[place].contents.isEmpty, groups[place].waiting.isEmpty, groups[place].current == nil {
      guard let only = groups[place].only else {
        groups[place].only = index
        return []
      }
      groups[place].only = nil
      groups[place].waiting.append(only)
    }
    groups[place].waiting.append(index)
    return proceed(place)
  }

  /// Takes an answer, nil if there will be none. Which plugins are known to have a content in common with others, by the
  /// content's number, and what to ask next.
  mutating func answer(
    _ question: Question, _ order: Comparison.Order?
  ) -> (found: [(index: Int, content: Int)], next: [Question]) {
    guard let place = entry(question.index)?.group, let current = groups[place].current,
      current.question == question.number
    else { return ([], []) }
    groups[place].current = nil
    let middle = Self.middle(of: current.places)
    switch order {
    case nil: return ([], proceed(place))
    case .same:
      groups[place].contents[middle].plugins.append(question.index)
      let content = groups[place].contents[middle]
      // The first learns of it with the second.
      let found = content.plugins.count == 2 ? content.plugins : [question.index]
      return (found.map { ($0, content.number) }, proceed(place))
    case .before: return ([], ask(question.index, among: current.places.lowerBound..<middle, place))
    case .after: return ([], ask(question.index, among: (middle + 1)..<current.places.upperBound, place))
    }
  }

  /// The next one that waits, if none is being compared.
  private mutating func proceed(_ place: Int) -> [Question] {
    guard groups[place].current == nil, let index = groups[place].waiting.popFirst() else { return [] }
    return ask(index, among: groups[place].contents.indices, place)
  }

  /// Halves the contents among which a plugin's own has its place; where none are left, it is a new one.
  private mutating func ask(_ index: Int, among places: Range<Int>, _ place: Int) -> [Question] {
    lastNumber += 1
    guard !places.isEmpty else {
      groups[place].contents.insert(Content(number: lastNumber, plugins: [index]), at: places.lowerBound)
      return proceed(place)
    }
    let other = groups[place].contents[Self.middle(of: places)].plugins[0]
    guard let file = entry(index)?.file, let otherFile = entry(other)?.file else { return [] }
    groups[place].current = (index, places, lastNumber)
    return [Question(number: lastNumber, index: index, file: file, other: other, otherFile: otherFile)]
  }

  /// A plugin's file is another one now. What was asked meanwhile may have been about it, and is asked anew.
  private mutating func remove(_ index: Int, from place: Int) -> [Question] {
    var group = groups[place]
    if group.only == index { group.only = nil }
    group.waiting.removeAll { $0 == index }
    for content in group.contents.indices { group.contents[content].plugins.removeAll { $0 == index } }
    group.contents.removeAll(where: \.plugins.isEmpty)
    if let current = group.current, current.index != index { group.waiting.prepend(current.index) }
    group.current = nil
    groups[place] = group
    return proceed(place)
  }

  private static func middle(of places: Range<Int>) -> Int { places.lowerBound + places.count / 2 }
}
