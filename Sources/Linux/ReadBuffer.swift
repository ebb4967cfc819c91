import CLinux
import Glibc

/// Room to read into, kept from one read to the next: most reads bring a few bytes, and some a great many. It holds
/// nothing in between: a process that is forked meanwhile finds nothing in it.
public final class ReadBuffer {
  private let room: UnsafeMutableRawBufferPointer

  /// - Parameter capacity: of one read, in bytes.
  public init(capacity: Int) { room = .allocate(byteCount: capacity, alignment: 16) }

  deinit { room.deallocate() }

  /// What is there now: empty if a non-blocking descriptor has nothing, nil at the end or when reading fails.
  public func read(_ descriptor: Int32) -> [UInt8]? {
    let count = linux_read(descriptor, room.baseAddress, room.count)
    guard count != 0, count > 0 || errno == EAGAIN else { return nil }
    return take(max(0, count))
  }

  /// The next packet, without waiting. One that is longer than the room is cut.
  public func receive(_ descriptor: Int32) -> StampedPacket.Received {
    var time: UInt64 = 0
    let count = linux_receive_stamped(descriptor, room.baseAddress, room.count, &time)
    if count > 0 { return .packet(StampedPacket(bytes: take(count), time: time)) }
    return count < 0 && errno == EAGAIN ? .nothingNow : .ended
  }

  private func take(_ count: Int) -> [UInt8] {
    let bytes = UnsafeMutableRawBufferPointer(rebasing: room[..<count])
    defer { bytes.initializeMemory(as: UInt8.self, repeating: 0) }
    return Array(bytes)
  }
}
