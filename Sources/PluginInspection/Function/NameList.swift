/// Names that go by one after another: how many there are, the first by the alphabet, and the nearest to a wanted one.
struct NameList {
  /// Of the first and of the nearest that are kept.
  static let keptAtMost = 5

  /// A name that is kept. Most come and go: only of one that does not stand in a file is a copy made.
  private enum Kept {
    case inFile(MappedText)
    case copy([UInt8])

    var bytes: [UInt8] {
      switch self {
      case .inFile(let text): Array(text)
      case .copy(let bytes): bytes
      }
    }

    @inline(__always)
    func with<Result>(_ body: (MappedText) -> Result) -> Result {
      switch self {
      case .inFile(let text): body(text)
      case .copy(let bytes): bytes.withUnsafeBytes { body(MappedText($0)) }
      }
    }

    func isSame(as name: MappedText) -> Bool { with { $0 == name } }
    func follows(_ name: MappedText) -> Bool { with(name.precedes) }
  }

  private var firstKept: [Kept] = []
  private var nearestKept: [(name: Kept, distance: Int)] = []
  private let distance: EditDistance?
  private var newCount = 0
  /// Of the names that may have gone by before.
  private var hashes: [UInt64] = []

  init(wanted: [UInt8]) { distance = EditDistance(from: wanted) }

  /// In order.
  var first: [[UInt8]] { firstKept.map(\.bytes) }

  /// Nearest first.
  var nearest: [(name: [UInt8], distance: Int)] { nearestKept.map { ($0.name.bytes, $0.distance) } }

  /// Those that differ. That two of some thousand names have one hash is as good as impossible, and would only make this
  /// wrong.
  var count: Int {
    let sorted = hashes.sorted()
    return newCount + zip(sorted, sorted.dropFirst()).count(where: !=) + (sorted.isEmpty ? 0 : 1)
  }

  /// - Parameters:
  ///   - name: It stands in a file that is mapped as long as the list is in use.
  ///   - isNew: whether the name cannot have gone by before, which saves looking.
  mutating func add(_ name: MappedText, isNew: Bool = false) {
    if isNew { newCount += 1 } else { hashes.append(Self.hash(name)) }
    add(name, isNew: isNew) { .inFile(name) }
  }

  /// - Parameter name: It stands in no file.
  mutating func add(_ name: [UInt8]) {
    name.withUnsafeBytes {
      hashes.append(Self.hash(MappedText($0)))
      add(MappedText($0), isNew: false) { .copy(name) }
    }
  }

  @inline(__always)
  private mutating func add(_ name: MappedText, isNew: Bool, _ kept: () -> Kept) {
    if firstKept.count < Self.keptAtMost || firstKept[Self.keptAtMost - 1].follows(name),
      isNew || !firstKept.contains(where: { $0.isSame(as: name) })
    {
      firstKept.insert(kept(), at: firstKept.firstIndex { $0.follows(name) } ?? firstKept.count)
      if firstKept.count > Self.keptAtMost { firstKept.removeLast() }
    }
    // Only what would come among the nearest is worth its exact distance.
    let worst = nearestKept.count < Self.keptAtMost ? Int.max : nearestKept[Self.keptAtMost - 1].distance
    guard let distance = distance?.to(name, atMost: worst),
      isNew || !nearestKept.contains(where: { $0.name.isSame(as: name) })
    else { return }
    let place = nearestKept.firstIndex {
      distance != $0.distance ? distance < $0.distance : $0.name.follows(name)
    }
    nearestKept.insert((kept(), distance), at: place ?? nearestKept.count)
    if nearestKept.count > Self.keptAtMost { nearestKept.removeLast() }
  }

  /// FNV-1a; see RFC 9923. A library can be made so that the number comes out wrong, and nothing else hangs on it.
  private static func hash(_ name: MappedText) -> UInt64 {
    name.bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}
