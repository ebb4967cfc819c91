/// A thread of a stopped process.
public struct StoppedThread: Hashable, Sendable {
  /// Why its list of frames ends where it does.
  public enum End: Hashable, Sendable {
    /// The outermost frame is there, or the first of Airlock's own, which called the plugin.
    case complete
    /// There were more than are listed.
    case cut
    /// The unwinder could not go on, in words.
    case lost(ForeignText)
  }

  public enum Activity: Hashable, Sendable {
    /// It was computing.
    case busy
    /// It waited in a system call of this name.
    case blocked(ForeignText)
    /// It is one of Go's, whose state this is in Go's words: "chan receive, 2 minutes".
    case goroutine(ForeignText)

    /// "busy", "blocked in futex".
    public var words: ForeignText {
      switch self {
      case .busy: "busy"
      case .blocked(let call): "blocked in \(call)"
      case .goroutine(let state): state
      }
    }
  }

  /// Counted from 1, the one that opened the plugin, in the order in which they were made.
  public var id: UInt32
  /// As the plugin named it.
  public var name: ForeignText
  public var isCrashed: Bool
  /// What it did when it was stopped; nil for the one that crashed, unless that is a goroutine.
  public var activity: Activity?
  /// Innermost first. A frame that was inlined comes before the one that it was inlined into.
  public var frames: [StackFrame]
  public var end: End

  public init(
    id: UInt32, name: ForeignText = "", isCrashed: Bool, activity: Activity? = nil, frames: [StackFrame] = [], end: End
  ) {
    self.id = id
    self.name = name
    self.isCrashed = isCrashed
    self.activity = activity
    self.frames = frames
    self.end = end
  }

  /// The thread in which Airlock opened and called the plugin; all others are of the plugin's own making.
  public var isMain: Bool { id == 1 }

  public var isGoroutine: Bool { if case .goroutine = activity { true } else { false } }

  /// "thread 2", "goroutine 7 [chan receive]".
  public var title: ForeignText {
    if case .goroutine(let state) = activity { "goroutine \(id) [\(state)]" } else { "thread \(id)" }
  }

  /// "complete", "cut after 256 frames", "ended early: no unwind information".
  public var endWords: ForeignText {
    switch end {
    case .complete: "complete"
    case .cut: "cut after \(frames.count) frames"
    case .lost(let reason): "ended early: \(reason)"
    }
  }
}

extension StoppedThread: WireValue {
  public func write(to writer: inout WireWriter) {
    writer.put(id)
    writer.put(name)
    writer.put(isCrashed)
    writer.put(optional: activity) { $0.put($1) }
    writer.put(frames)
    writer.put(end)
  }
  public init(from reader: inout WireReader) throws(WireError) {
    id = try reader.integer()
    name = try reader.foreign(atMost: Limits.nameBytes)
    isCrashed = try reader.bool()
    activity = try reader.optional { (r) throws(WireError) in try Activity(from: &r) }
    frames = try reader.list(atMost: Limits.frames)
    end = try End(from: &reader)
  }
}

extension StoppedThread.End: WireValue {
  public func write(to writer: inout WireWriter) {
    switch self {
    case .complete: writer.put(UInt8(0))
    case .cut: writer.put(UInt8(1))
    case .lost(let reason):
      writer.put(UInt8(2))
      writer.put(reason)
    }
  }
  public init(from reader: inout WireReader) throws(WireError) {
    switch try reader.integer(UInt8.self) {
    case 0: self = .complete
    case 1: self = .cut
    case 2: self = .lost(try reader.foreign(atMost: Limits.nameBytes))
    case let tag: throw .unknownCase(tag)
    }
  }
}

extension StoppedThread.Activity: WireValue {
  public func write(to writer: inout WireWriter) {
    switch self {
    case .busy: writer.put(UInt8(0))
    case .blocked(let call):
      writer.put(UInt8(1))
      writer.put(call)
    case .goroutine(let state):
      writer.put(UInt8(2))
      writer.put(state)
    }
  }
  public init(from reader: inout WireReader) throws(WireError) {
    switch try reader.integer(UInt8.self) {
    case 0: self = .busy
    case 1: self = .blocked(try reader.foreign(atMost: Limits.nameBytes))
    case 2: self = .goroutine(try reader.foreign(atMost: Limits.nameBytes))
    case let tag: throw .unknownCase(tag)
    }
  }
}
