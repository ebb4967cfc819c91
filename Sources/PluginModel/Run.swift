/// What a plugin process is asked to do.
public struct RunRequest: Hashable, Sendable {
  public enum Goal: UInt8, Sendable {
    /// Open the library, look up the function, close.
    case load
    /// The same, and call the function in between.
    case call
  }

  public var path: PluginPath
  /// The state that was inspected: any other is not opened.
  public var file: FileState
  public var kind: PluginKind
  /// The SHA-256 of the bytes that a signature was verified of, in lower-case hexadecimal: no others are opened, and
  /// nobody can change them before the run is over. Nil if there is nothing to keep.
  public var content: String?
  /// The exported symbol.
  public var symbol: String
  public var input: ForeignText
  public var goal: Goal
  /// For each phase, in milliseconds.
  public var timeout: UInt32
  /// Address space of the plugin process, in bytes.
  public var memory: UInt64
  public var sandbox: SandboxPolicy
  /// The files of the libraries that it needs: what the sandbox lets it read beside the system's own.
  public var libraries: [PluginPath]
  /// What is executed to open a Go plugin; nil for the other kinds.
  public var runner: GoRunner.Program?

  public init(
    path: PluginPath, file: FileState, content: String? = nil, kind: PluginKind, symbol: String, input: ForeignText,
    goal: Goal,
    timeout: UInt32, memory: UInt64, sandbox: SandboxPolicy = SandboxPolicy(), libraries: [PluginPath] = [],
    runner: GoRunner.Program? = nil
  ) {
    self.path = path
    self.file = file
    self.content = content
    self.kind = kind
    self.symbol = symbol
    self.input = input
    self.goal = goal
    self.timeout = timeout
    self.memory = memory
    self.sandbox = sandbox
    self.libraries = libraries
    self.runner = runner
  }
}

extension RunRequest: WireValue {
  public func write(to writer: inout WireWriter) {
    writer.put(path)
    writer.put(file)
    writer.put(optional: content) { $0.put($1) }
    writer.put(kind)
    writer.put(symbol)
    writer.put(input)
    writer.put(goal.rawValue)
    writer.put(timeout)
    writer.put(memory)
    writer.put(sandbox)
    writer.put(libraries)
    writer.put(optional: runner) { $0.put($1) }
  }
  public init(from reader: inout WireReader) throws(WireError) {
    path = try PluginPath(from: &reader)
    file = try FileState(from: &reader)
    content = try reader.optional { (r) throws(WireError) in try r.string() }
    kind = try PluginKind(from: &reader)
    symbol = try reader.string()
    input = try reader.foreign()
    let tag = try reader.integer(UInt8.self)
    guard let goal = Goal(rawValue: tag) else { throw .unknownCase(tag) }
    self.goal = goal
    timeout = try reader.integer()
    memory = try reader.integer()
    sandbox = try SandboxPolicy(from: &reader)
    libraries = try reader.list()
    runner = try reader.optional { (r) throws(WireError) in try GoRunner.Program(from: &r) }
  }
}

/// How a run ended.
public enum Ending: Hashable, Sendable {
  /// Opened, looked up and closed, without a call, as asked.
  case loaded
  case returned(Int64)
  /// The function said no; the value is the one that came with the error, else 0.
  case returnedError(ForeignText, value: Int64)
  /// Success without a result: the C function returned 0 and left `*result` alone.
  case noResult
  /// The dynamic loader's words, see dlerror(3).
  case notLoaded(ForeignText)
  /// The library is open, but dlsym(3) does not find the symbol.
  case functionMissing
  /// Go's type assertion says no: the function's type, as Go's reflection prints it.
  case wrongType(ForeignText)
  case crashed(Crash)
  /// A Go plugin gave up: "panic: assignment to entry in nil map", in Go's words.
  case panicked(ForeignText)
  case timedOut
  case exited(Int32)
  /// It ran into a limit, and ended over it: by itself, with the crash told here if it was one, or by the parent's hand.
  case limitExceeded(ResourceLimit, Crash?)
  /// The user stopped it.
  case stopped
  /// The file is no longer the one that was inspected, or was not for as long as it took to open it.
  case fileChanged
  /// Not started: what was asked cannot be done, in words.
  case refused(String)
  /// The process that watched over the run ended, in words.
  case lost(String)
}

