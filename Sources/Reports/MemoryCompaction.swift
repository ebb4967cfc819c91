import PluginModel

/// What is worth keeping of a memory that has grown long: the newest, and of what was said again only the last.
public enum MemoryCompaction {
  /// A memory with more lines is written anew.
  public static let mostLines = 30_000
  static let mostInputs = 500
  static let mostRunsOfPlugin = 50
  static let mostRuns = 5000
  static let mostMarks = 10_000
  /// Of those that only a newer version knows.
  static let mostUnknown = 1000
  /// Of all that is kept, in bytes.
  static let mostBytes = 4 << 20

  /// The lines that remain, in their order.
  public static func kept(_ lines: [String]) -> [String] {
    var kept: [String] = []
    var bytes = 0
    var selection = Selection()
    for line in lines.reversed() where selection.takes(line) {
      bytes += line.utf8.count + 1
      guard bytes <= mostBytes else { break }
      kept.append(line)
    }
    return kept.reversed()
  }

  /// Is asked line by line, the newest first.
  private struct Selection {
    private var inputs: Set<ForeignText> = []
    private var marks: Set<PluginPath> = []
    private var keptMarks = 0
    private var isSorted = false
    private var runs: [PluginPath: Int] = [:]
    private var allRuns = 0
    private var unknown = 0

    mutating func takes(_ line: String) -> Bool {
      switch MemoryRecord.remembrance(line, utcOffset: 0) {
      case .input(let input): return inputs.count < mostInputs && inputs.insert(input).inserted
      case .marked(let path, let isOn):
        // That a plugin is not marked goes without saying, once nothing older says otherwise.
        guard marks.insert(path).inserted, isOn, keptMarks < mostMarks else { return false }
        keptMarks += 1
        return true
      case .sort:
        defer { isSorted = true }
        return !isSorted
      case .run(let run):
        guard allRuns < mostRuns, runs[run.path, default: 0] < mostRunsOfPlugin else { return false }
        runs[run.path, default: 0] += 1
        allRuns += 1
        return true
      case nil:
        unknown += 1
        return unknown <= mostUnknown
      }
    }
  }
}
