import CLinux

/// The two ends of a pipe or a socket pair, both close-on-exec.
public struct DescriptorPair {
  /// A pipe's reading end.
  public let first: Int32
  /// A pipe's writing end.
  public let second: Int32

  public static func pipe() throws(SystemError) -> DescriptorPair { try make("pipe2", linux_pipe) }
  /// The first end receives `StampedPacket`s.
  public static func stamped() throws(SystemError) -> DescriptorPair { try make("socketpair", linux_stamped_pair) }
  public static func socket() throws(SystemError) -> DescriptorPair { try make("socketpair", linux_socket_pair) }

  private static func make(
    _ call: String, _ create: (UnsafeMutablePointer<Int32>?) -> Int32
  ) throws(SystemError) -> DescriptorPair {
    var ends: (Int32, Int32) = (-1, -1)
    let result = withUnsafeMutablePointer(to: &ends) {
      $0.withMemoryRebound(to: Int32.self, capacity: 2) { create($0) }
    }
    guard result == 0 else { throw SystemError(call) }
    return DescriptorPair(first: ends.0, second: ends.1)
  }
}
