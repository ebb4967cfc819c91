import CLinux
import Glibc
import Linux

/// The bytes of an open file, read-only, every access checked against their end.
///
/// They are mapped, not copied: a plugin may be large, and only its tables are read. If the file is cut shorter while it
/// is mapped, the next access ends this process with SIGBUS; that is one reason why the inspector is a child of its own.
/// See mmap(2).
final class MappedFile {
  /// In bytes.
  let count: UInt64
  private let bytes: UnsafeRawBufferPointer

  init(_ file: OpenFile, size: Int64) throws(FileError) {
    guard let length = Int(exactly: size), length >= 0 else { throw .notReadable(SystemError("mmap", number: EFBIG)) }
    count = UInt64(length)
    guard length > 0 else {
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      return
    }
    guard let start = mmap(nil, length, PROT_READ, MAP_PRIVATE, file.descriptor, 0), start != MAP_FAILED else {
      throw .notReadable(SystemError("mmap"))
    }
    bytes = UnsafeRawBufferPointer(start: start, count: length)
  }

  deinit {
    if let start = bytes.baseAddress { munmap(UnsafeMutableRawPointer(mutating: start), bytes.count) }
  }

  /// The little-endian integer at an offset, or nil if it does not lie in the file.
  func load<Value: FixedWidthInteger & BitwiseCopyable>(_: Value.Type = Value.self, at offset: UInt64) -> Value? {
    let width = UInt64(MemoryLayout<Value>.size)
    guard width <= count, offset <= count - width else { return nil }
    return Value(littleEndian: bytes.loadUnaligned(fromByteOffset: Int(offset), as: Value.self))
  }

  /// Up to so many bytes from an offset on; fewer at the end of the file.
  func bytes(at offset: UInt64, upTo limit: Int) -> [UInt8] {
    guard offset < count, limit > 0 else { return [] }
    let length = min(UInt64(limit), count - offset)
    return Array(bytes[Int(offset)..<Int(offset + length)])
  }

  /// The bytes before the first NUL in a range, or nil if there is none within the limit.
  func string(in range: Range<UInt64>, upTo limit: Int) -> [UInt8]? {
    let end = min(range.upperBound, count)
    guard range.lowerBound < end, limit > 0 else { return nil }
    let length = Int(min(end - range.lowerBound, UInt64(limit)))
    let start = Int(range.lowerBound)
    let window = UnsafeRawBufferPointer(rebasing: bytes[start..<(start + length)])
    guard let base = window.baseAddress, let found = memchr(base, 0, length) else { return nil }
    return Array(window[..<(UnsafeRawPointer(found) - base)])
  }

  /// Calls `body` with each byte before the first NUL in a range, and returns how many they were; nil if there is no NUL
  /// within the limit.
  func forEachByte(in range: Range<UInt64>, upTo limit: Int, _ body: (UInt8) -> Void) -> Int? {
    let end = min(range.upperBound, count)
    guard range.lowerBound < end else { return nil }
    let start = Int(range.lowerBound)
    let length = min(Int(end) - start, limit)
    for index in 0..<length {
      let byte = bytes[start + index]
      if byte == 0 { return index }
      body(byte)
    }
    return nil
  }

  /// Whether so many bytes of another file, and then a NUL, stand at an offset.
  func hasString(of other: MappedFile, at otherOffset: UInt64, length: Int, at offset: UInt64) -> Bool {
    guard let size = UInt64(exactly: length), size < count, offset < count - size, size <= other.count,
      otherOffset <= other.count - size, bytes[Int(offset) + length] == 0,
      let here = bytes.baseAddress, let there = other.bytes.baseAddress
    else { return false }
    return memcmp(here + Int(offset), there + Int(otherOffset), length) == 0
  }

  /// Where these bytes stand in a range, in order, as often as the limit says. See memmem(3).
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
    guard length <= count, offset <= count - length else { return false }
    return bytes[Int(offset)..<(Int(offset) + text.count)].elementsEqual(text)
  }

  /// Whether these bytes and a NUL stand at an offset.
  func hasString(_ text: [UInt8], at offset: UInt64) -> Bool {
    let length = UInt64(text.count)
    guard length < count, offset < count - length else { return false }
    let start = Int(offset)
    return bytes[start + text.count] == 0 && bytes[start..<(start + text.count)].elementsEqual(text)
  }
}
