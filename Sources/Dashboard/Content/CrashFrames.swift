import Display
import PluginModel
import Reports

/// A line of the list of frames: a frame, or a fold.
struct FrameEntry: Hashable, Sendable {
  let content: FoldedFrame
  /// The fold that it is, or that it was unfolded from.
  let range: Range<Int>?

  /// A thread's frames, folded but for those that somebody unfolded.
  static func list(_ thread: StoppedThread, unfolded: Set<Range<Int>>) -> [FrameEntry] {
    FoldedFrame.fold(thread.frames).flatMap { entry -> [FrameEntry] in
      switch entry {
      case .frame: [FrameEntry(content: entry, range: nil)]
      // One frame takes no more room than the line that would tell of it.
      case .others(let range, _) where range.count == 1:
        [FrameEntry(content: .frame(range.lowerBound, thread.frames[range.lowerBound]), range: nil)]
      case .others(let range, _), .repeated(let range, _, _):
        unfolded.contains(range)
          ? range.map { FrameEntry(content: .frame($0, thread.frames[$0]), range: range) }
          : [FrameEntry(content: entry, range: range)]
      }
    }
  }

  var frame: StackFrame? { if case .frame(_, let frame) = content { frame } else { nil } }

  /// In columns: names of C++ and Swift can be of any length.
  private static let widestName = 44

  /// A line for each: number, function, how far into it, place.
  static func lines(
    _ entries: [FrameEntry], of thread: StoppedThread, _ snapshot: ProcessSnapshot, columns: Int
  ) -> [Line] {
    let shown = entries.compactMap(\.frame)
    let numbers = entries.compactMap { if case .frame(let number, _) = $0.content { number } else { nil } }
    let digits = String(numbers.last ?? 0).count
    let widest = shown.map { TextWidth.of(FrameText.name(of: $0)) }.max() ?? 0
    let names = min(widest, widestName, max(8, columns / 2 - digits))
    let offsets = columns >= 50 ? shown.map { offset(of: $0).count }.max() ?? 0 : 0
    return entries.map { entry in
      guard case .frame(let number, let frame) = entry.content else {
        let words = FrameText.words(forFolded: entry.content, in: thread, snapshot)
        return [Span(String(repeating: " ", count: digits - 1) + "⋯ " + words, .dim)]
      }
      let role: Role = frame.owner == .plugin ? .plain : .dim
      let place = FrameText.place(of: frame, snapshot)
      return [
        Span(String(repeating: " ", count: digits - String(number).count) + "\(number) ", .dim),
        Span(FrameText.name(of: frame).padded(names) + "  ", frame.owner == .plugin ? .strong : .dim),
        Span(offsets > 0 ? offset(of: frame).padded(offsets) + "  " : "", .dim), Span(place, role),
      ]
    }
  }

  private static func offset(of frame: StackFrame) -> String { frame.functionOffset.map { "+\($0)" } ?? "" }
}
