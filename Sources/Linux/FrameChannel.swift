import PluginModel

/// One end of a stream over which whole messages go, both ways, blocking: how the worker's processes speak.
public struct FrameChannel {
  public let descriptor: Int32
  private var frames = Frames()
  private var outgoing = WireWriter()
  private let buffer = ReadBuffer(capacity: 64 << 10)

  public init(descriptor: Int32) { self.descriptor = descriptor }

  /// Sends one message at once; false if the other end is gone.
  @discardableResult
  public mutating func send(_ value: some WireValue) -> Bool {
    put(value)
    return flush()
  }

  /// Puts a message behind others that wait for `flush`: many go in one piece.
  public mutating func put(_ value: some WireValue) { outgoing.put(framed: value) }

  /// Sends what waits; false if the other end is gone.
  @discardableResult
  public mutating func flush() -> Bool {
    guard !outgoing.bytes.isEmpty else { return true }
    defer { outgoing.removeAll() }
    return Descriptor.writeAll(descriptor, outgoing.bytes)
  }

  /// Takes what has arrived; false at the end of the stream. Blocks only if nothing has.
  public mutating func fill() -> Bool {
    guard let bytes = buffer.read(descriptor) else { return false }
    frames.append(bytes)
    return true
  }

  /// The next message that is wholly there.
  public mutating func next<Value: WireValue>(_: Value.Type = Value.self) throws(WireError) -> Value? {
    try nextBytes().map { (bytes) throws(WireError) in try Value(wireBytes: bytes) }
  }

  /// The bytes of the next message that is wholly there.
  public mutating func nextBytes() throws(WireError) -> [UInt8]? { try frames.next() }

  /// The next message, waited for; nil at the end of the stream.
  public mutating func receive<Value: WireValue>(_: Value.Type = Value.self) throws(WireError) -> Value? {
    while true {
      if let value = try next(Value.self) { return value }
      guard fill() else { return nil }
    }
  }
}
