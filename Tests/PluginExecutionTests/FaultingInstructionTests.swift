import PluginModel
import Testing

@testable import PluginExecution

/// Instructions as an assembler writes them, and what each does with memory.
@Suite("Faulting instruction")
struct FaultingInstructionTests {
  static let table: [(String, [UInt8], Crash.Access?)] = [
    ("mov eax, [rax]", [0x8B, 0x00], .read),
    ("mov rax, [rax+8]", [0x48, 0x8B, 0x40, 0x08], .read),
    ("mov al, [rdi]", [0x8A, 0x07], .read),
    ("mov [rax], ecx", [0x89, 0x08], .write),
    ("mov [rax], r9", [0x4C, 0x89, 0x08], .write),
    ("mov [rdi], al", [0x88, 0x07], .write),
    ("mov dword [rax], 1", [0xC7, 0x00, 1, 0, 0, 0], .write),
    ("mov word [rax], 1", [0x66, 0xC7, 0x00, 1, 0], .write),
    ("mov byte [rax], 1", [0xC6, 0x00, 1], .write),
    ("mov eax, fs:[rax]", [0x64, 0x8B, 0x00], .read),
    ("movzx eax, byte [rax]", [0x0F, 0xB6, 0x00], .read),
    ("movsx rax, word [rax]", [0x48, 0x0F, 0xBF, 0x00], .read),
    ("movsxd rax, [rax]", [0x48, 0x63, 0x00], .read),
    ("add [rax], ecx", [0x01, 0x08], .write),
    ("add ecx, [rax]", [0x03, 0x08], .read),
    ("cmp [rax], ecx", [0x39, 0x08], .read),
    ("cmp ecx, [rax]", [0x3B, 0x08], .read),
    ("cmp dword [rax], 1", [0x83, 0x38, 1], .read),
    ("add dword [rax], 1", [0x83, 0x00, 1], .write),
    ("lock add dword [rax], 1", [0xF0, 0x83, 0x00, 1], .write),
    ("test [rax], ecx", [0x85, 0x08], .read),
    ("test dword [rax], 1", [0xF7, 0x00, 1, 0, 0, 0], .read),
    ("not dword [rax]", [0xF7, 0x10], .write),
    ("neg dword [rax]", [0xF7, 0x18], .write),
    ("idiv dword [rax]", [0xF7, 0x38], .read),
    ("inc dword [rax]", [0xFF, 0x00], .write),
    ("dec dword [rax]", [0xFF, 0x08], .write),
    ("jmp [rax]", [0xFF, 0x20], .read),
    ("push rax", [0x50], .write),
    ("call +0", [0xE8, 0, 0, 0, 0], .write),
    ("ret", [0xC3], .read),
    ("rep stosb", [0xF3, 0xAA], .write),
    ("rep stosq", [0xF3, 0x48, 0xAB], .write),
    ("lodsb", [0xAC], .read),
    ("movups xmm0, [rax]", [0x0F, 0x10, 0x00], .read),
    ("movups [rax], xmm0", [0x0F, 0x11, 0x00], .write),
    ("movaps [rax], xmm0", [0x0F, 0x29, 0x00], .write),
    ("movdqu xmm0, [rax]", [0xF3, 0x0F, 0x6F, 0x00], .read),
    ("movdqa [rax], xmm0", [0x66, 0x0F, 0x7F, 0x00], .write),
    ("movq xmm0, [rax]", [0xF3, 0x0F, 0x7E, 0x00], .read),
    ("movq [rax], xmm0", [0x66, 0x0F, 0xD6, 0x00], .write),
    ("movd [rax], xmm0", [0x66, 0x0F, 0x7E, 0x00], .write),
    ("imul ecx, [rax]", [0x0F, 0xAF, 0x08], .read),
    ("ud2", [0x0F, 0x0B], .trap),
    ("int3", [0xCC], .trap),
    // Both read and write, or neither: better unsaid than wrong.
    ("rep movsb", [0xF3, 0xA4], nil),
    ("nop", [0x90], nil),
    ("syscall", [0x0F, 0x05], nil),
    ("cpuid", [0x0F, 0xA2], nil),
    ("nothing", [], nil),
    ("prefixes alone", [0x66, 0xF3, 0x48], nil),
    ("half of one", [0x0F], nil),
    ("a group without its ModRM byte", [0xFF], nil),
  ]

  @Test(arguments: table.indices)
  func access(index: Int) {
    let (name, bytes, expected) = Self.table[index]
    #expect(FaultingInstruction.access(bytes) == expected, "\(name)")
    // What follows is another instruction's.
    if expected != nil { #expect(FaultingInstruction.access(bytes + [0x0F, 0x0B]) == expected, "\(name), then ud2") }
  }

  @Test func anyBytes() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<20_000 {
      let bytes = (0..<Int.random(in: 0...FaultingInstruction.longest, using: &random)).map { _ in
        UInt8.random(in: 0...255, using: &random)
      }
      #expect(FaultingInstruction.access(bytes) != .execute, "\(bytes)")
    }
  }

  /// Registers by the processor's numbers: 0 rax, 1 rcx, 3 rbx, 4 rsp, 5 rbp, 8 r8, 9 r9.
  static let operands: [(String, [UInt8], FaultingInstruction.Operand?)] = [
    ("mov eax, [rax]", [0x8B, 0x00], .init(base: 0)),
    ("mov rax, [rax+8]", [0x48, 0x8B, 0x40, 0x08], .init(base: 0, displacement: 8)),
    ("mov rax, [rbx-8]", [0x48, 0x8B, 0x43, 0xF8], .init(base: 3, displacement: -8)),
    ("mov eax, [rcx+0x12345678]", [0x8B, 0x81, 0x78, 0x56, 0x34, 0x12], .init(base: 1, displacement: 0x1234_5678)),
    ("mov eax, [rax+rcx*4]", [0x8B, 0x04, 0x88], .init(base: 0, index: 1, scale: 4)),
    ("mov eax, [r8+r9*8]", [0x43, 0x8B, 0x04, 0xC8], .init(base: 8, index: 9, scale: 8)),
    ("mov eax, [rsp]", [0x8B, 0x04, 0x24], .init(base: 4)),
    ("mov eax, [rcx*4+1]", [0x8B, 0x04, 0x8D, 1, 0, 0, 0], .init(index: 1, scale: 4, displacement: 1)),
    ("mov eax, [rip+1]", [0x8B, 0x05, 1, 0, 0, 0], nil),
    ("mov eax, ecx", [0x8B, 0xC1], nil),
    ("push rax", [0x50], .init(base: 4)),
    ("movabs eax, [1]", [0xA1, 1, 0, 0, 0, 0, 0, 0, 0], .init(displacement: 1)),
    ("mov eax, [rax+?", [0x8B, 0x04], nil),
  ]

  @Test(arguments: operands.indices)
  func operand(index: Int) {
    let (name, bytes, operand) = Self.operands[index]
    #expect(FaultingInstruction(bytes)?.operand == operand, "\(name)")
  }

  @Test func jumps() {
    #expect(FaultingInstruction([0xFF, 0xD0])?.jumpRegister == 0)  // call rax
    #expect(FaultingInstruction([0x41, 0xFF, 0xE1])?.jumpRegister == 9)  // jmp r9
    #expect(FaultingInstruction([0xFF, 0x10])?.jumpRegister == nil)  // call [rax]
    #expect(FaultingInstruction([0xC3])?.isReturn == true)
  }
}
