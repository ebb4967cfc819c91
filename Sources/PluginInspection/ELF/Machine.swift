/// The processor a file is built for: `e_machine`. See the System V gABI, chapter 4, "ELF Header".
struct Machine: Hashable {
  let code: UInt16

  /// The processor that this code runs on.
  static var current: Machine {
    #if arch(x86_64)
      Machine(code: 62)
    #elseif arch(arm64)
      Machine(code: 183)
    #elseif arch(riscv64)
      Machine(code: 243)
    #else
      #error("Which e_machine has this processor?")
    #endif
  }

  var name: String {
    switch code {
    case 0: "no machine"
    case 2: "SPARC"
    case 3: "i386"
    case 8: "MIPS"
    case 20: "PowerPC"
    case 21: "PowerPC64"
    case 22: "S390"
    case 40: "ARM"
    case 42: "SuperH"
    case 43: "SPARC64"
    case 50: "IA-64"
    case 62: "x86-64"
    case 183: "AArch64"
    case 243: "RISC-V"
    case 247: "BPF"
    case 258: "LoongArch"
    default: "machine \(code)"
    }
  }
}
