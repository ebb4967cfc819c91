/// A stream of bytes cut into messages: four bytes of length, little-endian, then so many bytes.
public struct Frames: Sendable {
  /// The longest message, in bytes. A longer one ends the conversation: it is forged, or a fault of ours.
  public static let longest = 4 << 20

  private var buffer: [UInt8] = []
  private var start = 0

  public init() {}

  public static func frame(_ payload: [UInt8]) -> [UInt8] {
    var writer = WireWriter()
    writer.put(payload)
    return writer.bytes
  }

  public mutating func append(_ bytes: some Sequence<UInt8>) {
    if start > 0 {
      buffer.removeFirst(start)
      start = 0
    }
    buffer.append(contentsOf: bytes)
  }

  /// The next whole message, or nil until more bytes are there.
  public mutating func next() throws(WireError) -> [UInt8]? {
    guard buffer.count - start >= 4 else { return nil }
    let count = (0..<4).reduce(0) { $0 | Int(buffer[start + $1]) << (8 * $1) }
    guard count <= Self.longest else { throw .outOfBounds }
    guard buffer.count - start - 4 >= count else { return nil }
    defer { start += 4 + count }
    return Array(buffer[(start + 4)..<(start + 4 + count)])
  }
}
