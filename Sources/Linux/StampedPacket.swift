import CLinux
import Glibc

/// A packet and when the kernel took it from its sender: a time that the sender cannot forge.
public struct StampedPacket {
  public let bytes: [UInt8]
  /// By CLOCK_REALTIME, in nanoseconds.
  public let time: UInt64

  public enum Received {
    case packet(StampedPacket)
    case nothingNow
    case ended
  }

  /// The next packet, without waiting. One that is longer than `limit` is cut.
  public static func receive(_ descriptor: Int32, upTo limit: Int) -> Received {
    var time: UInt64 = 0
    var received = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
      received = linux_receive_stamped(descriptor, buffer.baseAddress, limit, &time)
      count = max(0, received)
    }
    if received > 0 { return .packet(StampedPacket(bytes: bytes, time: time)) }
    return received < 0 && errno == EAGAIN ? .nothingNow : .ended
  }
}
