extension GoTrace {
  /// The goroutines for people, a line each call, Go's own calls counted where they come in a row and Airlock's left out.
  ///
  ///     goroutine 1 [running]
  ///       2 calls of Go's runtime
  ///       MyFunction  /home/u/greeter.go:12
  public var lines: [ForeignText] {
    goroutines.flatMap(\.lines) + (leftOut > 0 ? ["and \(leftOut) more goroutines"] : [])
  }
}

extension Goroutine {
  fileprivate var lines: [ForeignText] {
    var lines: [ForeignText] = ["goroutine \(id) [\(state)]"]
    var folded = 0
    for frame in frames {
      guard frame.owner == .plugin else {
        folded += frame.owner == .runtime ? 1 : 0
        continue
      }
      lines += Self.folded(folded)
      folded = 0
      lines.append("  \(frame.function)  \(frame.file):\(frame.line)")
    }
    lines += Self.folded(folded)
    return isCut ? lines + ["  …"] : lines
  }

  private static func folded(_ count: Int) -> [ForeignText] {
    count == 0 ? [] : ["  \(count) \(count == 1 ? "call" : "calls") of Go's runtime"]
  }
}
