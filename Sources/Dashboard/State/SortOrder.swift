import PluginModel

/// What the list is sorted by. What somebody looks for comes first; `SortOrder` can turn that round.
public enum SortKey: String, Sendable, CaseIterable {
  case name
  /// What is worst first.
  case verdict
  case kind
  /// The slowest run first.
  case time
  /// The newest run first.
  case lastRun = "last-run"
  /// The largest file first.
  case size

  var words: String { self == .lastRun ? "last run" : rawValue }

  var next: SortKey {
    let all = Self.allCases
    return all[(all.firstIndex(of: self)! + 1) % all.count]
  }
}

struct SortOrder: Hashable, Sendable {
  var key = SortKey.name
  var isReversed = false

  /// "name ▲"
  var words: String { key.words + (isReversed ? " ▼" : " ▲") }
}

/// How much somebody should worry about a plugin: the order of "risk first".
enum Risk: Int64, Sendable {
  case crashed, limitExceeded, timedOut, exited, rejected, returnedError, tried, unverified, interrupted, pending, passed

  init(of plugin: Plugin, _ mark: Mark, settings: Settings) {
    if plugin.rejection(strict: settings.strict) != nil {
      self = .rejected
      return
    }
    switch (plugin.run ?? plugin.load)?.ending {
    case nil: self = mark == .passed ? .passed : mark == .look ? .unverified : .pending
    case .crashed, .panicked: self = .crashed
    case .limitExceeded: self = .limitExceeded
    case .timedOut: self = .timedOut
    case .exited: self = .exited
    case .notLoaded, .functionMissing, .wrongType, .fileChanged, .refused: self = .rejected
    case .returnedError, .noResult: self = .returnedError
    case .stopped, .lost: self = .interrupted
    case .loaded, .returned:
      let isCurious = !((plugin.run ?? plugin.load)?.attempts.isEmpty ?? true)
      self = isCurious ? .tried : mark == .passed ? .passed : .unverified
    }
  }
}
