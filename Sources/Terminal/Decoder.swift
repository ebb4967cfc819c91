import Display

/// Turns the bytes that a terminal sends into input.
///
/// The result does not depend on how the bytes were split over reads: they are taken one at a time, and what is not
/// finished yet is held. Only a lone ESC needs time to tell it from the beginning of a key's sequence: while `isPending`,
/// call `timeout()` when nothing has followed within `escapeDelay`.
public struct Decoder: Sendable {
  /// How long a lone ESC waits to become a sequence, in nanoseconds: 25 ms, far less than a person notices, and more than
  /// a network takes between two bytes of one packet.
  public static let escapeDelay: UInt64 = 25_000_000

  private let knownKeys: [[UInt8]: Input.Key]
  private let knownBeginnings: Set<[UInt8]>
  private var held: [UInt8] = []
  private var paste: PasteBuffer?
  private var isSwallowing = false

  /// - Parameter knownKeys: What this terminal's description says its keys send, for terminals that are not like xterm.
  ///   Only sequences that begin with ESC count: single bytes are text or control characters.
  public init(knownKeys: [[UInt8]: Input.Key] = [:]) {
    self.knownKeys = knownKeys.filter { $0.key.count > 1 && $0.key[0] == Byte.escape }
    knownBeginnings = Set(self.knownKeys.keys.flatMap { key in (1..<key.count).map { Array(key[..<$0]) } })
  }

  /// What is held may be a key of its own: see `timeout()`.
  ///
  /// A sequence that has begun for certain, and half of a character, are waited for however long they take.
  public var isPending: Bool {
    guard let first = held.first, first == Byte.escape, paste == nil else { return false }
    if held.count < 3 || held[1] != Byte.bracket { return true }
    return knownBeginnings.contains(held) && KeySequence.recognize(held) != .incomplete
  }

  public mutating func feed(_ bytes: some Sequence<UInt8>) -> [Input] {
    var inputs: [Input] = []
    for byte in bytes { feed(byte, into: &inputs) }
    return inputs
  }

  /// Nothing has followed what is held: what could have been the beginning of a sequence was a key.
  public mutating func timeout() -> [Input] {
    var inputs: [Input] = []
    guard isPending else { return inputs }
    drain(into: &inputs, knownBeginnings: [])
    guard isPending else { return inputs }
    switch held.count > 1 ? held[1] : nil {
    case nil: inputs.append(.key(.escape))
    case Byte.bracket: inputs.append(.text("[", .alt))
    case Byte.singleShift: inputs.append(.text("O", .alt))
    default: break  // ESC and half of a character
    }
    held.removeAll(keepingCapacity: true)
    return inputs
  }

  private mutating func feed(_ byte: UInt8, into inputs: inout [Input]) {
    if paste != nil {
      if let text = paste!.append(byte) {
        inputs.append(.paste(text))
        paste = nil
      }
      return
    }
    if isSwallowing {
      if (0x20...0x3F).contains(byte) { return }
      isSwallowing = false
      if (0x40...0x7E).contains(byte) { return }
    }
    held.append(byte)
    drain(into: &inputs, knownBeginnings: knownBeginnings)
  }

  private mutating func drain(into inputs: inout [Input], knownBeginnings: Set<[UInt8]>) {
    while !held.isEmpty {
      if let key = knownKeys[held] {
        inputs.append(.key(key))
        held.removeAll(keepingCapacity: true)
        return
      }
      if held[0] == Byte.escape, knownBeginnings.contains(held) { return }
      switch KeySequence.recognize(held) {
      case .incomplete: return
      case .complete(let input, let length):
        if let input { inputs.append(input) }
        held.removeFirst(length)
      case .endless:
        held.removeAll(keepingCapacity: true)
        isSwallowing = true
      case .pasteBegins:
        held.removeAll(keepingCapacity: true)
        paste = PasteBuffer()
      }
    }
  }
}

/// Bytes with a meaning. The names are those of ECMA-48.
enum Byte {
  static let escape: UInt8 = 0x1B
  static let delete: UInt8 = 0x7F
  /// After ESC: a control sequence (CSI).
  static let bracket = UInt8(ascii: "[")
  /// After ESC: single shift three (SS3), one character from another set.
  static let singleShift = UInt8(ascii: "O")
}
