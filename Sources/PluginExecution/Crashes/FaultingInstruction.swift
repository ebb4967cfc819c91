import PluginModel

/// What the x86-64 instruction at a fault was doing with memory. The kernel knows it and does not tell a tracer, so it
/// is read off the instruction's bytes; see the opcode maps in Intel's manual, volume 2, appendix A.
struct FaultingInstruction {
  /// The longest instruction, in bytes.
  static let longest = 15

  private let operandSize: Bool
  private let repeated: Bool
  /// The REX prefix, 0 without one.
  private let rex: UInt8
  private let opcode: UInt8
  private let second: UInt8?
  /// From the ModRM byte on, if there is one.
  private let rest: ArraySlice<UInt8>

  init?(_ bytes: [UInt8]) {
    var rest = bytes.drop { Self.prefixes.contains($0) }
    let prefixes = bytes.prefix(bytes.count - rest.count)
    operandSize = prefixes.contains(0x66)
    repeated = prefixes.contains(0xF3)
    var rex: UInt8 = 0
    if let byte = rest.first, (0x40...0x4F).contains(byte) { (rex, rest) = (byte, rest.dropFirst()) }
    guard let opcode = rest.popFirst() else { return nil }
    self.rex = rex
    self.opcode = opcode
    second = opcode == 0x0F ? rest.popFirst() : nil
    self.rest = rest
  }

  /// Nil where the instruction is not one of the common ones: better unsaid than wrong.
  static func access(_ bytes: [UInt8]) -> Crash.Access? { FaultingInstruction(bytes)?.access }

  var access: Crash.Access? {
    // Bits 3 to 5 of the ModRM byte: the register, or which operation of a group.
    let group = rest.first.map { $0 >> 3 & 7 }
    switch opcode {
    case 0x0F: return twoByteAccess
    case 0xCC: return .trap
    // Arithmetic comes in rows of eight opcodes: 0 and 1 write memory, 2 and 3 read it; the row of cmp only reads.
    case 0x00...0x3B where opcode & 7 < 4: return opcode & 7 < 2 && opcode < 0x38 ? .write : .read
    case 0x80, 0x81, 0x83: return group.map { $0 == 7 ? .read : .write }
    case 0x63, 0x69, 0x6B, 0x84, 0x85, 0x8A, 0x8B, 0xA0, 0xA1, 0xAC, 0xAD, 0xC3: return .read
    case 0x50...0x57, 0x88, 0x89, 0xA2, 0xA3, 0xAA, 0xAB, 0xC6, 0xC7, 0xE8: return .write
    case 0xF6, 0xF7: return group.map { $0 == 2 || $0 == 3 ? .write : .read }
    case 0xFF: return group.map { $0 < 2 ? .write : .read }
    default: return nil
    }
  }

  private static let prefixes: Set<UInt8> = [0x26, 0x2E, 0x36, 0x3E, 0x64, 0x65, 0x66, 0x67, 0xF0, 0xF2, 0xF3]

  private var twoByteAccess: Crash.Access? {
    switch second {
    case 0x0B: .trap
    case 0x10, 0x12, 0x16, 0x28, 0x6F, 0xAF, 0xB6, 0xB7, 0xBE, 0xBF: .read
    case 0x11, 0x13, 0x17, 0x29, 0x2B, 0x7F, 0xC3, 0xD6, 0xE7: .write
    case 0x7E: repeated ? .read : operandSize ? .write : nil
    default: nil
    }
  }

  // MARK: Where in memory

  /// An address as an instruction makes it: base + index × scale + displacement. Registers by the processor's numbers.
  struct Operand: Equatable {
    var base: UInt8?
    var index: UInt8?
    var scale: UInt64 = 1
    var displacement: Int64 = 0
  }

  /// Returns to the address on top of the stack.
  var isReturn: Bool { opcode == 0xC3 || opcode == 0xC2 }

  /// The register that a jump or call takes its target from.
  var jumpRegister: UInt8? {
    guard opcode == 0xFF, let mode = rest.first, mode >> 6 == 3, [2, 4].contains(mode >> 3 & 7) else { return nil }
    return mode & 7 | (rex & 1) << 3
  }

  /// The operand in memory; nil if there is none, or one relative to the program counter or a thread's own area.
  ///
  /// Only for opcodes whose `access` is known: others may have no ModRM byte.
  var operand: Operand? {
    let stack: UInt8 = 4
    switch opcode {
    case 0x50...0x57, 0xE8, 0xC2, 0xC3: return Operand(base: stack)
    // The only ones with a whole address in them.
    case 0xA0...0xA3: return Operand(displacement: Self.signed(rest.prefix(8)))
    case 0xAA, 0xAB: return Operand(base: 7)
    case 0xAC, 0xAD: return Operand(base: 6)
    default: break
    }
    guard access != nil, let mode = rest.first, mode >> 6 != 3 else { return nil }
    var tail = rest.dropFirst()
    var operand = Operand()
    if mode & 7 == 4 {
      guard let sib = tail.popFirst() else { return nil }
      let index = sib >> 3 & 7 | (rex & 2) << 2
      if index != stack { (operand.index, operand.scale) = (index, 1 << UInt64(sib >> 6)) }
      let isBare = sib & 7 == 5 && mode >> 6 == 0
      operand.base = isBare ? nil : sib & 7 | (rex & 1) << 3
      if isBare { operand.displacement = Self.signed(tail.prefix(4)) }
    } else if mode & 7 == 5, mode >> 6 == 0 {
      return nil
    } else {
      operand.base = mode & 7 | (rex & 1) << 3
    }
    if mode >> 6 == 1 { operand.displacement = Self.signed(tail.prefix(1)) }
    if mode >> 6 == 2 { operand.displacement = Self.signed(tail.prefix(4)) }
    return operand
  }

  private static func signed(_ bytes: ArraySlice<UInt8>) -> Int64 {
    let value = bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    let unused = 64 - 8 * bytes.count
    return bytes.isEmpty ? 0 : Int64(bitPattern: value << UInt64(unused)) >> Int64(unused)
  }
}
