import Glibc
import PluginModel

/// A regular file, open for reading: this file alone speaks to open(2) and stat(2).
///
/// Nothing but a regular file is ever opened: opening a pipe waits, opening a device can have effects.
final class OpenFile {
  /// For the C library alone; closed with this object.
  let descriptor: Int32

  /// - Throws: what stands in the way; a missing file comes without a hint.
  init(_ path: PluginPath) throws(FileError) {
    // A C string ends at its first NUL: such a path would name another file.
    guard !path.bytes.contains(0) else {
      throw .notFound(hint: "The path holds a NUL byte, which no file name can.")
    }
    let name = path.bytes.map(CChar.init(bitPattern:)) + [0]
    var status = stat()
    guard retrying({ stat(name, &status) }) == 0 else { throw Self.error(errno) }
    try Self.requireRegularFile(status)

    // Another file may have come to the path since: neither wait for it nor make it our terminal, and look again.
    descriptor = retrying { open(name, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC) }
    guard descriptor >= 0 else { throw Self.error(errno) }
    guard retrying({ fstat(descriptor, &status) }) == 0 else { throw .notReadable(errno: errno) }
    try Self.requireRegularFile(status)
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// The state of the open file at this moment; see fstat(2).
  func state() throws(FileError) -> FileState {
    var status = stat()
    guard retrying({ fstat(descriptor, &status) }) == 0 else { throw .notReadable(errno: errno) }
    return FileState(
      device: UInt64(status.st_dev), inode: UInt64(status.st_ino), size: Int64(status.st_size),
      modified: Self.nanoseconds(status.st_mtim), changed: Self.nanoseconds(status.st_ctim))
  }

  /// Times far from ours saturate: a file system may tell any.
  private static func nanoseconds(_ time: timespec) -> Int64 {
    let (seconds, overflow) = Int64(time.tv_sec).multipliedReportingOverflow(by: 1_000_000_000)
    if overflow { return time.tv_sec < 0 ? .min : .max }
    return seconds.addingReportingOverflow(Int64(time.tv_nsec)).partialValue
  }

  private static func requireRegularFile(_ status: stat) throws(FileError) {
    switch status.st_mode & S_IFMT {
    case S_IFREG: return
    case S_IFDIR: throw .notAFile("folder")
    case S_IFIFO: throw .notAFile("named pipe")
    case S_IFCHR: throw .notAFile("character device")
    case S_IFBLK: throw .notAFile("block device")
    case S_IFSOCK: throw .notAFile("socket")
    default: throw .notAFile("unknown kind")
    }
  }

  private static func error(_ number: Int32) -> FileError {
    number == ENOENT ? .notFound(hint: nil) : .notReadable(errno: number)
  }
}

/// Repeats a system call that a signal interrupted. See signal(7), EINTR.
func retrying(_ call: () -> Int32) -> Int32 {
  while true {
    let result = call()
    if result != -1 || errno != EINTR { return result }
  }
}
