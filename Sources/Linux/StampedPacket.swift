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
}
