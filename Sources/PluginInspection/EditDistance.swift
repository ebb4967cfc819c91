/// How many single bytes must be added, removed, replaced or swapped with their neighbour to turn one name into another.
///
/// A letter's case counts nothing: `myfunction` is as near to `MyFunction` as can be.
enum EditDistance {
  /// Longer names are never near: the work grows with the product of the lengths.
  static let longestName = 128

  /// The distance, or nil if it is above the bound or a name is too long.
  static func between(_ first: [UInt8], _ second: [UInt8], atMost bound: Int) -> Int? {
    guard first.count <= longestName, second.count <= longestName else { return nil }
    guard abs(first.count - second.count) <= bound else { return nil }
    let (a, b) = (first.map(lowercased), second.map(lowercased))
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var best = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, beforeLast[j - 1] + 1) }
        row.append(best)
      }
      (beforeLast, last) = (last, row)
    }
    return last[b.count] <= bound ? last[b.count] : nil
  }

  static func lowercased(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte + 32 : byte
  }
}
