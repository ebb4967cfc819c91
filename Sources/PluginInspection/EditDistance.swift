/// How many single bytes must be added, removed, replaced or swapped with their neighbour to turn one name into another.
///
/// A letter's case counts nothing: `myfunction` is as near to `MyFunction` as can be.
enum EditDistance {
  /// Longer names are never near: the work grows with the product of the lengths.
  static let longestName = 128

  /// The distance, or nil if it is above the bound or a name is too long.
  static func between(_ a: [UInt8], _ b: [UInt8], atMost bound: Int) -> Int? {
    guard a.count <= longestName, b.count <= longestName, atLeast(a, b) <= bound else { return nil }
    // Three rows of the table: the one being filled, the one before, and for swaps the one before that.
    let width = b.count + 1
    return withUnsafeTemporaryAllocation(of: Int.self, capacity: 3 * width) { table in
      for j in 0..<width { table[j] = j }
      var (row, last, beforeLast) = (width, 0, 2 * width)
      for i in a.indices {
        let letter = lowercased(a[i])
        table[row] = i + 1
        var least = i + 1
        for j in b.indices {
          let isSame = letter == lowercased(b[j])
          var best = min(table[last + j + 1] + 1, table[row + j] + 1, table[last + j] + (isSame ? 0 : 1))
          if i > 0, j > 0, letter == lowercased(b[j - 1]), lowercased(a[i - 1]) == lowercased(b[j]) {
            best = min(best, table[beforeLast + j - 1] + 1)
          }
          table[row + j + 1] = best
          least = min(least, best)
        }
        // What follows cannot come nearer than the best of two rows, a swap counted.
        if least > bound, i > 0, (0..<width).allSatisfy({ table[last + $0] >= bound }) { return nil }
        (row, last, beforeLast) = (beforeLast, row, last)
      }
      return table[last + b.count] <= bound ? table[last + b.count] : nil
    }
  }

  /// A bound from below that costs next to nothing: the lengths, and the letters that one name has and the other lacks.
  private static func atLeast(_ a: [UInt8], _ b: [UInt8]) -> Int {
    let (inA, inB) = (letters(a), letters(b))
    return max(abs(a.count - b.count), (inA & ~inB).nonzeroBitCount, (inB & ~inA).nonzeroBitCount)
  }

  /// A bit for each letter; some share one, which only makes the bound lower.
  private static func letters(_ name: [UInt8]) -> UInt64 {
    name.reduce(0) { $0 | 1 << UInt64(lowercased($1) & 63) }
  }

  static func lowercased(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte + 32 : byte
  }
}
