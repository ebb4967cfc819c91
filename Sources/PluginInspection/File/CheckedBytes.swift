import CLinux
import Glibc
import PluginModel

/// Bytes of which each access is checked against their end: a hostile file leads anywhere.
protocol CheckedBytes {
  var bytes: UnsafeRawBufferPointer { get }
}

/// The bytes of a mapped file for tables that live no longer than the file: to count who uses it would take longer than to
/// read a table's entry.
struct FileBytes: CheckedBytes {
  let bytes: UnsafeRawBufferPointer

  init(_ file: MappedFile) { bytes = file.bytes }
}

extension CheckedBytes {
  @inline(__always)
  var count: UInt64 { UInt64(truncatingIfNeeded: bytes.count) }

  /// The little-endian integer at an offset, or nil if it does not lie in the file.
  @inline(__always)
  func load<Value: FixedWidthInteger & BitwiseCopyable>(_: Value.Type = Value.self, at offset: UInt64) -> Value? {
    guard holds(UInt64(MemoryLayout<Value>.size), at: offset), let start = bytes.baseAddress else { return nil }
    return Value(littleEndian: start.loadUnaligned(fromByteOffset: Int(truncatingIfNeeded: offset), as: Value.self))
  }

  /// Two integers of 64 bits, one behind the other, with one check for both.
  @inline(__always)
  func loadPair(at offset: UInt64) -> (UInt64, UInt64)? {
    guard holds(16, at: offset), let start = bytes.baseAddress else { return nil }
    let place = start + Int(truncatingIfNeeded: offset)
    return (
      UInt64(littleEndian: place.loadUnaligned(as: UInt64.self)),
      UInt64(littleEndian: place.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    )
  }

  @inline(__always)
  private func holds(_ width: UInt64, at offset: UInt64) -> Bool { width <= count && offset <= count &- width }

  /// Lets the processor fetch what stands at an offset while others are looked at. Who reads thousands of places in no
  /// order waits for memory most of the time.
  @inline(__always)
  func prefetch(at offset: UInt64) {
    if offset < count, let start = bytes.baseAddress { linux_prefetch(start + Int(truncatingIfNeeded: offset)) }
  }

  /// Up to so many bytes from an offset on; fewer at the end of the file.
  func bytes(at offset: UInt64, upTo limit: Int) -> [UInt8] {
    guard offset < count, limit > 0 else { return [] }
    let length = min(UInt64(limit), count - offset)
    return Array(bytes[Int(offset)..<Int(offset + length)])
  }

  /// As `bytes`, without a copy.
  func text(at offset: UInt64, upTo limit: Int) -> MappedText {
    guard offset < count, limit > 0 else { return MappedText(UnsafeRawBufferPointer(start: nil, count: 0)) }
    let length = Int(min(UInt64(limit), count - offset))
    return MappedText(UnsafeRawBufferPointer(rebasing: bytes[Int(offset)..<(Int(offset) + length)]))
  }

  /// The bytes before the first NUL in a range, or nil if there is none within the limit.
  func string(in range: Range<UInt64>, upTo limit: Int) -> [UInt8]? { text(in: range, upTo: limit).map(Array.init) }

  /// As `string`, without a copy.
  func text(in range: Range<UInt64>, upTo limit: Int) -> MappedText? {
    let end = min(range.upperBound, count)
    guard range.lowerBound < end, limit > 0, let base = bytes.baseAddress else { return nil }
    let start = base + Int(range.lowerBound)
    guard let nul = memchr(start, 0, Int(min(end - range.lowerBound, UInt64(limit)))) else { return nil }
    return MappedText(UnsafeRawBufferPointer(start: start, count: UnsafeRawPointer(nul) - start))
  }

  /// Whether a text and a NUL stand at an offset.
  func hasString(_ text: MappedText, at offset: UInt64) -> Bool {
    let length = UInt64(text.count)
    guard length < count, offset < count - length, let base = bytes.baseAddress else { return false }
    let end = Int(offset) + text.count
    return bytes[end] == 0 && MappedText(UnsafeRawBufferPointer(start: base + Int(offset), count: text.count)) == text
  }

  /// Where these bytes stand in a range, in order, as often as the limit says.
  func offsets(of text: [UInt8], in range: Range<UInt64>, atMost limit: Int) -> [UInt64] {
    guard let start = bytes.baseAddress, !text.isEmpty else { return [] }
    var found: [UInt64] = []
    var offset = range.lowerBound
    let end = min(range.upperBound, count)
    while offset < end, found.count < limit,
      let place = linux_find(start + Int(offset), Int(end - offset), text, text.count)
    {
      found.append(UInt64(place - start))
      offset = found[found.count - 1] + 1
    }
    return found
  }

  /// Whether these bytes stand at an offset.
  func bytes(_ text: [UInt8], standAt offset: UInt64) -> Bool {
    let length = UInt64(text.count)
    guard length <= count, offset <= count - length, let start = bytes.baseAddress else { return false }
    return memcmp(start + Int(offset), text, text.count) == 0
  }

  /// Whether these bytes and a NUL stand at an offset.
  func hasString(_ text: [UInt8], at offset: UInt64) -> Bool {
    let length = UInt64(text.count)
    return length < count && offset < count - length && bytes[Int(offset) + text.count] == 0
      && bytes(text, standAt: offset)
  }
}
