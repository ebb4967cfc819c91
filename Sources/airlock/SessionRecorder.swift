import CLinux
import Display
import Glibc
import Linux
import PluginModel

/// Why a recording was not begun.
struct NotRecorded: Error, CustomStringConvertible {
  let file: PluginPath
  let cause: SystemError

  var description: String { "could not record to \(file.line): \(cause.reason)" }
}

/// The session on its way into a file, as `--record` asks for: each screen that is drawn is written at once, so that the
/// file plays up to the end whatever ends the session. Nobody else may read it.
final class SessionRecorder {
  private let file: PluginPath
  private let descriptor: Int32
  private var recording = Asciicast()
  /// Of whole lines, in bytes.
  private var length = 0
  private var isStopped = false

  /// Makes the file; there must be none.
  init(_ file: PluginPath) throws(NotRecorded) {
    self.file = file
    do throws(SystemError) {
      descriptor = try file.withCString { linux_create_private($0) }
      guard descriptor >= 0 else { throw SystemError("open") }
    } catch {
      throw NotRecorded(file: file, cause: error)
    }
  }

  deinit { close(descriptor) }

  /// - Returns: Why the recording stops here, in a sentence; nil if it does not, or has stopped before.
  func show(_ screen: Screen, at now: UInt64) -> String? { write(recording.lines(showing: screen, at: now)) }

  /// The last line. Returns as `show` does.
  func finish(at now: UInt64) -> String? { write(recording.ending(at: now)) }

  /// Takes the file away again: nothing was shown.
  func discard() {
    isStopped = true
    // An empty file that stays behind does no harm, and something else is being told.
    _ = try? file.withCString { unlink($0) }
  }

  private func write(_ lines: String) -> String? {
    guard !isStopped, !lines.isEmpty else { return nil }
    let bytes = Array(lines.utf8)
    guard !Descriptor.writeAll(descriptor, bytes) else {
      length += bytes.count
      return nil
    }
    let reason = SystemError("write").reason
    isStopped = true
    // Half a line would keep players from playing the others. If this fails too, they are still there.
    _ = ftruncate(descriptor, length)
    return "the recording stops here: \(reason)"
  }
}
