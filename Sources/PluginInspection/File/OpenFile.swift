import CLinux
import Glibc
import Linux
import PluginModel

/// A regular file, open for reading.
///
/// Nothing but a regular file is ever opened: opening a pipe waits, opening a device can have effects.
final class OpenFile {
  let path: PluginPath
  /// The one that it lies in, if it was open already.
  let folder: OpenFolder?
  /// For the C library alone; closed with this object.
  let descriptor: Int32
  /// What it was when it had been opened.
  let opened: FileStatus

  /// - Parameter seen: What the path leads to, if that was looked at just now.
  /// - Throws: what stands in the way; a missing file comes without a hint.
  init(_ path: PluginPath, in folder: OpenFolder? = nil, seen: FileStatus? = nil) throws(FileError) {
    // A C string ends at its first NUL: such a path would name another file.
    guard !path.bytes.contains(0) else {
      throw .notFound(hint: "The path holds a NUL byte, which no file name can.")
    }
    try Self.requireRegularFile(
      Self.reaching { () throws(SystemError) in
        if let seen { seen } else { try FileStatus(path: path, in: folder) }
      })
    // Another file may have come to the path since: neither wait for it nor make it our terminal, and look again.
    let descriptor = try Self.reaching { () throws(SystemError) in
      try Descriptor.open(path, in: folder, O_RDONLY | O_NONBLOCK | O_NOCTTY)
    }
    do {
      opened = try Self.reaching { () throws(SystemError) in try FileStatus(descriptor: descriptor) }
      try Self.requireRegularFile(opened)
    } catch {
      close(descriptor)
      throw error
    }
    (self.path, self.folder, self.descriptor) = (path, folder, descriptor)
  }

  deinit { close(descriptor) }

  /// The state of the open file at this moment.
  func state() throws(FileError) -> FileState {
    try Self.reaching { () throws(SystemError) in try FileStatus(descriptor: descriptor) }.state
  }

  /// Reads as many bytes as there is room for; fewer at the end of the file. See pread(2).
  func read(_ bytes: UnsafeMutableRawBufferPointer, at offset: Int64) throws(FileError) -> Int {
    var count = 0
    while count < bytes.count {
      let more = linux_read_at(descriptor, bytes.baseAddress! + count, bytes.count - count, offset + Int64(count))
      guard more >= 0 else { throw .notReadable(SystemError("pread")) }
      if more == 0 { break }
      count += more
    }
    return count
  }

  private static func requireRegularFile(_ status: FileStatus) throws(FileError) {
    switch status.mode & S_IFMT {
    case S_IFREG: return
    case S_IFDIR: throw .notAFile("folder")
    case S_IFIFO: throw .notAFile("named pipe")
    case S_IFCHR: throw .notAFile("character device")
    case S_IFBLK: throw .notAFile("block device")
    case S_IFSOCK: throw .notAFile("socket")
    default: throw .notAFile("unknown kind")
    }
  }

  private static func reaching<Result>(_ body: () throws(SystemError) -> Result) throws(FileError) -> Result {
    do {
      return try body()
    } catch {
      throw error.number == ENOENT ? .notFound(hint: nil) : .notReadable(error)
    }
  }
}
