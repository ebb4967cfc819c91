import CLinux
import Glibc
import PluginModel

/// A file in one of its states, open for reading, that nobody can change as long as this object lives.
///
/// A comparison of states tells of writes, but not of all: who had mapped the file before, or maps it in a file system
/// that keeps no time of such writes, leaves no trace. So it is held by a lease, which nobody gets while another has the
/// file open to write, and which tells when somebody wants to.
public final class HeldFile {
  /// Whether it is held, and if not why, in words.
  public enum Hold: Equatable {
    case held
    /// "somebody has it open to write".
    case loose(String)
  }

  /// For the C library alone; closed with this object.
  public let descriptor: Int32
  public let hold: Hold
  private let state: FileState
  private let hasLease: Bool

  /// Nil if the file is not in that state.
  public init?(_ path: PluginPath, in state: FileState) {
    // Nothing but what was inspected, a regular file, is opened: to open a pipe or a device can have effects.
    guard (try? FileStatus(path: path))?.state == state,
      let descriptor = try? Descriptor.open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY)
    else { return nil }
    hasLease = linux_hold(descriptor) == 0
    let error = SystemError("fcntl")
    // After the lease: what was written before it shows.
    guard let status = try? FileStatus(descriptor: descriptor), status.state == state, status.isRegular else {
      close(descriptor)
      return nil
    }
    hold = hasLease ? .held : Self.withoutLease(error)
    (self.descriptor, self.state) = (descriptor, state)
  }

  deinit {
    // A child that was forked meanwhile may have a copy of the descriptor, and then to close it is not enough.
    if hasLease { linux_let_go(descriptor) }
    close(descriptor)
  }

  /// Who owns it tells nothing: a former owner may have it mapped to write, and some file systems show any owner.
  private static func withoutLease(_ error: SystemError) -> Hold {
    switch error.number {
    case EAGAIN: .loose("somebody has it open to write")
    case EACCES: .loose("it belongs to another user")
    default: .loose("its file system does not hold files still")
    }
  }

  /// Whether it is what it was, and has been all the time.
  public var isUnchanged: Bool {
    (!hasLease || linux_is_held(descriptor)) && (try? FileStatus(descriptor: descriptor))?.state == state
  }

  /// The SHA-256 of its content in lower-case hexadecimal; nil if it cannot be read.
  public func digest() -> String? {
    guard lseek(descriptor, 0, SEEK_SET) == 0 else { return nil }
    var digest = SHA256()
    var left = state.size
    while left > 0 {
      guard let piece = Descriptor.read(descriptor, upTo: min(Self.pieceLength, Int(left))), !piece.isEmpty else {
        return nil
      }
      digest.update(piece)
      left -= Int64(piece.count)
    }
    return digest.finishHexadecimal()
  }

  /// Of what is read at once, in bytes.
  private static let pieceLength = 256 << 10
}
