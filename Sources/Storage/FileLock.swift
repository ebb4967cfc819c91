import CLinux
import Glibc
import Linux
import PluginModel

/// The right to be the only one, among all processes that ask for it by the same file, until it is let go of. The kernel
/// takes it back from a process that dies.
struct FileLock: ~Copyable {
  private let descriptor: Int32

  /// Between two attempts, in microseconds.
  private static let pause: UInt32 = 1000

  /// - Parameter patience: How long another may hold it, in nanoseconds.
  init(_ path: PluginPath, patience: UInt64) throws(JournalError) {
    let end = linux_now() + patience
    while true {
      let descriptor = try JournalFile.open(path)
      if Self.lock(descriptor, by: end), Self.isAt(path, descriptor) {
        self.descriptor = descriptor
        return
      }
      close(descriptor)
      guard linux_now() < end else { throw .held(path) }
    }
  }

  deinit { close(descriptor) }

  private static func lock(_ descriptor: Int32, by end: UInt64) -> Bool {
    while linux_lock(descriptor) != 0 {
      guard errno == EWOULDBLOCK, linux_now() < end else { return false }
      usleep(pause)
    }
    return true
  }

  /// Somebody may have removed the file meanwhile; then it no longer keeps anybody out.
  private static func isAt(_ path: PluginPath, _ descriptor: Int32) -> Bool {
    guard let there = try? FileStatus(link: path), let here = try? FileStatus(descriptor: descriptor) else {
      return false
    }
    return there.state.identity == here.state.identity
  }
}
