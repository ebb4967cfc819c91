/// The goroutines of a Go process, as Go printed them when it panicked, gave up, or was asked to with SIGQUIT.
public struct GoTrace: Hashable, Sendable {
  /// The one that is to blame comes first.
  public var goroutines: [Goroutine]
  /// How many more there were than are listed.
  public var leftOut: UInt32

  public static let goroutinesAtMost = 64
  public static let framesAtMost = 256

  public init(goroutines: [Goroutine], leftOut: UInt32 = 0) {
    self.goroutines = goroutines
    self.leftOut = leftOut
  }

  /// The innermost call of the plugin's own code: where its author looks first.
  public var topFrame: GoFrame? { goroutines.first?.frames.first { $0.owner == .plugin } }

  /// "at MyFunction (greeter.go:12)"; of one that waits, on what.
  public var hint: ForeignText? {
    guard let frame = topFrame, let first = goroutines.first else { return nil }
    return first.isWaiting ? "goroutine \(first.id) waits (\(first.state)) at \(frame.words)" : "at \(frame.words)"
  }
}

public struct Goroutine: Hashable, Sendable {
  public var id: UInt64
  /// "running", "chan receive, 2 minutes".
  public var state: ForeignText
  /// Innermost first.
  public var frames: [GoFrame]
  /// The call that started it; nil for the first one.
  public var creator: GoFrame?
  /// Go, or Airlock, left frames out.
  public var isCut: Bool

  /// It does not run, and is not ready to.
  public var isWaiting: Bool {
    !["running", "runnable", "syscall"].contains { state.bytes.starts(with: $0.utf8) }
  }

  public init(id: UInt64, state: ForeignText, frames: [GoFrame] = [], creator: GoFrame? = nil, isCut: Bool = false) {
    self.id = id
    self.state = state
    self.frames = frames
    self.creator = creator
    self.isCut = isCut
  }
}

/// A call that had not returned, in Go's words.
public struct GoFrame: Hashable, Sendable {
  public enum Owner: UInt8, Sendable {
    case plugin
    /// Go's own packages.
    case runtime
    /// Airlock's runner.
    case runner
  }

  /// "MyFunction", "example.com/table.(*Table).find".
  public var function: ForeignText
  public var file: ForeignText
  public var line: UInt32
  public var owner: Owner

  public init(function: ForeignText, file: ForeignText, line: UInt32, owner: Owner) {
    self.function = function
    self.file = file
    self.line = line
    self.owner = owner
  }

  /// "MyFunction (greeter.go:12)".
  public var words: ForeignText { "\(function) (\(PluginPath(file.bytes).name):\(String(line)))" }
}

extension GoTrace: WireValue {
  public func write(to writer: inout WireWriter) {
    writer.put(goroutines)
    writer.put(leftOut)
  }
  public init(from reader: inout WireReader) throws(WireError) {
    goroutines = try reader.list()
    leftOut = try reader.integer()
    guard goroutines.count <= Self.goroutinesAtMost else { throw .outOfBounds }
  }
}

extension Goroutine: WireValue {
  public func write(to writer: inout WireWriter) {
    writer.put(id)
    writer.put(state)
    writer.put(frames)
    writer.put(optional: creator) { $0.put($1) }
    writer.put(isCut)
  }
  public init(from reader: inout WireReader) throws(WireError) {
    id = try reader.integer()
    state = try reader.foreign()
    frames = try reader.list()
    creator = try reader.optional { (r) throws(WireError) in try GoFrame(from: &r) }
    isCut = try reader.bool()
    guard frames.count <= GoTrace.framesAtMost else { throw .outOfBounds }
  }
}

extension GoFrame: WireValue {
  public func write(to writer: inout WireWriter) {
    writer.put(function)
    writer.put(file)
    writer.put(line)
    writer.put(owner.rawValue)
  }
  public init(from reader: inout WireReader) throws(WireError) {
    function = try reader.foreign()
    file = try reader.foreign()
    line = try reader.integer()
    let tag = try reader.integer(UInt8.self)
    guard let owner = Owner(rawValue: tag) else { throw .unknownCase(tag) }
    self.owner = owner
  }
}