extension Ending {
  /// Whether it says anything about the library; a run that was stopped, lost or not begun does not.
  var tellsOfLoading: Bool {
    switch self {
    case .stopped, .lost, .refused, .fileChanged: false
    default: true
    }
  }

  /// How it went down, if it did.
  public var crash: Crash? {
    switch self {
    case .crashed(let crash): crash
    case .limitExceeded(_, let crash): crash
    default: nil
    }
  }
}

/// A run as the parent saw it. Only `returned`, `returnedError`, `noResult`, `notLoaded` and the output are the
/// plugin process's own word.
public struct RunReport: Hashable, Sendable {
  /// The last phase that was reached.
  public var phase: Phase
  public var ending: Ending
  /// How long each phase took that was reached, in nanoseconds, by the parent's clock.
  public var times: PhaseTimes
  /// From the request to the end of the process, in nanoseconds.
  public var total: UInt64
  /// Peak resident memory, in bytes.
  public var peakMemory: UInt64
  /// How many libraries came into the process with the plugin, itself counted; by its own word, nil if it was not opened.
  public var libraries: UInt32?
  public var stdout: CapturedOutput
  public var stderr: CapturedOutput
  /// What it tried and was denied.
  public var attempts: Attempts
  /// What its process looked like when it crashed, or when its time was up.
  public var snapshot: ProcessSnapshot?
  /// The source around the innermost frame of the plugin's own. The client reads it; it crosses no border.
  public var excerpt: SourceExcerpt?
  /// Where the goroutines of a Go plugin were when it panicked, or when its time was up; by its own word.
  public var trace: GoTrace?

  public init(
    phase: Phase = .open, ending: Ending, times: PhaseTimes = PhaseTimes(), total: UInt64 = 0, peakMemory: UInt64 = 0,
    libraries: UInt32? = nil, stdout: CapturedOutput = CapturedOutput(), stderr: CapturedOutput = CapturedOutput(),
    attempts: Attempts = Attempts(), snapshot: ProcessSnapshot? = nil, trace: GoTrace? = nil
  ) {
    self.phase = phase
    self.ending = ending
    self.times = times
    self.total = total
    self.peakMemory = peakMemory
    self.libraries = libraries
    self.stdout = stdout
    self.stderr = stderr
    self.attempts = attempts
    self.snapshot = snapshot
    self.trace = trace
  }

  /// The report in place of the one that a process did not live to give.
  ///
  /// - Parameter crash: what it had told already; that stands.
  public static func lost(_ cause: String, in phase: Phase, after crash: Crash?) -> RunReport {
    guard let crash else { return RunReport(phase: phase, ending: .lost(cause)) }
    return RunReport(
      phase: phase, ending: .crashed(crash),
      snapshot: ProcessSnapshot(note: "the rest of the report was lost: \(cause)" as ForeignText))
  }

  /// The library was opened and its function found, whatever came later.
  public var opened: Bool {
    switch ending {
    case .notLoaded, .functionMissing, .fileChanged, .refused: false
    case .wrongType: true
    default: phase >= .call || ending == .loaded
    }
  }
}

/// Nanoseconds spent in each phase of a run.
public struct PhaseTimes: Hashable, Sendable {
  public private(set) var open: UInt64?
  public private(set) var lookup: UInt64?
  public private(set) var call: UInt64?
  public private(set) var close: UInt64?

  public init(open: UInt64? = nil, lookup: UInt64? = nil, call: UInt64? = nil, close: UInt64? = nil) {
    self.open = open
    self.lookup = lookup
    self.call = call
    self.close = close
  }

  public mutating func set(_ phase: Phase, _ nanoseconds: UInt64) {
    switch phase {
    case .inspect: break
    case .open: open = nanoseconds
    case .lookup: lookup = nanoseconds
    case .call: call = nanoseconds
    case .close: close = nanoseconds
    }
  }
}

