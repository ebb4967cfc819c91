import PluginModel

/// Whose code each call of a trace is: Go's own, the runner's, or the plugin's.
enum GoOwners {
  /// Where Go's own sources lie is told by the runtime's: `/usr/lib/go-1.19/src/` of `…/src/runtime/panic.go`. A build with
  /// -trimpath has no such folder.
  static func told(in trace: GoTrace) -> GoTrace {
    let folder = sources(in: trace)
    var trace = trace
    for place in trace.goroutines.indices {
      for frame in trace.goroutines[place].frames.indices {
        let it = trace.goroutines[place].frames[frame]
        trace.goroutines[place].frames[frame].owner = owner(of: it, sources: folder)
      }
      if let creator = trace.goroutines[place].creator {
        trace.goroutines[place].creator?.owner = owner(of: creator, sources: folder)
      }
    }
    // The collector's and the like are nobody's business.
    let first = trace.goroutines.first?.id
    trace.goroutines.removeAll { $0.id != first && $0.id != 1 && $0.frames.allSatisfy { $0.owner == .runtime } }
    return trace
  }

  private static func owner(of frame: GoFrame, sources: [UInt8]?) -> GoFrame.Owner {
    let function = frame.function.bytes
    // A plugin's own package never has this name.
    if function.starts(with: "main.".utf8) { return .runner }
    if function.elementsEqual("panic".utf8) || runtimes.contains(where: { function.starts(with: $0) }) {
      return .runtime
    }
    return sources.map { frame.file.bytes.starts(with: $0) } ?? false ? .runtime : .plugin
  }

  private static let runtimes = [
    "runtime.", "runtime/", "plugin.", "sync.", "sync/", "syscall.", "internal/", "reflect.", "time.", "os.",
  ].map { Array($0.utf8) }

  private static func sources(in trace: GoTrace) -> [UInt8]? {
    let mark = Array("/src/runtime/".utf8)
    for frame in trace.goroutines.lazy.flatMap(\.frames) {
      guard frame.function.bytes.starts(with: "runtime.".utf8) || frame.function.bytes.elementsEqual("panic".utf8),
        let place = frame.file.bytes.firstRange(of: mark)
      else { continue }
      return Array(frame.file.bytes[..<place.lowerBound]) + Array("/src/".utf8)
    }
    return nil
  }
}
