/// Frames as a list shows them: the plugin's own in full, those of others and repetitions folded to a line.
public enum FoldedFrame: Hashable, Sendable {
  /// With its number in the whole list.
  case frame(Int, StackFrame)
  /// So many frames that are not the plugin's, from a number on.
  case others(Range<Int>, StackFrame.Owner)
  /// The frames before it, `period` at a time, come so many times more: recursion.
  case repeated(Range<Int>, period: Int, times: Int)

  /// Every frame in full, but recursion folded.
  public static func unfolded(_ frames: [StackFrame]) -> [FoldedFrame] { fold(frames, others: false) }

  /// - Parameter frames: innermost first.
  public static func fold(_ frames: [StackFrame]) -> [FoldedFrame] { fold(frames, others: true) }

  private static func fold(_ frames: [StackFrame], others: Bool) -> [FoldedFrame] {
    var folded: [FoldedFrame] = []
    var index = 0
    while index < frames.count {
      if let (period, times) = repetition(in: frames, at: index), times >= fewestRepetitions {
        folded += (index..<(index + period)).map { .frame($0, frames[$0]) }
        let rest = (index + period)..<(index + period * times)
        folded.append(.repeated(rest, period: period, times: times - 1))
        index = rest.upperBound
      } else if !others || frames[index].owner == .plugin || frames[index].owner == .unknown {
        folded.append(.frame(index, frames[index]))
        index += 1
      } else {
        let owner = frames[index].owner
        let end = frames[index...].firstIndex { $0.owner != owner } ?? frames.count
        folded.append(.others(index..<end, owner))
        index = end
      }
    }
    return folded
  }

  /// Mutual recursion of so many functions is seen.
  private static let longestPeriod = 8
  private static let fewestRepetitions = 3

  /// The shortest stretch that is followed by itself, and how often it stands there in all.
  private static func repetition(in frames: [StackFrame], at start: Int) -> (period: Int, times: Int)? {
    for period in 1...longestPeriod where start + 2 * period <= frames.count {
      var times = 1
      while start + (times + 1) * period <= frames.count,
        (0..<period).allSatisfy({ isSame(frames[start + $0], frames[start + times * period + $0]) })
      { times += 1 }
      if times >= fewestRepetitions { return (period, times) }
    }
    return nil
  }

  /// The innermost call of a recursion stands elsewhere in its function than the others.
  private static func isSame(_ a: StackFrame, _ b: StackFrame) -> Bool {
    guard a.module == b.module, a.isInlined == b.isInlined, a.owner == b.owner else { return false }
    return a.function == nil ? a.offset == b.offset : a.function == b.function
  }
}
