import PluginModel

extension JSON {
  /// The contract's `crash`; for a hang without a signal, and for a Go panic, whose cause is Go's own words.
  static func crash(_ report: CrashReport) -> JSON {
    let snapshot = report.snapshot
    let isPanic = report.crash == nil && !report.isHang
    return .object([
      ("cause", .string((isPanic ? report.cause.title : report.cause.words).repaired)),
      ("signal", .optional(report.crash.map { SignalName.of($0.signal) })),
      ("code", .optional(report.crash?.codeName)),
      ("address", .optional((report.crash?.address ?? snapshot.fault?.address).map(hexadecimal))),
      ("note", .optional(snapshot.note?.repaired)),
      ("threads", .array(snapshot.threads.map { thread($0, snapshot) })),
      ("registers", .object(snapshot.registers.map { ($0.name.repaired, .string(hexadecimal($0.value))) })),
      ("output", .string(report.output.repaired)),
    ])
  }

  private static func thread(_ thread: StoppedThread, _ snapshot: ProcessSnapshot) -> JSON {
    .object([
      ("id", .integer(thread.id)),
      ("crashed", .bool(thread.isCrashed)),
      ("complete", .bool(thread.end == .complete)),
      ("frames", .array(thread.frames.map { frame($0, of: thread, snapshot) })),
    ])
  }

  private static func frame(_ frame: StackFrame, of thread: StoppedThread, _ snapshot: ProcessSnapshot) -> JSON {
    .object([
      ("function", .optional(frame.function?.repaired)),
      ("module", .optional(snapshot.module(of: frame)?.path.repaired)),
      ("offset", thread.isGoroutine ? .null : .string(hexadecimal(frame.offset))),
      ("file", .optional(frame.location?.file.repaired)),
      ("line", frame.location.map { .integer($0.line) } ?? .null),
      ("column", frame.location?.column.map { .integer($0) } ?? .null),
      ("inlined", .bool(frame.isInlined)),
    ])
  }

  private static func hexadecimal(_ value: UInt64) -> String { "0x" + String(value, radix: 16) }

  static func attempt(_ attempt: Attempt) -> JSON {
    .object([
      ("action", .string(attempt.action.rawValue)), ("target", .optional(attempt.target?.repaired)),
      ("phase", .string(attempt.phase.rawValue)), ("count", .integer(attempt.count)),
    ])
  }
}
