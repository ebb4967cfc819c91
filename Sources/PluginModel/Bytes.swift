/// Searching text that need not be UTF-8, without the C library.
extension [UInt8] {
  public func contains(_ text: String) -> Bool { range(of: text) != nil }

  /// Where the text stands first, from an index on.
  public func range(of text: String, from start: Int = 0) -> Range<Int>? {
    let wanted = Array(text.utf8)
    guard let first = wanted.first, count - start >= wanted.count else { return nil }
    for index in start...(count - wanted.count)
    where self[index] == first && self[index..<(index + wanted.count)].elementsEqual(wanted) {
      return index..<(index + wanted.count)
    }
    return nil
  }

  public func separated(by separator: String) -> [[UInt8]] {
    var parts: [[UInt8]] = []
    var start = 0
    while let found = range(of: separator, from: start) {
      parts.append(Array(self[start..<found.lowerBound]))
      start = found.upperBound
    }
    return parts + [Array(self[start...])]
  }

  /// Up to the first of the texts that stands in it.
  public func prefix(before texts: [String]) -> [UInt8] {
    Array(self[..<(texts.compactMap { range(of: $0)?.lowerBound }.min() ?? count)])
  }
}
