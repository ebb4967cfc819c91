/// What the first bytes of an ELF file say: for which kind of machine it is, and what it is.
///
/// These fields stand at the same place whatever the word size, so they can be told of any ELF file.
/// See the System V gABI, chapter 4, "ELF Identification".
struct ELFIdentity: Equatable {
  enum FileType: Equatable {
    case relocatable, executable, sharedObject, core
    case other(UInt16)

    var words: String {
      switch self {
      case .relocatable: "object file"
      case .executable: "executable"
      case .sharedObject: "shared library"
      case .core: "core dump"
      case .other(let code): "file of type \(code)"
      }
    }
  }

  let is64Bit: Bool
  let isBigEndian: Bool
  let operatingSystem: UInt8
  let type: FileType
  let machine: Machine

  init(_ file: MappedFile) throws(FormatError) {
    let ident = file.text(at: 0, upTo: 16)
    guard ident.starts(with: FileContent.elfMagic) else {
      throw .notELF(FileContent.words(of: file.bytes(at: 0, upTo: FileContent.prefixLength)))
    }
    let headerLength: UInt64 = ident.count > 4 && ident[4] == 1 ? 52 : 64
    guard file.count >= headerLength, var type = file.load(UInt16.self, at: 16),
      var machine = file.load(UInt16.self, at: 18)
    else { throw .truncatedHeader(size: file.count, header: headerLength) }

    guard ident[4] == 1 || ident[4] == 2 else { throw .damaged("word size \(ident[4]) is none") }
    guard ident[5] == 1 || ident[5] == 2 else { throw .damaged("byte order \(ident[5]) is none") }
    guard ident[6] == 1 else { throw .damaged("ELF version \(ident[6]) is unknown") }
    is64Bit = ident[4] == 2
    isBigEndian = ident[5] == 2
    operatingSystem = ident[7]
    if isBigEndian { (type, machine) = (type.byteSwapped, machine.byteSwapped) }
    self.machine = Machine(code: machine)
    self.type =
      switch type {
      case 1: .relocatable
      case 2: .executable
      case 3: .sharedObject
      case 4: .core
      default: .other(type)
      }
  }

  /// Its tables are laid out as on this machine, so they can be read.
  var isNativeLayout: Bool { is64Bit && !isBigEndian }

  /// "x86-64", "i386 (32-bit)", "PowerPC64 (big-endian)".
  var machineWords: String {
    let notes = [is64Bit ? nil : "32-bit", isBigEndian ? "big-endian" : nil].compactMap(\.self)
    return machine.name + (notes.isEmpty ? "" : " (\(notes.joined(separator: ", ")))")
  }

  /// "ELF64 x86-64 shared library".
  var words: String { "\(is64Bit ? "ELF64" : "ELF32") \(machine.name) \(type.words)" }
}
