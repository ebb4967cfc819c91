/// What a plugin wrote to one of its streams: the head and the tail; what lay between is counted.
public struct CapturedOutput: Hashable, Sendable {
  /// From this byte of the stream on, the bytes came at this time after the run began, in nanoseconds: as the reader saw
  /// it, who reads one stream after the other.
  public struct Arrival: Hashable, Sendable {
    public let offset: UInt64
    public let time: UInt64
  }

  private static let half = Limits.outputBytes / 2
  /// What comes after so many belongs to the last.
  private static let mostArrivals = 512

  public private(set) var head: [UInt8] = []
  public private(set) var tail: [UInt8] = []
  /// Bytes between head and tail that were not kept.
  public private(set) var dropped: UInt64 = 0
  /// In order.
  public private(set) var arrivals: [Arrival] = []

  public init() {}

  public var isEmpty: Bool { head.isEmpty }

  /// - Parameter time: after the run began, in nanoseconds.
  public mutating func append(_ bytes: some RandomAccessCollection<UInt8>, at time: UInt64 = 0) {
    if arrivals.count < Self.mostArrivals {
      arrivals.append(Arrival(offset: UInt64(head.count + tail.count) + dropped, time: time))
    }
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

  public var keptBytes: Int { head.count + tail.count }

  /// Keeps no more than the first bytes; the others are counted as dropped.
  public mutating func shorten(to count: Int) {
    guard keptBytes > count else { return }
    dropped += UInt64(max(0, head.count - count) + tail.count)
    head = Array(head.prefix(count))
    tail = []
    arrivals = arrivals.filter { $0.offset < UInt64(count) }
  }

  /// All that was kept, with a line in place of what was not.
  public var text: ForeignText {
    dropped == 0 ? ForeignText(head + tail) : ForeignText(head + gap + tail)
  }

  /// When a byte of `text` came, in nanoseconds after the run began; nil if nothing tells.
  public func time(of place: Int) -> UInt64? {
    let isInTail = dropped > 0 && place >= head.count + gap.count
    let offset = isInTail ? UInt64(place - gap.count) + dropped : UInt64(min(place, head.count + tail.count))
    // The last that began no later; the list is in order.
    var (low, high) = (0, arrivals.count)
    while low < high {
      let middle = (low + high) / 2
      if arrivals[middle].offset <= offset { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? nil : arrivals[low - 1].time
  }

  private var gap: [UInt8] { Array("\n… \(dropped) bytes dropped …\n".utf8) }
}

extension CapturedOutput: WireValue {
  public func write(to writer: inout WireWriter) {
    writer.put(head)
    writer.put(tail)
    writer.put(dropped)
    writer.put(arrivals)
  }
  public init(from reader: inout WireReader) throws(WireError) {
    head = try reader.byteString()
    tail = try reader.byteString()
    dropped = try reader.integer()
    arrivals = try reader.list()
  }
}

extension CapturedOutput.Arrival: WireValue {
  public func write(to writer: inout WireWriter) {
    writer.put(offset)
    writer.put(time)
  }
  public init(from reader: inout WireReader) throws(WireError) {
    offset = try reader.integer()
    time = try reader.integer()
  }
}
