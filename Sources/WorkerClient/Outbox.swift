import DequeModule

/// Jobs on their way to the worker, by number. Few are sent ahead: what waits here is an index and no copy of an input,
/// can be called back at once, and outlives the worker.
struct Outbox {
  enum Lane {
    case inspection
    /// Of a signature.
    case verification
    /// Of a program that opens a Go plugin.
    case preparation
    /// An inspection that others wait for.
    case comparison
    /// A person waits for it.
    case urgent
    case other
  }

  private var inspections: Deque<UInt32> = []
  private var verifications: Deque<UInt32> = []
  private var preparations: Deque<UInt32> = []
  private var urgent: Deque<UInt32> = []
  private var others: Deque<UInt32> = []
  private var inspectionsUnderWay = 0
  private var runsUnderWay = 0
  private var verificationsUnderWay = 0
  /// One at a time: most plugins want the same, and then the first one's answer serves them all.
  private var isPreparing = false
  private let inspectionsAhead: Int
  let runsAhead: Int

  init(jobs: Int) {
    // Twice what the worker's processes take ahead: there is something for each that asks.
    inspectionsAhead = 256 * jobs
    runsAhead = 2 * jobs
  }

  /// Whether the worker owes an answer.
  var isUnderWay: Bool { inspectionsUnderWay + verificationsUnderWay + runsUnderWay > 0 || isPreparing }

  mutating func add(_ number: UInt32, _ lane: Lane) {
    switch lane {
    case .inspection: inspections.append(number)
    case .verification: verifications.append(number)
    case .preparation: preparations.append(number)
    case .comparison: inspections.prepend(number)
    case .urgent: urgent.append(number)
    case .other: others.append(number)
    }
  }

  /// The next job that may be sent; it counts as under way until `finished`.
  mutating func next() -> (number: UInt32, lane: Lane)? {
    if runsUnderWay < runsAhead, let number = urgent.popFirst() ?? others.popFirst() {
      runsUnderWay += 1
      return (number, .other)
    }
    if verificationsUnderWay < runsAhead, let number = verifications.popFirst() {
      verificationsUnderWay += 1
      return (number, .verification)
    }
    if !isPreparing, let number = preparations.popFirst() {
      isPreparing = true
      return (number, .preparation)
    }
    if inspectionsUnderWay < inspectionsAhead, let number = inspections.popFirst() {
      inspectionsUnderWay += 1
      return (number, .inspection)
    }
    return nil
  }

  /// Takes the place of a run that did not wait here, if there is one.
  mutating func beginRun() -> Bool {
    guard runsUnderWay < runsAhead else { return false }
    runsUnderWay += 1
    return true
  }

  mutating func finished(_ lane: Lane) {
    switch lane {
    case .inspection, .comparison: inspectionsUnderWay -= 1
    case .verification: verificationsUnderWay -= 1
    case .preparation: isPreparing = false
    case .urgent, .other: runsUnderWay -= 1
    }
  }

  /// The worker is gone, and with it everything that was under way.
  mutating func startOver() {
    (inspectionsUnderWay, verificationsUnderWay, runsUnderWay, isPreparing) = (0, 0, 0, false)
  }
}
