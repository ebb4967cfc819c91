/// Something that a plugin tried and was denied, as the parent saw it asked for.
public struct Attempt: Hashable, Sendable {
  public enum Action: String, Sendable, CaseIterable {
    case read, write, delete
    /// Mode, owner, times or attributes of a file.
    case change
    case connect, listen, socket, fork, exec, kill, trace, namespace, ipc, other
  }

  public var action: Action
  /// A path, an address, a process; nil where there is none, as for `fork`.
  public var target: ForeignText?
  public var phase: Phase
  /// How often it was tried in that phase.
  public var count: UInt32

  public init(_ action: Action, _ target: ForeignText?, in phase: Phase, count: UInt32 = 1) {
    self.action = action
    self.target = target
    self.phase = phase
    self.count = count
  }

  /// "write /home/u/.bashrc", "fork".
  public var words: ForeignText {
    let name = ForeignText(action.rawValue)
    return target.map { "\(name) \($0)" } ?? name
  }
}

extension Attempt: WireValue {
  public func write(to writer: inout WireWriter) {
    writer.put(name: action)
    writer.put(optional: target) { $0.put($1) }
    writer.put(phase)
    writer.put(count)
  }
  public init(from reader: inout WireReader) throws(WireError) {
    action = try reader.named()
    target = try reader.optional { (r) throws(WireError) in try r.foreign() }
    phase = try Phase(from: &reader)
    count = try reader.integer()
  }
}

/// All attempts of a run: the same one is counted, not listed again, and past a bound the rest is counted only.
public struct Attempts: Hashable, Sendable {
  public private(set) var list: [Attempt]
  /// How many more there were of other kinds than those listed.
  public private(set) var leftOut: UInt64

  public init(_ list: [Attempt] = [], leftOut: UInt64 = 0) {
    self.list = list
    self.leftOut = leftOut
  }

  public var isEmpty: Bool { list.isEmpty }
  /// All of them, repetitions counted.
  public var total: UInt64 { list.reduce(leftOut) { $0 + UInt64($1.count) } }

  public mutating func add(_ action: Attempt.Action, _ target: ForeignText?, in phase: Phase) {
    if let place = list.firstIndex(where: { $0.action == action && $0.target == target && $0.phase == phase }) {
      if list[place].count < .max { list[place].count += 1 }
    } else if list.count < Limits.attempts {
      list.append(Attempt(action, target, in: phase))
    } else {
      leftOut += 1
    }
  }
}

extension Attempts: WireValue {
  public func write(to writer: inout WireWriter) {
    writer.put(list)
    writer.put(leftOut)
  }
  public init(from reader: inout WireReader) throws(WireError) {
    list = try reader.list()
    leftOut = try reader.integer()
  }
}
