/// What a plugin wrote to one of its streams: the head and the tail; what lay between is counted.
public struct CapturedOutput: Hashable, Sendable {
  private static let half = Limits.outputBytes / 2

  public private(set) var head: [UInt8] = []
  public private(set) var tail: [UInt8] = []
  /// Bytes between head and tail that were not kept.
  public private(set) var dropped: UInt64 = 0

  public init() {}

  public var isEmpty: Bool { head.isEmpty }

  public mutating func append(_ bytes: some RandomAccessCollection<UInt8>) {
    let toHead = bytes.prefix(Self.half - head.count)
    head.append(contentsOf: toHead)
    tail.append(contentsOf: bytes.dropFirst(toHead.count))
    // Trimmed rarely, so that a flood of small writes does not move the tail each time.
    if tail.count > 2 * Self.half { trim() }
  }

  /// Cuts the tail to its bound; called once all is read.
  public mutating func trim() {
    let excess = tail.count - Self.half
    guard excess > 0 else { return }
    tail.removeFirst(excess)
    dropped += UInt64(excess)
  }

  /// Takes back what came last, as far as it was kept.
  public mutating func removeLast(_ count: Int) {
    let ofTail = min(count, tail.count)
    tail.removeLast(ofTail)
    if dropped == 0 { head.removeLast(min(count - ofTail, head.count)) }
  }

  /// All that was kept, with a line in place of what was not.
  public var text: ForeignText {
    dropped == 0
      ? ForeignText(head + tail) : ForeignText(head + Array("\n… \(dropped) bytes dropped …\n".utf8) + tail)
  }
}

extension CapturedOutput: WireValue {
  public func write(to writer: inout WireWriter) {
    writer.put(head)
    writer.put(tail)
    writer.put(dropped)
  }
  public init(from reader: inout WireReader) throws(WireError) {
    head = try reader.byteString()
    tail = try reader.byteString()
    dropped = try reader.integer()
  }
}
