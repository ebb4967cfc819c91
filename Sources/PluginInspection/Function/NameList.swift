/// Names that go by one after another: how many there are, the first by the alphabet, and the nearest to a wanted one.
struct NameList {
  /// Of the first and of the nearest that are kept.
  static let keptAtMost = 5

  /// In order.
  private(set) var first: [[UInt8]] = []
  /// Nearest first.
  private(set) var nearest: [(name: [UInt8], distance: Int)] = []
  private let distance: EditDistance?
  private var newCount = 0
  /// Of the names that may have gone by before.
  private var hashes: [UInt64] = []

  init(wanted: [UInt8]) { distance = EditDistance(from: wanted) }

  /// Those that differ. That two of some thousand names have one hash is as good as impossible, and would only make this
  /// wrong.
  var count: Int {
    let sorted = hashes.sorted()
    return newCount + zip(sorted, sorted.dropFirst()).count(where: !=) + (sorted.isEmpty ? 0 : 1)
  }

  /// - Parameter isNew: whether the name cannot have gone by before, which saves looking.
  mutating func add(_ name: MappedText, isNew: Bool = false) {
    if isNew { newCount += 1 } else { hashes.append(Self.hash(name)) }
    if first.count < Self.keptAtMost || name.precedes(first[Self.keptAtMost - 1]),
      isNew || !first.contains(where: name.elementsEqual)
    {
      first.insert(Array(name), at: first.firstIndex(where: name.precedes) ?? first.count)
      if first.count > Self.keptAtMost { first.removeLast() }
    }
    // Only what would come among the nearest is worth its exact distance.
    let worst = nearest.count < Self.keptAtMost ? Int.max : nearest[Self.keptAtMost - 1].distance
    guard let distance = distance?.to(name, atMost: worst),
      isNew || !nearest.contains(where: { name.elementsEqual($0.name) })
    else { return }
    let place = nearest.firstIndex {
      distance != $0.distance ? distance < $0.distance : name.precedes($0.name)
    }
    nearest.insert((Array(name), distance), at: place ?? nearest.count)
    if nearest.count > Self.keptAtMost { nearest.removeLast() }
  }

  /// FNV-1a; see RFC 9923. A library can be made so that the number comes out wrong, and nothing else hangs on it.
  private static func hash(_ name: MappedText) -> UInt64 {
    name.bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}
