import PluginModel

/// One end of a stream over which whole messages go, both ways, blocking: how the worker's processes speak.
public struct FrameChannel {
  public let descriptor: Int32
  private var frames = Frames()

  public init(descriptor: Int32) { self.descriptor = descriptor }

  /// Sends one message; false if the other end is gone.
  @discardableResult
  public func send(_ value: some WireValue) -> Bool {
    Descriptor.writeAll(descriptor, Frames.frame(value.wireBytes))
  }

  /// Takes what has arrived; false at the end of the stream. Blocks only if nothing has.
  public mutating func fill() -> Bool {
    guard let bytes = Descriptor.read(descriptor, upTo: 64 << 10) else { return false }
    frames.append(bytes)
    return true
  }

  /// The next message that is wholly there.
  public mutating func next<Value: WireValue>(_: Value.Type = Value.self) throws(WireError) -> Value? {
    guard let payload = try frames.next() else { return nil }
    return try Value(wireBytes: payload)
  }

  /// The next message, waited for; nil at the end of the stream.
  public mutating func receive<Value: WireValue>(_: Value.Type = Value.self) throws(WireError) -> Value? {
    while true {
      if let value = try next(Value.self) { return value }
      guard fill() else { return nil }
    }
  }
}
