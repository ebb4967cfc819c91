/// A crash or a hang, told: what a report shows, put together from a run.
public struct CrashReport: Hashable, Sendable {
  /// The fatal signal; nil if it hung, and of a Go plugin that gave up: Go ends a process without one.
  public let crash: Crash?
  /// Its time was up: its threads tell where they stood then.
  public let isHang: Bool
  public let cause: CrashCause
  public let phase: Phase
  public let snapshot: ProcessSnapshot
  public let excerpt: SourceExcerpt?
  /// The last lines that the plugin wrote to stderr.
  public let output: ForeignText

  /// Nil if the run neither crashed nor hung.
  public init?(of report: RunReport) {
    switch report.ending {
    case .crashed(let crash), .limitExceeded(_, let crash?):
      (self.crash, isHang) = (crash, false)
      cause = CrashCause(of: crash, snapshot: report.snapshot, stderr: report.stderr.text)
      snapshot = report.snapshot ?? ProcessSnapshot()
    case .panicked(let message):
      (crash, isHang) = (nil, false)
      cause = CrashCause(message)
      snapshot = report.trace.map { ProcessSnapshot(of: $0, panicked: true) } ?? ProcessSnapshot()
    case .timedOut:
      (crash, isHang) = (nil, true)
      if let trace = report.trace {
        cause = .hang(of: trace)
        snapshot = ProcessSnapshot(of: trace, panicked: false)
      } else if let stopped = report.snapshot {
        cause = Self.hang(stopped)
        snapshot = stopped
      } else {
        return nil
      }
    default: return nil
    }
    phase = report.phase
    excerpt = report.excerpt
    output = Self.lastLines(of: report.stderr.text)
  }

  /// The thread that is to blame, or the one that Airlock waited for.
  public var thread: StoppedThread? { snapshot.threads.first }
  /// Where the plugin's author looks first.
  public var top: StackFrame? { snapshot.topFrame }
  /// The line to show.
  public var location: CodeLocation? { cause.location ?? top?.location }

  /// "SIGSEGV (11), SEGV_MAPERR: nothing mapped there"; nil for a hang.
  public var signal: String? {
    guard let crash else { return nil }
    let name = "\(SignalName.of(crash.signal)) (\(crash.signal))"
    guard let code = crash.codeName else { return name }
    return name + ", " + code + (crash.codeWords.map { ": " + $0 } ?? "")
  }

  /// "at nullread.so+0x1117 in lookup, through rax, while MyFunction was called".
  public func place(function: String) -> ForeignText {
    let frame = top ?? thread?.frames.first
    if let thread, thread.isGoroutine {
      let name: ForeignText = frame?.shortName.map { "in \($0), " } ?? ""
      return "\(name)\(circumstances(function: function))"
    }
    let module = frame.flatMap(snapshot.module)
    let offset = frame.map { "0x" + String($0.offset, radix: 16) } ?? ""
    let at: ForeignText = frame == nil ? "" : module.map { "at \($0.name)+\(offset)" } ?? "at \(offset)"
    let name: ForeignText = frame?.shortName.map { " in \($0)" } ?? ""
    let through: ForeignText = guiltyRegister.map { ", through \($0.name)" } ?? ""
    let comma: ForeignText = frame == nil ? "" : ", "
    return "\(at)\(name)\(through)\(comma)\(circumstances(function: function))"
  }

  /// The one that held a bad pointer, where that says more than the cause does.
  private var guiltyRegister: Register? {
    guard let crash, crash.access != .execute, !crash.isStackOverflow else { return nil }
    return snapshot.registers.first { $0.isGuilty }
  }

  /// When, and in whose thread: "while it was opened, where constructors run".
  public func circumstances(function: String) -> ForeignText {
    if let thread, !thread.isMain {
      if thread.isGoroutine { return "in a goroutine of its own" }
      return thread.name.isEmpty ? "in a thread of its own" : "in a thread of its own, \(thread.name)"
    }
    return switch phase {
    case .inspect: "while it was inspected"
    case .open: "while it was opened, when constructors run"
    case .lookup: "while its function was looked up"
    case .call: "while \(function) was called"
    case .close: "while it was closed, when destructors and exit handlers run"
    }
  }

  /// What makes two crashes the same; nil for a hang.
  public var key: CrashKey? {
    guard !isHang else { return nil }
    let frame = top ?? thread?.frames.first
    let place: ForeignText? = frame.map { frame in
      frame.function ?? "\(snapshot.module(of: frame)?.name ?? "")+0x\(String(frame.offset, radix: 16))"
    }
    return CrashKey(signal: crash?.signal ?? CrashKey.noSignal, place: place)
  }

  private static let linesOfOutput = 20

  private static func lastLines(of text: ForeignText) -> ForeignText {
    let newline = UInt8(ascii: "\n")
    let body = text.bytes.last == newline ? text.bytes.dropLast() : text.bytes[...]
    let lines = body.split(separator: newline, omittingEmptySubsequences: false).suffix(linesOfOutput)
    return ForeignText(lines.joined(separator: [newline]))
  }

  private static func hang(_ snapshot: ProcessSnapshot) -> CrashCause {
    let thread = snapshot.threads.first
    let function: ForeignText = snapshot.topFrame?.shortName.map { " in \($0)" } ?? ""
    return switch thread?.activity {
    case .busy: CrashCause("Busy\(function)", "It was computing when its time was up.")
    case .blocked(let call):
      CrashCause("Blocked\(function), in the system call \(call)", "It was waiting when its time was up.")
    case .goroutine, nil: CrashCause("It did not come back", "Where it stood is not known.")
    }
  }
}

/// Crashes of one plugin with the same key are the same crash: "seen 3 times".
public struct CrashKey: Hashable, Sendable {
  /// Of a Go panic.
  public static let noSignal: Int32 = 0

  public let signal: Int32
  /// The innermost function of the plugin's own, or its place in the file; nil if neither is known.
  public let place: ForeignText?

  public init(signal: Int32, place: ForeignText?) {
    self.signal = signal
    self.place = place
  }
}
