extension GoTrace {
  /// The goroutines for people, a line each call: Go's own are counted where they come in a row, Airlock's are left out,
  /// and what is the same again and again stands once.
  ///
  ///     goroutine 7 [running]
  ///       2 calls of Go's runtime
  ///       MyFunction.func1  /home/u/greeter.go:12
  ///       created by MyFunction  /home/u/greeter.go:9
  public var lines: [ForeignText] {
    goroutines.flatMap(\.lines) + (leftOut > 0 ? ["and \(leftOut) more goroutines"] : [])
  }
}

extension Goroutine {
  fileprivate var lines: [ForeignText] {
    var lines: [ForeignText] = ["goroutine \(id) [\(state)]"]
    for run in runs {
      if run.frame.owner == .runtime {
        lines.append("  \(run.count) \(run.count == 1 ? "call" : "calls") of Go's runtime")
      } else {
        lines.append("  \(run.frame.place)\(run.count > 1 ? "  (\(run.count) times)" : "")")
      }
    }
    if isCut { lines.append("  …") }
    if let creator, creator.owner == .plugin { lines.append("  created by \(creator.place)") }
    return lines
  }

  private struct Run {
    let frame: GoFrame
    var count = 1
  }

  /// Calls that are told together. Those of Go's runtime below the plugin's outermost tell nothing.
  private var runs: [Run] {
    let outermost = frames.lastIndex { $0.owner == .plugin } ?? frames.count - 1
    var runs: [Run] = []
    for frame in frames.prefix(outermost + 1) where frame.owner != .runner {
      if let last = runs.last, last.frame == frame || (last.frame.owner == .runtime && frame.owner == .runtime) {
        runs[runs.count - 1].count += 1
      } else {
        runs.append(Run(frame: frame))
      }
    }
    return runs
  }
}

extension GoFrame {
  fileprivate var place: ForeignText { "\(function)  \(file):\(line)" }
}
