import Glibc
import Linux
import PluginModel

/// The bytes of an open file, read-only, every access checked against their end.
///
/// They are mapped where the file is long, for only its tables are read, or where the bytes are kept. If it is cut shorter
/// while it is mapped, the next access ends this process with SIGBUS; that is one reason why the inspector is a child of its
/// own. See mmap(2).
final class MappedFile: CheckedBytes {
  /// In bytes: to copy less than that takes less time than to map a file, to touch it and to unmap it.
  private static let copiedBelow = 128 << 10

  let bytes: UnsafeRawBufferPointer
  /// A copy takes memory of its own, and is not for keeping.
  let isCopy: Bool

  /// - Parameter briefly: The bytes are let go soon, so that a short file can be copied to where another was before.
  init(_ file: OpenFile, size: Int64, briefly: Bool = false) throws(FileError) {
    guard let length = Int(exactly: size), length >= 0 else { throw .notReadable(SystemError("mmap", number: EFBIG)) }
    // What lies on no disk the kernel may make up as it is read, which may have effects: such a file cannot be mapped.
    isCopy = briefly && length < Self.copiedBelow && file.opened.blocks > 0
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

  /// Shorter than it was if the file is.
  private static func copy(_ file: OpenFile, _ length: Int) throws(FileError) -> UnsafeRawBufferPointer {
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: length, alignment: 1)
    do {
      return UnsafeRawBufferPointer(rebasing: copy[..<(try file.read(copy, at: 0))])
    } catch {
      copy.deallocate()
      throw error
    }
  }

  deinit {
    if isCopy {
      bytes.deallocate()
    } else if let start = bytes.baseAddress {
      munmap(UnsafeMutableRawPointer(mutating: start), bytes.count)
    }
  }
}
