import Linux
import PluginModel

/// The records of one run, each with the time at which the kernel took it.
struct RecordLog {
  /// Of one record, in bytes: the longest error text, and then some.
  static let longestRecord = Limits.errorBytes + 64
  /// A run sends fewer; what a plugin sends itself is not read for ever.
  private static let mostRecords = 64

  private(set) var phase = Phase.open
  private(set) var times = PhaseTimes()
  private(set) var libraries: UInt32?
  /// When the phase began that is on, by CLOCK_REALTIME in nanoseconds.
  private var phaseStart: UInt64
  private var count = 0
  private var outcome: PluginRecord?
  private var isClosed = false
  private var isReadable = true

  init(startingAt time: UInt64) { phaseStart = time }

  /// Nothing was told yet: whoever opens a plugin tells of it first.
  var isEmpty: Bool { count == 0 }

  /// A run begins, with nothing told yet.
  mutating func beginRun(at time: UInt64) { phaseStart = time }

  /// Takes a record. One that cannot be read ends the reading: from there on the parent's facts decide.
  mutating func append(_ packet: StampedPacket) {
    count += 1
    guard isReadable, count <= Self.mostRecords, let record = try? PluginRecord(wireBytes: packet.bytes) else {
      isReadable = false
      return
    }
    switch record {
    case .notEnclosed where count > 1, .exchanged where count > 1:
      isReadable = false  // a plugin's forgery: it is there
    case .began(.open) where count == 1: phaseStart = packet.time
    case .began(let next):
      // Each phase has its own time limit, so a phase that is told twice must not begin anew.
      guard next > phase else { return }
      endPhase(at: packet.time)
      phase = next
      phaseStart = packet.time
    case .mapped(let count): libraries = libraries ?? count
    case .closed:
      isClosed = true
      endPhase(at: packet.time)
    case .returned, .returnedError, .noResult, .notLoaded, .functionMissing, .notEnclosed, .exchanged, .wrongType,
      .panicked:
      if outcome == nil { outcome = record }
    }
  }

  /// The run is over; the phase that was on has lasted until now, unless its own end was told.
  mutating func finish(at time: UInt64) { if !isClosed { endPhase(at: time) } }

  /// What the process said of itself, if it came to its own end.
  func answer(goal: RunRequest.Goal) -> Ending? {
    switch outcome {
    case .notLoaded(let reason): .notLoaded(reason)
    case .functionMissing: .functionMissing
    case .wrongType(let found): .wrongType(found)
    case .panicked(let message, _): .panicked(message)
    case .notEnclosed(let reason): .lost(reason)
    case .exchanged: .fileChanged
    case _ where !isClosed: nil
    case .returned(let value): .returned(value)
    case .returnedError(let text, let value): .returnedError(text, value: value)
    case .noResult: .noResult
    case .began, .mapped, .closed, nil: goal == .load ? .loaded : nil
    }
  }

  /// Where a Go plugin's goroutine was when it panicked, in Go's words.
  var panicTrace: ForeignText? { if case .panicked(_, let trace) = outcome { trace } else { nil } }

  /// The wall clock may be set back meanwhile: then the phase took no time.
  private mutating func endPhase(at time: UInt64) { times.set(phase, time > phaseStart ? time - phaseStart : 0) }
}
