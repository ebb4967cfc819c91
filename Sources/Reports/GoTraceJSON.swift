import PluginModel

/// What a Go process told of its goroutines, as the crash of a report: Go names functions and lines, and has neither
/// registers nor, for most panics, a signal.
enum GoTraceJSON {
  static func crash(_ report: RunReport, cause: ForeignText?) -> JSON? {
    guard let trace = report.trace else { return nil }
    let isPanic = if case .panicked = report.ending { true } else { false }
    return .object([
      ("cause", .optional(cause?.repaired)), ("signal", .null), ("code", .null), ("address", .null), ("note", .null),
      (
        "threads",
        .array(
          trace.goroutines.enumerated().map { place, goroutine in
            thread(goroutine, hasCrashed: isPanic && place == 0)
          })
      ),
      ("registers", .object([])),
      ("output", .string(report.stderr.text.repaired)),
    ])
  }

  private static func thread(_ goroutine: Goroutine, hasCrashed: Bool) -> JSON {
    .object([
      ("id", .integer(goroutine.id)), ("crashed", .bool(hasCrashed)), ("complete", .bool(!goroutine.isCut)),
      ("frames", .array(goroutine.frames.map(frame))),
    ])
  }

  private static func frame(_ frame: GoFrame) -> JSON {
    .object([
      ("function", .string(frame.function.repaired)), ("module", .null), ("offset", .null),
      ("file", .string(frame.file.repaired)), ("line", .integer(frame.line)), ("column", .null),
      ("inlined", .bool(false)),
    ])
  }
}
