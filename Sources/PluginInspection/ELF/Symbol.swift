/// An entry of the dynamic symbol table: `Elf64_Sym`. See the System V gABI, chapter 4, "Symbol Table".
struct Symbol: Hashable {
  enum Kind: UInt8 {
    case object = 1
    case function = 2
    case threadLocal = 6
    /// STT_GNU_IFUNC: a function that returns the function.
    case indirectFunction = 10
  }

  /// `st_name`, `st_info`, `st_other` and `st_shndx` as they stand in the file: libraries have hundreds of thousands of
  /// symbols, and of most a field or two is looked at.
  private let fields: UInt64
  /// Where its code or data begins, before the loader moves the library.
  let address: UInt64

  @inline(__always)
  init?(_ file: some CheckedBytes, at offset: UInt64) {
    guard let pair = file.loadPair(at: offset) else { return nil }
    (fields, address) = pair
  }

  var nameOffset: UInt32 { UInt32(truncatingIfNeeded: fields) }
  var kind: Kind? { Kind(rawValue: UInt8(truncatingIfNeeded: fields >> 32) & 0xF) }
  private var binding: UInt64 { fields >> 36 & 0xF }
  private var visibility: UInt64 { fields >> 40 & 3 }
  var isDefined: Bool { fields >> 48 != 0 }

  /// STB_GLOBAL, STB_WEAK and STB_GNU_UNIQUE, which C++ gives to static members of templates, as bits.
  private static let visibleBindings: UInt64 = 1 << 1 | 1 << 2 | 1 << 10

  /// Other libraries can see it: global or weak, of default or protected visibility.
  var isVisible: Bool { Self.visibleBindings >> binding & 1 != 0 && (visibility == 0 || visibility == 3) }

  /// Another library must have it: undefined, and not weak.
  var isNeeded: Bool { !isDefined && binding == 1 && nameOffset != 0 }
  @inline(__always)
  var isExportedFunction: Bool { fields >> 32 & 0xF == UInt64(Kind.function.rawValue) && isDefined && isVisible }
}
