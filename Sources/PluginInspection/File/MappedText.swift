import CLinux
import Glibc

/// Bytes of a mapped file where they stand: loops over thousands of names cannot afford a copy of each.
///
/// They are there as long as the file is mapped. Who keeps them longer than a look at its tables takes a copy.
struct MappedText: RandomAccessCollection, Hashable {
  let bytes: UnsafeRawBufferPointer

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  var startIndex: Int { 0 }
  var endIndex: Int { bytes.count }
  subscript(position: Int) -> UInt8 { bytes[position] }

  /// What `Array.init` and its like copy at once.
  func withContiguousStorageIfAvailable<Result>(
    _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
  ) rethrows -> Result? {
    try bytes.withMemoryRebound(to: UInt8.self, body)
  }

  static func == (a: MappedText, b: MappedText) -> Bool { a.count == b.count && a.hasPrefix(b) }

  func hash(into hasher: inout Hasher) { hasher.combine(bytes: bytes) }

  /// Whether it comes before another in the order of their bytes.
  func precedes(_ other: MappedText) -> Bool {
    guard let start = bytes.baseAddress, let otherStart = other.bytes.baseAddress else { return count < other.count }
    let order = memcmp(start, otherStart, Swift.min(count, other.count))
    return order < 0 || order == 0 && count < other.count
  }

  func hasPrefix(_ prefix: StaticString) -> Bool {
    hasPrefix(MappedText(UnsafeRawBufferPointer(start: prefix.utf8Start, count: prefix.utf8CodeUnitCount)))
  }

  func hasSuffix(_ suffix: [UInt8]) -> Bool {
    suffix.withUnsafeBytes { suffix in
      suffix.count <= count
        && MappedText(UnsafeRawBufferPointer(rebasing: bytes[(count - suffix.count)...])) == MappedText(suffix)
    }
  }

  /// Whether these bytes stand in it somewhere. See memmem(3).
  func contains(_ part: [UInt8]) -> Bool {
    guard let start = bytes.baseAddress else { return false }
    return linux_find(start, count, part, part.count) != nil
  }

  private func hasPrefix(_ prefix: MappedText) -> Bool {
    guard prefix.count <= count, let start = bytes.baseAddress, let other = prefix.bytes.baseAddress else {
      return prefix.isEmpty
    }
    return memcmp(start, other, prefix.count) == 0
  }
}
