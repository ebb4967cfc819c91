import DequeModule
import PluginModel

/// The digests that were asked for: one at a time, and once for each state of a file; of the selected plugin, and of those
/// about whose content somebody may have decided.
///
/// A digest takes as long as its file is large. Whoever goes quickly down a long list asks for those of the first row
/// and of the row where they stop.
struct DigestRequests: Sendable {
  /// The plugin whose digest is being computed.
  private var underWay: Int?
  /// By plugin, the state of the file whose digest was asked for last.
  private var asked: [Int: FileState] = [:]
  /// For when there is nothing else to do.
  private var wanted: Deque<Int> = []
  private var isWanted: Set<Int> = []

  var isFree: Bool { underWay == nil }

  /// The plugin whose digest is to be asked for now; it counts as asked.
  ///
  /// - Parameter isUrgent: whether somebody waits for it; else it is not read while it runs.
  mutating func next(for index: Int, _ plugin: Plugin, _ row: Row, isUrgent: Bool = false) -> Int? {
    guard underWay == nil, let inspection = plugin.inspection, let file = inspection.file, inspection.digest == nil,
      asked[index] != file, !row.isInspecting, isUrgent || row.activity == .idle
    else { return nil }
    underWay = index
    asked[index] = file
    return index
  }

  mutating func answered(_ index: Int) {
    if underWay == index { underWay = nil }
  }

  mutating func want(_ index: Int) {
    if isWanted.insert(index).inserted { wanted.append(index) }
  }

  mutating func takeWanted() -> Int? {
    guard let index = wanted.popFirst() else { return nil }
    isWanted.remove(index)
    return index
  }

  /// It is asked for once more, though it was before.
  mutating func allowAgain(_ index: Int) {
    if underWay != index { asked[index] = nil }
  }

  /// Whether it was asked for, and what came was none.
  func isInVain(_ index: Int, _ file: FileState) -> Bool { underWay != index && asked[index] == file }
}

extension State {
  /// What is to be read for a digest now: what somebody waits for, what they look at, and at last what may be a content
  /// that somebody decided about.
  mutating func requestDigest() -> [Effect] {
    guard digests.isFree else { return [] }
    for index in judging.waiting {
      if let next = digests.next(for: index, roster.plugins[index], roster.rows[index], isUrgent: true) {
        return [.digest(next)]
      }
    }
    for index in lookedAt {
      if let next = digests.next(for: index, roster.plugins[index], roster.rows[index]) { return [.digest(next)] }
    }
    // Nothing else is to wait for these.
    guard roster.loading.isEmpty, roster.waiting.isEmpty else { return [] }
    while let index = digests.takeWanted() {
      if let next = digests.next(for: index, roster.plugins[index], roster.rows[index]) { return [.digest(next)] }
    }
    return []
  }

  /// The plugins of which somebody reads now: the selected one, or those that are compared.
  private var lookedAt: [Int] {
    if let pair = page?.pair { return [pair.left.index, pair.right.index] }
    return selected == nil ? [] : [selection]
  }
}
