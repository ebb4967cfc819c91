/// What a call came to, as far as calls are compared by it: the value, or how it ended without one. An error's text does
/// not count, and neither does the address of a crash: two plugins may say the same in other words.
///
/// It is small: there may be a million.
public struct Answer: Hashable, Sendable {
  public enum Kind: UInt8, Sendable {
    case opened, value, error, noResult, notLoaded, functionMissing, wrongType, signal, panic, timedOut, exited
    case memory, output, stopped, fileChanged, refused, lost
  }

  public let kind: Kind
  /// The value, the signal, the exit status or the limit; else 0.
  private let number: Int64

  public init(_ ending: Ending) {
    var number: Int64 = 0
    switch ending {
    case .loaded: kind = .opened
    case .returned(let value): (kind, number) = (.value, value)
    case .returnedError: kind = .error
    case .noResult: kind = .noResult
    case .notLoaded: kind = .notLoaded
    case .functionMissing: kind = .functionMissing
    case .wrongType: kind = .wrongType
    case .crashed(let crash): (kind, number) = (.signal, Int64(crash.signal))
    case .panicked: kind = .panic
    case .timedOut: kind = .timedOut
    case .exited(let status): (kind, number) = (.exited, Int64(status))
    case .limitExceeded(.memory(let limit), _): (kind, number) = (.memory, Int64(clamping: limit))
    case .limitExceeded(.output(let limit), _): (kind, number) = (.output, Int64(clamping: limit))
    case .stopped: kind = .stopped
    case .fileChanged: kind = .fileChanged
    case .refused: kind = .refused
    case .lost: kind = .lost
    }
    self.number = number
  }

  /// For a narrow column: "42", "SIGSEGV", "exit 3".
  public var word: String {
    switch kind {
    case .opened: "opened"
    case .value: String(number)
    case .error: "error"
    case .noResult: "no value"
    case .notLoaded: "no load"
    case .functionMissing: "missing"
    case .wrongType: "wrong type"
    case .signal: SignalName.of(Int32(clamping: number))
    case .panic: "panic"
    case .timedOut: "timeout"
    case .exited: "exit \(number)"
    case .memory: "memory"
    case .output: "output"
    case .stopped: "stopped"
    case .fileChanged: "changed"
    case .refused: "refused"
    case .lost: "lost"
    }
  }

  /// An ending that comes to this, with as much as it tells.
  public var ending: Ending {
    switch kind {
    case .opened: .loaded
    case .value: .returned(number)
    case .error: .returnedError("an error whose text was let go", value: 0)
    case .noResult: .noResult
    case .notLoaded: .notLoaded("the reason was let go")
    case .functionMissing: .functionMissing
    case .wrongType: .wrongType("another type")
    case .signal: .crashed(Crash(signal: Int32(clamping: number)))
    case .panic: .panicked("a panic whose text was let go")
    case .timedOut: .timedOut
    case .exited: .exited(Int32(clamping: number))
    case .memory: .limitExceeded(.memory(UInt64(clamping: number)), nil)
    case .output: .limitExceeded(.output(UInt64(clamping: number)), nil)
    case .stopped: .stopped
    case .fileChanged: .fileChanged
    case .refused: .refused("the reason was let go")
    case .lost: .lost("the reason was let go")
    }
  }

  /// As `Judgement` has it of the same ending.
  public var verdict: Verdict { Self.verdict(of: kind) }

  public static func verdict(of kind: Kind) -> Verdict {
    switch kind {
    case .opened, .value: .passed
    case .error, .noResult: .returnedError
    case .notLoaded, .functionMissing, .wrongType, .fileChanged, .refused: .rejected
    case .signal, .panic: .crashed
    case .timedOut: .timedOut
    case .exited: .exited
    case .memory, .output: .limitExceeded
    case .stopped, .lost: .interrupted
    }
  }

  /// Whether it says something of the plugin. A call that was stopped or lost differs from none.
  public var isComparable: Bool { verdict != .interrupted }
}

extension Answer: Comparable {
  /// Values come before all that is none, in order of size.
  public static func < (one: Answer, other: Answer) -> Bool {
    (one.kind.rawValue, one.number) < (other.kind.rawValue, other.number)
  }
}
