import CLinux
import Glibc

/// The two ends of a pipe or a socket pair, both close-on-exec.
public struct DescriptorPair {
  public enum Kind {
    /// The first end is for reading, the second for writing.
    case pipe
    case socket
    /// The first end receives `StampedPacket`s from the second.
    case stamped
  }

  public let first: Int32
  public let second: Int32

  public init(_ kind: Kind) throws(SystemError) {
    var ends: (Int32, Int32) = (-1, -1)
    let result = withUnsafeMutablePointer(to: &ends) {
      $0.withMemoryRebound(to: Int32.self, capacity: 2) { ends in
        switch kind {
        case .pipe: linux_pipe(ends)
        case .socket: linux_socket_pair(ends)
        case .stamped: linux_stamped_pair(ends)
        }
      }
    }
    (first, second) = ends
    guard result == 0 else {
      let error = SystemError(kind == .pipe ? "pipe2" : "socketpair")
      close()
      throw error
    }
  }

  public func close() {
    for descriptor in [first, second] where descriptor >= 0 { Glibc.close(descriptor) }
  }
}
