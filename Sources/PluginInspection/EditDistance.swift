/// How many single bytes must be added, removed, replaced or swapped with their neighbour to turn a name into another.
///
/// A letter's case counts nothing: `myfunction` is as near to `MyFunction` as can be.
enum EditDistance {
  case short(BitColumns<UInt64>)
  case long(BitColumns<UInt128>)

  /// Of the name to start from, in bytes. From a longer one no other is near.
  static let longestName = UInt128.bitWidth

  /// Nil for a name that is empty or too long.
  init?(from name: [UInt8]) {
    switch name.count {
    case 1...UInt64.bitWidth: self = .short(BitColumns(name))
    case 1...Self.longestName: self = .long(BitColumns(name))
    default: return nil
    }
  }

  /// The distance to another name, or nil if it is above the bound.
  func to(_ name: MappedText, atMost bound: Int) -> Int? {
    switch self {
    case .short(let columns): columns.distance(to: name.bytes, atMost: bound)
    case .long(let columns): columns.distance(to: name.bytes, atMost: bound)
    }
  }

  func to(_ name: [UInt8], atMost bound: Int) -> Int? { name.withUnsafeBytes { to(MappedText($0), atMost: bound) } }
}

/// The table of distances from a name to another, column by column, a column as the bits of a few numbers.
///
/// See Hyyrö, "A Bit-Vector Algorithm for Computing Levenshtein and Damerau Edit Distances", 2003.
struct BitColumns<Bits: FixedWidthInteger & UnsignedInteger> {
  /// For each byte, where it stands in the name.
  private let places: [Bits]
  private let length: Int

  /// - Parameter name: not empty, and no longer than there are bits.
  fileprivate init(_ name: [UInt8]) {
    length = name.count
    var places = [Bits](repeating: 0, count: 256)
    for (place, byte) in name.enumerated() {
      let bit: Bits = 1 << Bits(place)
      places[Int(Self.lowercased(byte))] |= bit
      places[Int(Self.uppercased(byte))] |= bit
    }
    self.places = places
  }

  fileprivate func distance(to name: UnsafeRawBufferPointer, atMost bound: Int) -> Int? {
    guard abs(name.count &- length) <= bound else { return nil }
    return places.withUnsafeBufferPointer { places in
      // Bytes that stay as they are stand in both names, and so do those that change places: every other byte of the
      // longer name takes a change.
      var (common, met): (Int, Bits) = (0, 0)
      for byte in name {
        let here = places[Int(byte)]
        common &+= here == 0 ? 0 : 1
        met |= here
      }
      guard max(name.count, length) - min(common, met.nonzeroBitCount) <= bound else { return nil }
      return distance(to: name, atMost: bound, places)
    }
  }

  @inline(__always)
  private func distance(
    to name: UnsafeRawBufferPointer, atMost bound: Int, _ places: UnsafeBufferPointer<Bits>
  ) -> Int? {
    let last: Bits = 1 << Bits(length - 1)
    // Where the table grows by one from a row to the next, and where it shrinks; where the diagonal stays the same.
    var (growing, shrinking, same): (Bits, Bits, Bits) = (.max, 0, 0)
    var before: Bits = 0
    var (distance, rest) = (length, name.count)
    for byte in name {
      let here = places[Int(byte)]
      let swapped = (~same & here) << 1 & before
      same = ((here & growing) &+ growing) ^ growing | here | shrinking | swapped
      var (up, down) = (shrinking | ~(same | growing), same & growing)
      distance &+= (up & last != 0 ? 1 : 0) &- (down & last != 0 ? 1 : 0)
      rest &-= 1
      if distance &- rest > bound { return nil }
      (up, down) = (up << 1 | 1, down << 1)
      growing = down | ~(same | up)
      shrinking = up & same
      before = here
    }
    return distance
  }

  private static func lowercased(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte + 32 : byte
  }

  private static func uppercased(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) ? byte - 32 : byte
  }
}
