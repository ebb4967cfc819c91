import PluginModel

/// What the list is sorted by. What somebody looks for comes first; `SortOrder` can turn that round.
public enum SortKey: String, Sendable, CaseIterable {
  case name
  /// What is worst first.
  case verdict
  case kind
  /// By what people decided: what they have still to look at first.
  case people
  /// The slowest run first.
  case time
  /// The newest run first.
  case lastRun = "last-run"
  /// The largest file first.
  case size

  var words: String { self == .lastRun ? "last run" : rawValue }
  var help: String { self == .people ? "people's verdict" : words }

  /// Without being turned round.
  var isLargestFirst: Bool {
    switch self {
    case .name, .verdict, .kind, .people: false
    case .time, .lastRun, .size: true
    }
  }

  var next: SortKey {
    let all = Self.allCases
    return all[(all.firstIndex(of: self)! + 1) % all.count]
  }
}

struct SortOrder: Hashable, Sendable {
  var key = SortKey.name
  var isReversed = false

  /// "name ▲", "size ▼": up where the smallest comes first.
  var words: String { key.words + (isReversed == key.isLargestFirst ? " ▲" : " ▼") }
}

/// How much somebody should worry about a plugin: the order of "risk first".
enum Risk: Int64, Sendable, CaseIterable {
  case crashed, limitExceeded, timedOut, exited, rejected, returnedError, tried, unverified, interrupted, pending,
    passed

  /// As a count tells it: "2 crashed".
  var words: String {
    switch self {
    case .crashed: Verdict.crashed.words
    case .limitExceeded: Verdict.limitExceeded.words
    case .timedOut: Verdict.timedOut.words
    case .exited: Verdict.exited.words
    case .rejected: Verdict.rejected.words
    case .returnedError: Verdict.returnedError.words
    case .unverified: "unverified"
    case .interrupted, .pending: Verdict.interrupted.words
    // What it tried was denied, and is told at its row.
    case .tried, .passed: Verdict.passed.words
    }
  }

  var mark: Mark {
    switch self {
    case .crashed, .limitExceeded, .timedOut, .exited, .rejected: .failed
    case .returnedError, .unverified, .interrupted, .pending: .look
    case .tried, .passed: .passed
    }
  }

  init(of plugin: Plugin, _ mark: Mark, settings: Settings) {
    if plugin.rejection(settings) != nil {
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
