/// Why a plugin went down: one phrase, and a sentence that explains it.
public struct CrashCause: Hashable, Sendable {
  /// "Null pointer read".
  public var title: ForeignText
  /// "Address 0x30 is 48 bytes past null: a field or element of a null pointer."
  public var explanation: ForeignText?
  /// Where the runtime says that it began, if that is another place than the stack's: a panic of Rust may have unwound
  /// the stack by then.
  public var location: CodeLocation?

  public init(_ title: ForeignText, _ explanation: ForeignText? = nil, at location: CodeLocation? = nil) {
    self.title = title
    self.explanation = explanation
    self.location = location
  }

  /// Both, as sentences.
  public var words: ForeignText {
    [title, explanation].compactMap(\.self).map(Self.sentence).reduce(nil) { all, next in
      all.map { "\($0) \(next)" } ?? next
    } ?? title
  }

  private static func sentence(_ text: ForeignText) -> ForeignText {
    text.bytes.last == UInt8(ascii: ".") ? text : "\(text)."
  }

  /// What the signal says, and what the runtime said of it.
  ///
  /// - Parameter stderr: what the plugin wrote there.
  public init(of crash: Crash, snapshot: ProcessSnapshot?, stderr: ForeignText) {
    let frames = snapshot?.threads.first?.frames ?? []
    let failure = frames.lazy.compactMap(\.function).compactMap(Self.runtimeFailure).first
    if let cause = RuntimeMessage.cause(stderr: stderr, failure: failure, signal: crash.signal) {
      self = cause
    } else if crash.isStackOverflow {
      self = Self.stackOverflow(snapshot)
    } else if crash.signal == 11, let code = crash.code, code > 0 {
      self = Self.fault(crash, code, snapshot)
    } else {
      self = Self.other(crash, stderr)
    }
  }

  /// What the Swift compiler names the frame of a check that it inlined.
  public static let runtimeFailurePrefix = "Swift runtime failure: "

  private static func runtimeFailure(_ function: ForeignText) -> ForeignText? {
    function.bytes.starts(with: runtimeFailurePrefix.utf8)
      ? ForeignText(function.bytes.dropFirst(runtimeFailurePrefix.utf8.count)) : nil
  }

  // MARK: Memory

  private static func stackOverflow(_ snapshot: ProcessSnapshot?) -> CrashCause {
    let function: ForeignText = snapshot?.topFrame?.shortName.map { " in \($0)" } ?? ""
    guard let stack = snapshot?.stack else { return CrashCause("Stack overflow\(function)") }
    guard let depth = stack.depth, let size = stack.bytesPerCall else {
      return CrashCause("Stack overflow\(function)", "It had used \(Decimal.bytes(stack.bytes)) of its stack.")
    }
    return CrashCause(
      "Stack overflow\(function), about \(Decimal.rounded(depth)) calls deep",
      "Estimated: \(Decimal.bytes(stack.bytes)) of stack, about \(size) bytes a call.")
  }

  private static func fault(_ crash: Crash, _ code: Int32, _ snapshot: ProcessSnapshot?) -> CrashCause {
    let fault = snapshot?.fault
    if code == Crash.sentByKernel {
      let words = "The pointer was overwritten, or never set."
      guard let fault, fault.place == .nonCanonical else {
        return CrashCause("\(verb(crash)) at an address that no memory can have", "The processor does not tell which.")
      }
      let register: ForeignText = snapshot?.registers.first { $0.isGuilty }.map { " (in \($0.name))" } ?? ""
      return CrashCause(
        "\(verb(crash)) at an address that no memory can have: \(hexadecimal(fault.address))\(register)", "\(words)")
    }
    guard let address = crash.address else { return CrashCause("\(verb(crash)) of memory that is not there") }
    if address < MemoryPlace.nullRegion { return null(crash, address) }
    guard code == 2 else {
      let below: ForeignText? = fault?.below.flatMap { below in
        words(for: below.place, snapshot).map { "; \($0) ends \(Decimal.bytes(below.distance)) before it" }
      }
      let title: ForeignText =
        crash.access == .execute ? "Jump to unmapped memory" : "\(verb(crash)) of unmapped memory"
      return CrashCause(title, "Nothing is mapped at \(hexadecimal(address))\(below ?? "").")
    }
    return protected(crash, address, fault, snapshot)
  }

