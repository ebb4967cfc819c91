import Glibc
import Linux
import PluginModel

/// The bytes of an open file, read-only, every access checked against their end.
///
/// They are mapped, not copied: a plugin may be large, and only its tables are read. If the file is cut shorter while it
/// is mapped, the next access ends this process with SIGBUS; that is one reason why the inspector is a child of its own.
/// See mmap(2).
final class MappedFile: CheckedBytes {
  /// In bytes: to copy that much takes less time than to map a file, to touch it and to unmap it.
  private static let shortest = 128 << 10

  let bytes: UnsafeRawBufferPointer
  /// A copy takes memory of its own, and is not for keeping.
  let isCopy: Bool

  /// - Parameter briefly: The bytes are let go soon, so that a short file can be read to where another's were before.
  init(_ file: OpenFile, size: Int64, briefly: Bool = false) throws(FileError) {
    guard let length = Int(exactly: size), length >= 0 else { throw .notReadable(SystemError("mmap", number: EFBIG)) }
    isCopy = briefly && length < Self.shortest
    if length == 0 {
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
    } else if isCopy {
      bytes = try Self.copy(file, length)
    } else {
      guard let start = mmap(nil, length, PROT_READ, MAP_PRIVATE, file.descriptor, 0), start != MAP_FAILED else {
        throw .notReadable(SystemError("mmap"))
      }
      bytes = UnsafeRawBufferPointer(start: start, count: length)
    }
  }

  /// Shorter than it was if the file is; see pread(2).
  private static func copy(_ file: OpenFile, _ length: Int) throws(FileError) -> UnsafeRawBufferPointer {
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: length, alignment: 1)
    var count = 0
    while count < length {
      let more = pread(file.descriptor, copy.baseAddress! + count, length - count, off_t(count))
      if more == 0 { break }
      if more > 0 {
        count += more
      } else if errno != EINTR {
        let error = SystemError("read")
        copy.deallocate()
        throw .notReadable(error)
      }
    }
    return UnsafeRawBufferPointer(rebasing: copy[..<count])
  }

  deinit {
    if isCopy {
      bytes.deallocate()
    } else if let start = bytes.baseAddress {
      munmap(UnsafeMutableRawPointer(mutating: start), bytes.count)
    }
  }
}
