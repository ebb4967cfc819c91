/// What a plugin process looked like at the moment at which it was stopped for good: at a fatal signal, or when its time
/// was up.
///
/// It is put together by a process that reads the plugin's debug info, so nothing in it is trusted: texts are foreign,
/// lists and lengths are bounded, and an index leads nowhere else. Only the headline (`Crash`) comes from the kernel.
public struct ProcessSnapshot: Hashable, Sendable {
  /// The one that crashed comes first. Empty if nothing could be told.
  public var threads: [StoppedThread]
  /// How many more there were than are listed.
  public var threadsLeftOut: UInt32
  /// What frames and addresses lie in.
  public var modules: [CodeModule]
  /// Of the first thread.
  public var registers: [Register]
  /// The address of the fault and what is there; nil where no address is to blame.
  public var fault: FaultPlace?
  /// How much of its stack the first thread had used; nil if that is not known.
  public var stack: StackUse?
  public var memory: MemorySummary
  /// Why there is no more to tell: "Airlock was built without libdw"; nil if nothing is missing.
  public var note: ForeignText?

  public init(
    threads: [StoppedThread] = [], threadsLeftOut: UInt32 = 0, modules: [CodeModule] = [], registers: [Register] = [],
    fault: FaultPlace? = nil, stack: StackUse? = nil, memory: MemorySummary = MemorySummary(), note: ForeignText? = nil
  ) {
    self.threads = threads
    self.threadsLeftOut = threadsLeftOut
    self.modules = modules
    self.registers = registers
    self.fault = fault
    self.stack = stack
    self.memory = memory
    self.note = note
  }

  public func module(of frame: StackFrame) -> CodeModule? { frame.module.map { modules[$0] } }

  public func module(at place: MemoryPlace) -> CodeModule? {
    if case .module(let index, _) = place { modules[index] } else { nil }
  }

  /// The innermost frame of the plugin's own code in the first thread: where its author looks first.
  public var topFrame: StackFrame? { threads.first?.frames.first { $0.owner == .plugin } }
}

/// How much of its stack a thread had used.
public struct StackUse: Hashable, Sendable {
  /// In bytes.
  public var bytes: UInt64
  /// The mean of the innermost frames, in bytes; nil if the unwinder did not come that far.
  public var bytesPerCall: UInt64?

  public init(bytes: UInt64, bytesPerCall: UInt64? = nil) {
    self.bytes = bytes
    self.bytesPerCall = bytesPerCall
  }

  /// How many calls deep, estimated.
  public var depth: UInt64? { bytesPerCall.flatMap { $0 > 0 ? bytes / $0 : nil } }
}

/// How much memory was mapped, in bytes, by what it was for.
public struct MemorySummary: Hashable, Sendable {
  public var mappings: UInt32
  public var plugin: UInt64
  /// Other files: libraries, and Airlock's own code.
  public var libraries: UInt64
  public var heap: UInt64
  public var stacks: UInt64
  /// Of no file and no known use.
  public var other: UInt64

  public init(
    mappings: UInt32 = 0, plugin: UInt64 = 0, libraries: UInt64 = 0, heap: UInt64 = 0, stacks: UInt64 = 0,
    other: UInt64 = 0
  ) {
    self.mappings = mappings
    self.plugin = plugin
    self.libraries = libraries
    self.heap = heap
    self.stacks = stacks
    self.other = other
  }

  /// "plugin 20 KiB, libraries 12.4 MiB, heap 132 KiB, stacks 132 KiB, other 8 MiB; 61 mappings".
  public var words: String {
    let parts = [
      ("plugin", plugin), ("libraries", libraries), ("heap", heap), ("stacks", stacks), ("other", other),
    ]
    return parts.map { "\($0) \(Decimal.bytes($1))" }.joined(separator: ", ")
      + "; \(mappings) \(mappings == 1 ? "mapping" : "mappings")"
  }
}

extension ProcessSnapshot: WireValue {
  public func write(to writer: inout WireWriter) {
    writer.put(modules)
    writer.put(threads)
    writer.put(threadsLeftOut)
    writer.put(registers)
    writer.put(optional: fault) { $0.put($1) }
    writer.put(optional: stack) { $0.put($1) }
    writer.put(memory)
    writer.put(optional: note) { $0.put($1) }
  }
  public init(from reader: inout WireReader) throws(WireError) {
    modules = try reader.list(atMost: Limits.modules)
    threads = try reader.list(atMost: Limits.threads)
    threadsLeftOut = try reader.integer()
    registers = try reader.list(atMost: Limits.registers)
    fault = try reader.optional { (r) throws(WireError) in try FaultPlace(from: &r) }
    stack = try reader.optional { (r) throws(WireError) in try StackUse(from: &r) }
    memory = try MemorySummary(from: &reader)
    note = try reader.optional { (r) throws(WireError) in try r.foreign(atMost: Limits.nameBytes) }
    guard indicesAreInBounds else { throw .outOfBounds }
  }

  private var indicesAreInBounds: Bool {
    let places = registers.compactMap(\.place) + [fault?.place, fault?.below?.place].compactMap(\.self)
    let indices =
      threads.flatMap { $0.frames.compactMap(\.module) }
      + places.compactMap { if case .module(let index, _) = $0 { index } else { nil } }
    return indices.allSatisfy(modules.indices.contains)
  }
}

extension StackUse: WireValue {
  public func write(to writer: inout WireWriter) {
    writer.put(bytes)
    writer.put(optional: bytesPerCall) { $0.put($1) }
  }
  public init(from reader: inout WireReader) throws(WireError) {
    bytes = try reader.integer()
    bytesPerCall = try reader.optional { (r) throws(WireError) in try r.integer() }
  }
}

extension MemorySummary: WireValue {
  public func write(to writer: inout WireWriter) {
    writer.put(mappings)
    for bytes in [plugin, libraries, heap, stacks, other] { writer.put(bytes) }
  }
  public init(from reader: inout WireReader) throws(WireError) {
    mappings = try reader.integer()
    plugin = try reader.integer()
    libraries = try reader.integer()
    heap = try reader.integer()
    stacks = try reader.integer()
    other = try reader.integer()
  }
}
