import Linux
import PluginModel

/// The records of one run, with the parent's time at which each came.
struct RecordLog {
  /// Of all records of a run, in bytes: an error text of full length and then some.
  private static let longest = 4 * Limits.errorBytes

  private(set) var phase = Phase.open
  private(set) var times = PhaseTimes()
  /// By the monotonic clock, in nanoseconds.
  private(set) var phaseStart: UInt64 = 0
  private var frames = Frames()
  private var received = 0
  private var outcome: PluginRecord?
  private var isClosed = false
  private var isReadable = true

  mutating func start(at now: UInt64) { phaseStart = now }

  mutating func append(_ bytes: [UInt8], at now: UInt64) {
    received += bytes.count
    guard isReadable, received <= Self.longest else {
      isReadable = false
      return
    }
    frames.append(bytes)
    do {
      while let payload = try frames.next() { take(try PluginRecord(wireBytes: payload), at: now) }
    } catch {
      isReadable = false  // from here on the parent's facts decide
    }
  }

  mutating func finish(at now: UInt64) { times.set(phase, now - phaseStart) }

  /// What the process said of itself, if it came to its own end.
  func answer(goal: RunRequest.Goal) -> Ending? {
    switch outcome {
    case .notLoaded(let reason): .notLoaded(reason)
    case .functionMissing: .functionMissing
    case _ where !isClosed: nil
    case .returned(let value): .returned(value)
    case .returnedError(let text): .returnedError(text, value: 0)
    case .noResult: .noResult
    case .began, .closed, nil: goal == .load ? .loaded : nil
    }
  }

  private mutating func take(_ record: PluginRecord, at now: UInt64) {
    switch record {
    case .began(let next):
      // Each phase has its own time limit, so a phase that is told twice must not begin anew.
      guard next > phase else { return }
      times.set(phase, now - phaseStart)
      phase = next
      phaseStart = now
    case .closed: isClosed = true
    case .returned, .returnedError, .noResult, .notLoaded, .functionMissing:
      if outcome == nil { outcome = record }
    }
  }
}
