import CLinux
import Glibc
import PluginModel

/// The address that a fault was about, and the register that it came from.
struct FaultOrigin {
  let address: UInt64
  /// In DWARF's order.
  let register: Int?

  /// Nil if no address is to blame.
  init?(_ crash: Crash, _ registers: linux_registers, _ space: AddressSpace, _ memory: ProcessMemory) {
    let values = registers.all
    #if arch(x86_64)
      let instruction = FaultingInstruction(
        memory.bytes(at: registers.counter, count: FaultingInstruction.longest))
    #else
      let instruction: FaultingInstruction? = nil
    #endif
    guard let address = crash.address else {
      guard crash.addressIsHidden, let origin = Self.hidden(instruction, registers, memory) else { return nil }
      self = origin
      return
    }
    self.address = address
    if crash.isStackOverflow {
      register = LINUX_STACK_POINTER
    } else if crash.access == .execute {
      register = values.count - 1
    } else if let operand = instruction?.operand {
      let parts = [operand.base, operand.index].compactMap { $0.map(Self.place) }
      register = parts.first { space.mapping(at: values[$0]) == nil } ?? parts.first
    } else {
      register = Self.nearest(to: address, values)
    }
  }

  private init(address: UInt64, register: Int?) {
    self.address = address
    self.register = register
  }

  static func isCanonical(_ address: UInt64) -> Bool {
    #if arch(x86_64)
      // Sign-extended from 48 bits, or 57 where the processor has five levels of tables; no process gets those unasked.
      return address >> 47 == 0 || address >> 47 == 0x1FFFF
    #else
      return address >> 52 == 0 || address >> 52 == 0xFFF
    #endif
  }

  /// The processor tells no address that it cannot take: it is made again from the instruction.
  private static func hidden(
    _ instruction: FaultingInstruction?, _ registers: linux_registers, _ memory: ProcessMemory
  ) -> FaultOrigin? {
    guard let instruction else { return nil }
    let values = registers.all
    if instruction.isReturn, let target = memory.word(at: registers.stackPointer), !isCanonical(target) {
      return FaultOrigin(address: target, register: LINUX_STACK_POINTER)
    }
    if let register = instruction.jumpRegister.map(place), !isCanonical(values[register]) {
      return FaultOrigin(address: values[register], register: register)
    }
    guard let operand = instruction.operand else { return nil }
    let (base, index) = (operand.base.map(place), operand.index.map(place))
    let address =
      (base.map { values[$0] } ?? 0) &+ (index.map { values[$0] } ?? 0) &* operand.scale
      &+ UInt64(bitPattern: operand.displacement)
    guard !isCanonical(address) else { return nil }
    return FaultOrigin(
      address: address, register: [base, index].compactMap(\.self).first { !isCanonical(values[$0]) } ?? base)
  }

  /// A register that holds the address, or one to a field of which it belongs.
  private static func nearest(to address: UInt64, _ values: [UInt64]) -> Int? {
    let general = values.indices.dropLast()  // the program counter is none
    return general.first { values[$0] == address }
      ?? general.filter { address >= values[$0] && address - values[$0] < 4096 && values[$0] > 0 }.max {
        values[$0] < values[$1]
      }
  }

  /// Of a register by the number that x86-64 instructions use, its place in DWARF's order.
  private static func place(_ number: UInt8) -> Int {
    number < 8 ? [0, 2, 1, 3, 7, 6, 4, 5][Int(number)] : Int(number)
  }
}
