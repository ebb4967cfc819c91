import PluginModel

/// What a Go process says as it goes down, on its stderr: a panic that nobody recovers, a fatal error of the runtime, or,
/// asked with SIGQUIT, where its goroutines are. It becomes part of the report, and no longer counts as output.
///
/// The plugin can write the same by itself: then it lies about itself.
struct GoLastWords {
  /// "panic: assignment to entry in nil map".
  let message: ForeignText
  let trace: GoTrace
  /// How many bytes from the end of stderr on.
  let length: Int

  /// The status with which Go's runtime ends a process.
  private static let status: Int32 = 2
  /// In bytes.
  private static let longestMessage = 1000
  private static let openings = ["panic: ", "fatal error: ", "SIGQUIT: quit", "SIGABRT: abort"].map { Array($0.utf8) }
  /// What comes before those, where it does.
  private static let prefaces = ["runtime: ", "unexpected fault address ", "\tpanic: "].map { Array($0.utf8) }

  init?(in stderr: CapturedOutput) {
    let text = stderr.dropped == 0 ? stderr.head + stderr.tail : stderr.tail
    let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    guard let header = lines.firstIndex(where: { GoTraceReader.header($0) != nil }),
      var first = lines[..<header].lastIndex(where: Self.isOpening)
    else { return nil }
    // A panic in a deferred function follows the one that it came upon: the first is the cause.
    while first > 0, Self.isOpening(lines[first - 1]) || Self.isPreface(lines[first - 1]) { first -= 1 }
    let opening = lines[first..<header].first(where: Self.isOpening) ?? lines[first]
    guard let trace = GoTraceReader.trace(in: text[lines[header].startIndex...]) else { return nil }
    message = ForeignText(Self.withoutMarks(opening).prefix(Self.longestMessage))
    self.trace = trace
    length = text.count - lines[first].startIndex
  }

  /// Takes into a report what a Go process told of its end.
  ///
  /// - Parameters:
  ///   - recovered: the trace of a panic that the runner recovered.
  ///   - memory: the address space that the process had, in bytes.
  static func complete(_ report: inout RunReport, recovered: ForeignText?, memory: UInt64) {
    if let recovered, case .panicked = report.ending {
      report.trace = GoTraceReader.trace(in: recovered.bytes)
      return
    }
    switch report.ending {
    case .exited(status):
      guard let words = GoLastWords(in: report.stderr) else { return }
      report.ending = words.isOutOfMemory ? .limitExceeded(.memory(memory), nil) : .panicked(words.message)
      words.move(to: &report)
    case .timedOut, .limitExceeded: GoLastWords(in: report.stderr)?.move(to: &report)
    default: break
    }
  }

  /// The limit of its address space is all that can be in the way.
  private var isOutOfMemory: Bool {
    ["runtime: out of memory", "runtime: cannot allocate memory", "out of memory"].contains {
      message.bytes.starts(with: ("fatal error: " + $0).utf8)
    }
  }

  private func move(to report: inout RunReport) {
    report.trace = trace
    report.stderr.removeLast(length)
  }

  private static func isOpening(_ line: ArraySlice<UInt8>) -> Bool { openings.contains { line.starts(with: $0) } }
  private static func isPreface(_ line: ArraySlice<UInt8>) -> Bool { prefaces.contains { line.starts(with: $0) } }

  /// Without ` [recovered]` and the like at its end.
  private static func withoutMarks(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard let mark = line.firstRange(of: Array(" [recovered".utf8)) else { return line }
    return line[..<mark.lowerBound]
  }
}