extension Ending: WireValue {
  public func write(to writer: inout WireWriter) {
    switch self {
    case .loaded: writer.put(UInt8(0))
    case .returned(let value):
      writer.put(UInt8(1))
      writer.put(value)
    case .returnedError(let text, let value):
      writer.put(UInt8(2))
      writer.put(text)
      writer.put(value)
    case .noResult: writer.put(UInt8(3))
    case .notLoaded(let reason):
      writer.put(UInt8(4))
      writer.put(reason)
    case .functionMissing: writer.put(UInt8(5))
    case .crashed(let crash):
      writer.put(UInt8(6))
      writer.put(crash)
    case .timedOut: writer.put(UInt8(7))
    case .exited(let status):
      writer.put(UInt8(8))
      writer.put(status)
    case .stopped: writer.put(UInt8(9))
    case .fileChanged: writer.put(UInt8(10))
    case .refused(let reason):
      writer.put(UInt8(11))
      writer.put(reason)
    case .lost(let reason):
      writer.put(UInt8(12))
      writer.put(reason)
    case .limitExceeded(let limit, let crash):
      writer.put(UInt8(13))
      writer.put(limit)
      writer.put(optional: crash) { $0.put($1) }
    case .wrongType(let found):
      writer.put(UInt8(14))
      writer.put(found)
    case .panicked(let message):
      writer.put(UInt8(15))
      writer.put(message)
    }
  }
  public init(from reader: inout WireReader) throws(WireError) {
    switch try reader.integer(UInt8.self) {
    case 0: self = .loaded
    case 1: self = .returned(try reader.integer())
    case 2:
      let text = try reader.foreign()
      self = .returnedError(text, value: try reader.integer())
    case 3: self = .noResult
    case 4: self = .notLoaded(try reader.foreign())
    case 5: self = .functionMissing
    case 6: self = .crashed(try Crash(from: &reader))
    case 7: self = .timedOut
    case 8: self = .exited(try reader.integer())
    case 9: self = .stopped
    case 10: self = .fileChanged
    case 11: self = .refused(try reader.string())
    case 12: self = .lost(try reader.string())
    case 13:
      let limit = try ResourceLimit(from: &reader)
      self = .limitExceeded(limit, try reader.optional { (r) throws(WireError) in try Crash(from: &r) })
    case 14: self = .wrongType(try reader.foreign())
    case 15: self = .panicked(try reader.foreign())
    case let tag: throw .unknownCase(tag)
    }
  }
}

extension PhaseTimes: WireValue {
  public func write(to writer: inout WireWriter) {
    for time in [open, lookup, call, close] { writer.put(optional: time) { $0.put($1) } }
  }
  public init(from reader: inout WireReader) throws(WireError) {
    open = try reader.optional { (r) throws(WireError) in try r.integer() }
    lookup = try reader.optional { (r) throws(WireError) in try r.integer() }
    call = try reader.optional { (r) throws(WireError) in try r.integer() }
    close = try reader.optional { (r) throws(WireError) in try r.integer() }
  }
}

extension RunReport: WireValue {
  public func write(to writer: inout WireWriter) {
    writer.put(phase)
    writer.put(ending)
    writer.put(times)
    writer.put(total)
    writer.put(peakMemory)
    writer.put(optional: libraries) { $0.put($1) }
    writer.put(stdout)
    writer.put(stderr)
    writer.put(attempts)
    writer.put(optional: snapshot) { $0.put($1) }
    writer.put(optional: trace) { $0.put($1) }
  }
  public init(from reader: inout WireReader) throws(WireError) {
    phase = try Phase(from: &reader)
    ending = try Ending(from: &reader)
    times = try PhaseTimes(from: &reader)
    total = try reader.integer()
    peakMemory = try reader.integer()
    libraries = try reader.optional { (r) throws(WireError) in try r.integer() }
    stdout = try CapturedOutput(from: &reader)
    stderr = try CapturedOutput(from: &reader)
    attempts = try Attempts(from: &reader)
    snapshot = try reader.optional { (r) throws(WireError) in try ProcessSnapshot(from: &r) }
    trace = try reader.optional { (r) throws(WireError) in try GoTrace(from: &r) }
  }
}
