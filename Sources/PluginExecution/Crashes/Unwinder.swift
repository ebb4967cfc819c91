import CLinux
import Glibc
import PluginModel

/// A place on a thread's stack where a call had not returned.
struct StackPlace {
  let counter: UInt64
  /// Nil if it is not known.
  let stackPointer: UInt64?
  /// The instruction itself, and not the one behind the call.
  let isExact: Bool

  /// An address in the instruction that was being executed.
  var address: UInt64 { isExact || counter == 0 ? counter : counter - 1 }
}

/// A call as debug info or a symbol table names it.
struct NamedCall {
  var function: [UInt8]?
  var mangled: [UInt8]?
  /// From the function's start on, in bytes.
  var offset: UInt64?
  var location: CodeLocation?
  var isInlined = false
}

/// Walks the stacks of a stopped process, and names what it finds there.
protocol Unwinder {
  /// What it cannot do, in words; nil if it can do all.
  var shortcoming: String? { get }

  /// Calls `visit` for each frame, innermost first, until that returns false.
  ///
  /// - Returns: why it could not go on; nil at the end of the stack.
  func walk(_ thread: StoppedProcess.Thread, visit: (StackPlace) -> Bool) -> String?

  /// The calls that the code at an address belongs to, inlined ones first; empty if nothing names it.
  ///
  /// - Parameter lines: whether debug info is worth reading for it.
  func calls(at address: UInt64, lines: Bool) -> [NamedCall]

  /// In lower-case hexadecimal.
  func buildID(at address: UInt64) -> String?
}

/// Follows frame pointers, as far as compilers keep them, and reads no file: what is left without libdw, or when the
/// debug info has brought the unwinder down.
struct FramePointerWalk: Unwinder {
  let space: AddressSpace
  let memory: ProcessMemory
  let shortcoming: String?

  func walk(_ thread: StoppedProcess.Thread, visit: (StackPlace) -> Bool) -> String? {
    let registers = thread.registers
    let start = StackPlace(counter: registers.counter, stackPointer: registers.stackPointer, isExact: true)
    guard visit(start) else { return nil }
    var pointer = registers.framePointer
    var lowest = registers.stackPointer
    while pointer >= lowest, pointer % 8 == 0, let next = memory.word(at: pointer),
      let counter = memory.word(at: pointer + 8), space.mapping(at: counter)?.isCode == true
    {
      guard visit(StackPlace(counter: counter, stackPointer: pointer + 16, isExact: false)) else { return nil }
      (lowest, pointer) = (pointer + 16, next)
    }
    return "no further frame pointer"
  }

  func calls(at address: UInt64, lines: Bool) -> [NamedCall] { [] }
  func buildID(at address: UInt64) -> String? { nil }
}