  private static func null(_ crash: Crash, _ address: UInt64) -> CrashCause {
    if crash.access == .execute {
      return CrashCause(
        "Call through a null pointer", "A function pointer was null, or the return address had been overwritten.")
    }
    let title: ForeignText = "Null pointer \(verb(crash).bytes.lowercased)"
    if address == 0 { return CrashCause(title, "The address is null itself.") }
    return CrashCause(
      title,
      """
      Address \(hexadecimal(address)) is \(address) \(address == 1 ? "byte" : "bytes") past null: \
      a field or element of a null pointer.
      """)
  }

  private static func protected(
    _ crash: Crash, _ address: UInt64, _ fault: FaultPlace?, _ snapshot: ProcessSnapshot?
  ) -> CrashCause {
    let permissions = fault?.permissions
    let title: ForeignText =
      switch (crash.access, permissions) {
      case (.execute, _): "Jump to memory that is not code"
      case (_, "---"): "\(verb(crash)) of memory that nobody may use"
      case (.write, _): "Write to read-only memory"
      default: "\(verb(crash)) of protected memory"
      }
    guard let fault, let place = words(for: fault.place, snapshot) else {
      return CrashCause(title, "Address \(hexadecimal(address)).")
    }
    let how: ForeignText = permissions.map { " (\($0))" } ?? ""
    return CrashCause(title, "Address \(hexadecimal(address)) lies in \(place)\(how).")
  }

  private static func words(for place: MemoryPlace, _ snapshot: ProcessSnapshot?) -> ForeignText? {
    switch place {
    case .stack: "the stack"
    case .heap: "the heap"
    case .module: snapshot?.module(at: place).map { $0.name }
    case .anonymous: "anonymous memory"
    case .null, .unmapped, .nonCanonical: nil
    }
  }

  private static func verb(_ crash: Crash) -> ForeignText {
    switch crash.access {
    case .read: "Read"
    case .write: "Write"
    case .execute: "Jump"
    case .trap, nil: "Access"
    }
  }

  private static func hexadecimal(_ address: UInt64) -> String { "0x" + String(address, radix: 16) }

  // MARK: Other signals

  /// In bytes.
  private static let longestQuote = 200

  /// The end of what was written to stderr, whatever it has to do with the crash.
  private static func lastWords(_ stderr: ForeignText) -> ForeignText {
    guard let line = stderr.bytes.split(separator: UInt8(ascii: "\n")).last else { return "It said nothing on stderr." }
    return "It last said on stderr: \(ForeignText(line.prefix(longestQuote)))"
  }

  private static func other(_ crash: Crash, _ stderr: ForeignText) -> CrashCause {
    guard let code = crash.code else {
      return crash.isFault
        ? CrashCause(ForeignText(crash.words), "The process could not be traced, so nothing else is known.")
        : CrashCause("Ended by \(SignalName.of(crash.signal))", "The plugin sent it to itself, or the system did.")
    }
    switch crash.signal {
    case 6: return CrashCause("abort() was called", lastWords(stderr))
    case _ where code <= 0: return CrashCause("\(SignalName.of(crash.signal)), which the plugin sent to itself")
    case 4 where crash.access == .trap, 5:
      return CrashCause(
        "Trap instruction", "The program stopped itself, by a check that failed, and said nothing of why.")
    case 4:
      return CrashCause(
        "Illegal instruction",
        "The processor does not know it; the program jumped into data, or is for a newer processor.")
    case 7 where code == 2:
      return CrashCause(
        "Memory past the end of its file", "A mapped file is shorter than its mapping; it was cut meanwhile.")
    case 8 where code == 1:
      return CrashCause("Integer division by zero", "Or a quotient that is too large for its type.")
    default: return CrashCause("\(crash.signalCause ?? SignalName.of(crash.signal))")
    }
  }
}

extension [UInt8] {
  /// In ASCII.
  fileprivate var lowercased: ForeignText {
    ForeignText(map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 })
  }
}
