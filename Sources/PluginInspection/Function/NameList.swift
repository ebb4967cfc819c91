/// Names that go by one after another: how many there are, the first by the alphabet, and the nearest to a wanted one.
struct NameList {
  /// Of the first and of the nearest that are kept.
  static let keptAtMost = 5

  /// Those that differ.
  private(set) var count = 0
  /// In order.
  private(set) var first: [[UInt8]] = []
  /// Nearest first.
  private(set) var nearest: [(name: [UInt8], distance: Int)] = []
  private let distance: EditDistance?
  private var hashes: Set<Int> = []

  init(wanted: [UInt8]) { distance = EditDistance(from: wanted) }

  /// - Parameter isNew: whether the name cannot have gone by before, which saves looking.
  mutating func add(_ name: MappedText, isNew: Bool = false) {
    // That two of a few thousand names have one hash is as good as impossible, and would only make the number wrong.
    guard isNew || hashes.insert(name.hashValue).inserted else { return }
    count += 1
    if first.count < Self.keptAtMost || name.precedes(first[Self.keptAtMost - 1]) {
      first.insert(Array(name), at: first.firstIndex(where: name.precedes) ?? first.count)
      if first.count > Self.keptAtMost { first.removeLast() }
    }
    // Only what would come among the nearest is worth its exact distance.
    let worst = nearest.count < Self.keptAtMost ? Int.max : nearest[Self.keptAtMost - 1].distance
    guard let distance = distance?.to(name, atMost: worst) else { return }
    let place = nearest.firstIndex {
      distance != $0.distance ? distance < $0.distance : name.precedes($0.name)
    }
    nearest.insert((Array(name), distance), at: place ?? nearest.count)
    if nearest.count > Self.keptAtMost { nearest.removeLast() }
  }
}
