import CLinux
import Glibc
import Linux
import PluginModel

/// The right to be the only one, among all processes that ask for it by the same file, until it is let go of. The kernel
/// takes it back from a process that dies.
struct FileLock: ~Copyable {
  /// Of the file, for whoever opened it to do more with it.
  let descriptor: Int32
  private let path: PluginPath

  /// Between two attempts, in microseconds.
  private static let pause: UInt32 = 1000

  /// - Parameters:
  ///   - patience: How long another may hold it, in nanoseconds.
  ///   - open: opens the file, and makes it if it is not there.
  init(
    _ path: PluginPath, patience: UInt64,
    open: (PluginPath) throws(JournalError) -> Int32 = { path throws(JournalError) in try JournalFile.open(path) }
  ) throws(JournalError) {
    let end = linux_now() + patience
    while true {
      let descriptor = try open(path)
      if Self.lock(descriptor, by: end), Self.isAt(path, descriptor) {
        (self.descriptor, self.path) = (descriptor, path)
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

  /// Whether the file still has its name.
  var isCurrent: Bool { Self.isAt(path, descriptor) }

  /// Somebody may have removed the file meanwhile; then it no longer keeps anybody out.
  private static func isAt(_ path: PluginPath, _ descriptor: Int32) -> Bool {
    guard let there = try? FileStatus(link: path), let here = try? FileStatus(descriptor: descriptor) else {
      return false
    }
    return there.state.identity == here.state.identity
  }
}
