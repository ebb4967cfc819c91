/// The goroutines as a crash report has threads: Go names functions and lines, and knows neither registers nor modules.
extension ProcessSnapshot {
  /// - Parameter panicked: whether the first one is to blame, and not only the one that was waited for.
  init(of trace: GoTrace, panicked: Bool) {
    let threads = trace.goroutines.enumerated().map { place, goroutine in
      StoppedThread(
        id: UInt32(clamping: goroutine.id), isCrashed: panicked && place == 0, activity: .goroutine(goroutine.state),
        frames: goroutine.frames.map(StackFrame.init), end: goroutine.isCut ? .cut : .complete)
    }
    self.init(threads: threads, threadsLeftOut: trace.leftOut)
  }
}

extension StackFrame {
  fileprivate init(_ frame: GoFrame) {
    let owner: Owner =
      switch frame.owner {
      case .plugin: .plugin
      case .runtime: .runtime
      case .runner: .worker
      }
    self.init(
      function: frame.function, offset: 0, location: CodeLocation(file: frame.file, line: frame.line), owner: owner)
  }
}

extension CrashCause {
  /// Of a time-out: what the goroutine that was waited for did.
  static func hang(of trace: GoTrace) -> CrashCause {
    let function: ForeignText = trace.topFrame.map { " in \($0.function)" } ?? ""
    guard let first = trace.goroutines.first, first.isWaiting else {
      return CrashCause("Busy\(function)", "It was computing when its time was up.")
    }
    return CrashCause("Waiting\(function) (\(first.state))", "Nothing had woken it when its time was up.")
  }
}
