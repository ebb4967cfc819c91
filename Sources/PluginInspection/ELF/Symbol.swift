/// An entry of the dynamic symbol table: `Elf64_Sym`. See the System V gABI, chapter 4, "Symbol Table".
struct Symbol: Hashable {
  enum Kind: UInt8 {
    case object = 1
    case function = 2
    case threadLocal = 6
    /// STT_GNU_IFUNC: a function that returns the function.
    case indirectFunction = 10
  }

  let nameOffset: UInt32
  let kind: Kind?
  /// Where its code or data begins, before the loader moves the library.
  let address: UInt64
  let isDefined: Bool
  /// Other libraries can see it: global or weak, of default or protected visibility.
  let isVisible: Bool
  /// Another library must have it: undefined, and not weak.
  let isNeeded: Bool

  @inline(__always)
  init?(_ file: MappedFile, at offset: UInt64) {
    // st_name; st_info, st_other and st_shndx; st_value.
    guard let name = file.load(UInt32.self, at: offset), let packed = file.load(UInt32.self, at: offset + 4),
      let value = file.load(UInt64.self, at: offset + 8)
    else { return nil }
    let (info, other, section) = (
      UInt8(truncatingIfNeeded: packed), UInt8(truncatingIfNeeded: packed >> 8), packed >> 16
    )
    nameOffset = name
    kind = Kind(rawValue: info & 0xF)
    address = value
    isDefined = section != 0
    let (binding, visibility) = (info >> 4, other & 3)
    isNeeded = section == 0 && binding == 1 && name != 0
    // STB_GLOBAL, STB_WEAK and STB_GNU_UNIQUE, which C++ gives to static members of templates.
    isVisible = (binding == 1 || binding == 2 || binding == 10) && (visibility == 0 || visibility == 3)
  }

  var isExportedFunction: Bool { kind == .function && isDefined && isVisible }
}
