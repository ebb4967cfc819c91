import PluginModel

/// Frames as lines of a table: number, function, place.
package enum FrameText {
  /// A longer name pushes its own place to the right, not that of the others.
  private static let widestName = 40

  static func lines(of folded: [FoldedFrame], in thread: StoppedThread, _ snapshot: ProcessSnapshot) -> [String] {
    let shown = folded.compactMap { if case .frame(let number, let frame) = $0 { (number, frame) } else { nil } }
    let digits = String(shown.last?.0 ?? 0).count
    let width = min(widestName, shown.map { name(of: $0.1).count }.max() ?? 0)
    return folded.map { entry in
      if case .frame(let number, let frame) = entry {
        return padded(number, to: digits) + " " + padded(name(of: frame), to: width) + "  " + place(of: frame, snapshot)
      }
      return String(repeating: " ", count: digits) + " … " + words(forFolded: entry, in: thread, snapshot)
    }
  }

  package static func name(of frame: StackFrame) -> String {
    (frame.shortName?.line ?? (frame.owner == .unknown ? "(no code)" : "(no name)"))
      + (frame.isInlined ? " (inlined)" : "")
  }

  /// "nullread.c:4:17", else "libc.so.6+0x8aeec".
  package static func place(of frame: StackFrame, _ snapshot: ProcessSnapshot) -> String {
    if let location = frame.location { return location.words.line }
    let offset = "0x" + String(frame.offset, radix: 16)
    return snapshot.module(of: frame).map { $0.name.line + "+" + offset } ?? offset
  }

  /// "4 frames of Airlock", "the same 254 times more".
  package static func words(
    forFolded entry: FoldedFrame, in thread: StoppedThread, _ snapshot: ProcessSnapshot
  ) -> String {
    switch entry {
    case .frame(_, let frame): name(of: frame)
    case .others(let range, .runtime) where thread.isGoroutine: count(range.count) + " of Go's runtime"
    case .others(let range, let owner): others(thread.frames[range], owner, snapshot)
    case .repeated(_, let period, let times): (period == 1 ? "the same" : "these \(period)") + " \(times) times more"
    }
  }

  private static func others(
    _ frames: ArraySlice<StackFrame>, _ owner: StackFrame.Owner, _ snapshot: ProcessSnapshot
  ) -> String {
    if owner == .worker { return count(frames.count) + " of Airlock" }
    var modules: [String] = []
    for frame in frames {
      let module = snapshot.module(of: frame)
      let name = module?.owner == .plugin ? "the standard library" : module?.name.line ?? "no file"
      if !modules.contains(name) { modules.append(name) }
    }
    return count(frames.count) + " of " + modules.joined(separator: ", ")
  }

  private static func count(_ frames: Int) -> String { "\(frames) \(frames == 1 ? "frame" : "frames")" }

  static func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
  private static func padded(_ number: Int, to width: Int) -> String {
    String(repeating: " ", count: max(0, width - String(number).count)) + String(number)
  }
}
