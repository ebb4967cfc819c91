/// Names that go by one after another: how many there are, the first by the alphabet, and the nearest to a wanted one.
struct NameList {
  /// Of the first and of the nearest that are kept.
  static let keptAtMost = 5

  private var firstTexts: [MappedText] = []
  private var nearestTexts: [(text: MappedText, distance: Int)] = []
  private let copies = CopiedTexts()
  private let distance: EditDistance?
  private var newCount = 0
  /// Of the names that may have gone by before.
  private var hashes: [UInt64] = []

  init(wanted: [UInt8]) { distance = EditDistance(from: wanted) }

  /// In order.
  var first: [[UInt8]] { withExtendedLifetime(copies) { firstTexts.map { Array($0) } } }

  /// Nearest first.
  var nearest: [(name: [UInt8], distance: Int)] {
    withExtendedLifetime(copies) { nearestTexts.map { (Array($0.text), $0.distance) } }
  }

  /// Those that differ. That two of some thousand names have one hash is as good as impossible, and would only make this
  /// wrong.
  var count: Int {
    let sorted = hashes.sorted()
    return newCount + zip(sorted, sorted.dropFirst()).count(where: !=) + (sorted.isEmpty ? 0 : 1)
  }

  /// - Parameter name: It stands in no file.
  mutating func add(_ name: [UInt8]) { add(copies.add(name)) }

  /// - Parameters:
  ///   - name: It stands in a file that is mapped as long as the list is in use.
  ///   - isNew: Whether the name cannot have gone by before, which saves looking.
  mutating func add(_ name: MappedText, isNew: Bool = false) {
    if isNew { newCount += 1 } else { hashes.append(Self.hash(name)) }
    if firstTexts.count < Self.keptAtMost || name.precedes(firstTexts[Self.keptAtMost - 1]),
      isNew || !firstTexts.contains(name)
    {
      firstTexts.insert(name, at: firstTexts.firstIndex(where: name.precedes) ?? firstTexts.count)
      if firstTexts.count > Self.keptAtMost { firstTexts.removeLast() }
    }
    // Only what would come among the nearest is worth its exact distance.
    let worst = nearestTexts.count < Self.keptAtMost ? Int.max : nearestTexts[Self.keptAtMost - 1].distance
    guard let distance = distance?.to(name, atMost: worst),
      isNew || !nearestTexts.contains(where: { $0.text == name })
    else { return }
    let place = nearestTexts.firstIndex {
      distance != $0.distance ? distance < $0.distance : name.precedes($0.text)
    }
    nearestTexts.insert((name, distance), at: place ?? nearestTexts.count)
    if nearestTexts.count > Self.keptAtMost { nearestTexts.removeLast() }
  }

  /// FNV-1a; see RFC 9923. A library can be made so that the number comes out wrong, and nothing else hangs on it.
  private static func hash(_ name: MappedText) -> UInt64 {
    name.bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}

/// Copies that stay where they are as long as this is there.
private final class CopiedTexts {
  private var buffers: [UnsafeRawBufferPointer] = []

  func add(_ text: [UInt8]) -> MappedText {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: text.count, alignment: 1)
    buffer.copyBytes(from: text)
    buffers.append(UnsafeRawBufferPointer(buffer))
    return MappedText(UnsafeRawBufferPointer(buffer))
  }

  deinit { for buffer in buffers { buffer.deallocate() } }
}
