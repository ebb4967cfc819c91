import PluginModel

/// What the x86-64 instruction at a fault was doing with memory. The kernel knows it and does not tell a tracer, so it
/// is read off the instruction's bytes; see the opcode maps in Intel's manual, volume 2, appendix A.
enum FaultingInstruction {
  /// The longest instruction, in bytes.
  static let longest = 15

  /// Nil where the instruction is not one of the common ones: better unsaid than wrong.
  static func access(_ bytes: [UInt8]) -> Crash.Access? {
    var rest = bytes.drop { prefixes.contains($0) }
    let operandSize = bytes.prefix(bytes.count - rest.count).contains(0x66)
    let repeated = bytes.prefix(bytes.count - rest.count).contains(0xF3)
    if let rex = rest.first, (0x40...0x4F).contains(rex) { rest = rest.dropFirst() }
    guard let opcode = rest.popFirst() else { return nil }
    // Bits 3 to 5 of the ModRM byte: the register, or which operation of a group.
    let group = rest.first.map { $0 >> 3 & 7 }
    switch opcode {
    case 0x0F: return twoByte(rest, operandSize: operandSize, repeated: repeated)
    case 0xCC: return .trap
    // Arithmetic comes in rows of eight opcodes: 0 and 1 write memory, 2 and 3 read it; the row of cmp only reads.
    case 0x00...0x3B where opcode & 7 < 4: return opcode & 7 < 2 && opcode < 0x38 ? .write : .read
    case 0x80, 0x81, 0x83: return group.map { $0 == 7 ? .read : .write }
    case 0x63, 0x69, 0x6B, 0x84, 0x85, 0x8A, 0x8B, 0xAC, 0xAD, 0xC3: return .read
    case 0x50...0x57, 0x88, 0x89, 0xAA, 0xAB, 0xC6, 0xC7, 0xE8: return .write
    case 0xF6, 0xF7: return group.map { $0 == 2 || $0 == 3 ? .write : .read }
    case 0xFF: return group.map { $0 < 2 ? .write : .read }
    default: return nil
    }
  }

  private static let prefixes: Set<UInt8> = [0x26, 0x2E, 0x36, 0x3E, 0x64, 0x65, 0x66, 0x67, 0xF0, 0xF2, 0xF3]

  private static func twoByte(_ rest: ArraySlice<UInt8>, operandSize: Bool, repeated: Bool) -> Crash.Access? {
    switch rest.first {
    case 0x0B: .trap
    case 0x10, 0x12, 0x16, 0x28, 0x6F, 0xAF, 0xB6, 0xB7, 0xBE, 0xBF: .read
    case 0x11, 0x13, 0x17, 0x29, 0x2B, 0x7F, 0xC3, 0xD6, 0xE7: .write
    case 0x7E: repeated ? .read : operandSize ? .write : nil
    default: nil
    }
  }
}
