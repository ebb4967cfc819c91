import PluginModel

/// What earlier sessions knew of plugins: the marks, and what their runs came to. Kept by absolute path; taken into the
/// rows as soon as those are there.
struct PluginMemory: Sendable {
  private(set) var marked: Set<PluginPath> = []
  private(set) var runs: [PluginPath: [PastRun]] = [:]

  mutating func note(_ remembrance: Remembrance) {
    switch remembrance {
    case .marked(let path, true): marked.insert(path)
    case .marked(let path, false): marked.remove(path)
    case .run(let run):
      runs[run.path, default: []].append(PastRun(run))
      // Twice as many before the oldest go: not each moves the others.
      if runs[run.path]?.count ?? 0 > 2 * Row.pastLimit { runs[run.path]?.removeFirst(Row.pastLimit) }
    case .input, .sort: break
    }
  }

  /// What there is of a plugin; it is told once.
  mutating func take(_ path: PluginPath) -> (isMarked: Bool, runs: [PastRun]) {
    (marked.remove(path) != nil, runs.removeValue(forKey: path) ?? [])
  }
}

extension PastRun {
  init(_ run: RememberedRun) {
    self.init(
      mark: Mark(rawValue: run.mark) ?? .pending, word: ForeignText(run.word).cells, number: nil, ended: run.ended,
      input: run.input, total: run.total, file: run.file)
  }
}
