import Glibc
import Linux
import PluginModel

/// The bytes of an open file, read-only, every access checked against their end.
///
/// They are mapped, not copied: a plugin may be large, and only its tables are read. If the file is cut shorter while it
/// is mapped, the next access ends this process with SIGBUS; that is one reason why the inspector is a child of its own.
/// See mmap(2).
final class MappedFile: CheckedBytes {
  let bytes: UnsafeRawBufferPointer

  init(_ file: OpenFile, size: Int64) throws(FileError) {
    guard let length = Int(exactly: size), length >= 0 else { throw .notReadable(SystemError("mmap", number: EFBIG)) }
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
}
