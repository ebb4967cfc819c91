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

  init?(_ file: MappedFile, at offset: UInt64) {
    guard let name = file.load(UInt32.self, at: offset), let info = file.load(UInt8.self, at: offset + 4),
      let other = file.load(UInt8.self, at: offset + 5), let section = file.load(UInt16.self, at: offset + 6),
      let value = file.load(UInt64.self, at: offset + 8)
    else { return nil }
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
