/// The signal that ended a plugin's process, as the kernel told it to the parent.
///
/// The C type is `siginfo_t`: `code` is `si_code`, `address` is `si_addr`. See sigaction(2).
public struct Crash: Hashable, Sendable {
  /// What the faulting instruction was doing, decoded from its bytes; the kernel does not say.
  public enum Access: UInt8, Sendable {
    case read, write, execute
    /// An instruction that exists to stop the program: `ud2`, `brk`, `int3`.
    case trap
  }

  public var signal: Int32
  /// Nil where the process could not be traced.
  public var code: Int32?
  /// The address that could not be accessed; only for signals that have one.
  public var address: UInt64?
  public var access: Access?
  /// The address lies just past the end of the thread's stack.
  public var isStackOverflow: Bool

  public init(
    signal: Int32, code: Int32? = nil, address: UInt64? = nil, access: Access? = nil, isStackOverflow: Bool = false
  ) {
    self.signal = signal
    self.code = code
    self.address = address
    self.access = access
    self.isStackOverflow = isStackOverflow
  }

  /// "SIGSEGV (null pointer read at 0x0)".
  public var words: String { SignalName.of(signal) + (signalCause.map { " (\($0))" } ?? "") }

  /// Whether this is how a program ends that got no memory: at a null pointer, or by a trap or abort of its own.
  public var mayFollowRefusedMemory: Bool {
    switch signal {
    case 4, 5, 6: true
    case 11: address.map { $0 < MemoryPlace.nullRegion } ?? true
    default: false
    }
  }

  /// The name of `code`, as sigaction(2) has it; nil for one that is not among the common.
  public var codeName: String? {
    switch (signal, code) {
    case (_, 0): "SI_USER"
    case (_, -6): "SI_TKILL"
    case (_, Self.sentByKernel): "SI_KERNEL"
    case (11, 1): "SEGV_MAPERR"
    case (11, 2): "SEGV_ACCERR"
    case (7, 1): "BUS_ADRALN"
    case (7, 2): "BUS_ADRERR"
    case (7, 3): "BUS_OBJERR"
    case (8, 1): "FPE_INTDIV"
    case (8, 2): "FPE_INTOVF"
    case (8, 3): "FPE_FLTDIV"
    case (4, 1): "ILL_ILLOPC"
    case (4, 2): "ILL_ILLOPN"
    default: nil
    }
  }

  /// `code` in words; nil where its name says it all.
  public var codeWords: String? {
    switch (signal, code) {
    case (11, 1): "nothing is mapped there"
    case (11, 2): "what is mapped there does not allow it"
    case (11, Self.sentByKernel): "the processor does not tell the address"
    case (7, 1): "the address is not aligned"
    case (7, 2): "no memory is there"
    case (8, 1): "integer division by zero, or overflow"
    case (6, _): nil  // abort(3) sends it
    case (_, 0), (_, -6): "sent by a process"
    default: nil
    }
  }

  /// The processor did not tell the address: it cannot be one.
  public var addressIsHidden: Bool { signal == 11 && code == Self.sentByKernel }

  /// Whether the signal is one that tells of a mistake of the program's own.
  public var isFault: Bool { [4, 5, 6, 7, 8, 11, 31].contains(signal) }

  /// `si_code` of a fault whose address the processor does not tell.
  static let sentByKernel: Int32 = 128

  /// What the signal alone says, in brief.
  var signalCause: String? {
    guard let code else { return nil }
    if code <= 0 { return signal == 6 ? "abort" : "sent by a process" }
    return switch signal {
    case 11: segmentationCause(code)
    case 7:
      switch code {
      case 1: "misaligned address" + place
      case 2: "memory past the end of its file" + place
      default: "hardware memory error" + place
      }
    case 4: access == .trap ? "trap instruction" : "illegal instruction"
    case 5: "trap instruction"
    case 8:
      switch code {
      case 1: "integer division by zero"
      case 2: "integer overflow"
      case 3: "floating-point division by zero"
      default: "floating-point exception"
      }
    case 25: "a file grew past \(Limits.fileBytes >> 20) MiB"
    case 31: "forbidden system call"
    default: nil
    }
  }

  private func segmentationCause(_ code: Int32) -> String {
    if isStackOverflow { return "stack overflow" + place }
    if code == Self.sentByKernel { return "an address that no memory can have" }
    let verb =
      switch access {
      case .read: "read"
      case .write: "write"
      case .execute: "call"
      case .trap, nil: "access"
      }
    if let address, address < MemoryPlace.nullRegion { return "null pointer \(verb)" + place }
    if code == 2 { return (access == .execute ? "call into data" : "\(verb) of protected memory") + place }
    return "\(verb) of unmapped memory" + place
  }

  private var place: String { address.map { " at 0x" + String($0, radix: 16) } ?? "" }
}

extension Crash: WireValue {
  public func write(to writer: inout WireWriter) {
    writer.put(signal)
    writer.put(optional: code) { $0.put($1) }
    writer.put(optional: address) { $0.put($1) }
    writer.put(optional: access) { $0.put($1.rawValue) }
    writer.put(isStackOverflow)
  }
  public init(from reader: inout WireReader) throws(WireError) {
    signal = try reader.integer()
    code = try reader.optional { (r) throws(WireError) in try r.integer() }
    address = try reader.optional { (r) throws(WireError) in try r.integer() }
    access = try reader.optional { (r) throws(WireError) in
      let tag = try r.integer(UInt8.self)
      guard let access = Access(rawValue: tag) else { throw .unknownCase(tag) }
      return access
    }
    isStackOverflow = try reader.bool()
  }
}
