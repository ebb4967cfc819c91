/// The dynamic symbol table: what dlsym(3) can find.
///
/// Its length is nowhere told: as in the loader, it follows from the hash table. See the System V gABI, chapter 4,
/// "Symbol Table", and for DT_GNU_HASH binutils, `elf-bfd.h` and `elflink.c`.
struct SymbolTable {
  /// Of a symbol, in bytes: `sizeof(Elf64_Sym)`.
  static let entryLength: UInt64 = 24
  /// Of a symbol's name, in bytes. A longer one is passed over.
  static let longestName = 8192

  private let file: FileBytes
  /// Where it begins in the file.
  let start: UInt64
  /// The string table, as a range of the file.
  private let strings: Range<UInt64>
  /// Those that the hash table can lead to. Below them stand those that the library needs of others.
  private let reachable: Range<UInt64>
  /// What leads from a name to a symbol; nil if the loader finds nothing here.
  private let hashTable: HashTable?

  init(_ image: ELFImage, _ dynamic: DynamicSection) throws(FormatError) {
    file = FileBytes(image.file)
    strings = dynamic.strings
    hashTable = try HashTable(image, dynamic)
    let reachable = hashTable?.symbols ?? 0..<0
    guard let address = dynamic.symbolTable else { throw .damaged("no dynamic symbol table") }
    guard let range = image.fileRange(from: address),
      reachable.upperBound <= (range.upperBound - range.lowerBound) / Self.entryLength
    else { throw .damaged("dynamic symbol table lies outside the file") }
    start = range.lowerBound
    self.reachable = reachable
  }

  /// How many symbols it has, and whether that is all: a hash table that leads to none tells only of a first part.
  var count: (symbols: UInt64, isExact: Bool) { (reachable.upperBound, !reachable.isEmpty) }

  /// How many symbols ahead a name is fetched.
  private static let lookahead: UInt64 = 24

  /// Where a symbol begins. Sums here are of numbers of 32 bits and of places in the file; where one leads is checked.
  @inline(__always)
  private func place(of index: UInt64) -> UInt64 { start &+ index &* Self.entryLength }

  /// Names stand in no order that the symbols have, so that one must be waited for unless it was fetched in time.
  @inline(__always)
  func prefetchName(of index: UInt64) {
    if let offset = file.load(UInt32.self, at: place(of: index)) {
      file.prefetch(at: strings.lowerBound &+ UInt64(offset))
    }
  }

  /// The symbols that the library has and those that it needs, in the order of the table.
  @inline(__always)
  func forEach(_ body: (Symbol) -> Void) {
    for index in 0..<reachable.upperBound {
      prefetchName(of: index &+ Self.lookahead)
      guard let symbol = symbol(index) else { continue }
      if reachable.contains(index) || !symbol.isDefined { body(symbol) }
    }
  }

  /// What others can find here by name, each with the size of its code or data.
  func forEachExport(_ body: (Symbol, UInt64) -> Void) {
    for index in reachable {
      guard let symbol = symbol(index), symbol.isDefined, symbol.isVisible, symbol.kind != nil else { continue }
      body(symbol, file.load(UInt64.self, at: place(of: index) &+ Self.sizeOffset) ?? 0)
    }
  }

  /// Where a symbol tells its section and its size: `st_shndx` and `st_size`.
  private static let sectionOffset: UInt64 = 6
  private static let sizeOffset: UInt64 = 16

  /// The symbols that others must have or may have, by index.
  var undefined: [UInt32] {
    // An index has 32 bits in every table that leads to a symbol.
    (1..<UInt32(clamping: max(1, reachable.upperBound))).filter {
      file.load(UInt16.self, at: place(of: UInt64($0)) &+ Self.sectionOffset) == 0
    }
  }

  /// A symbol's name, or nil if it is empty, too long or lies outside the string table.
  func name(of symbol: Symbol) -> [UInt8]? { text(of: symbol).map(Array.init) }

  /// As `name`, without a copy.
  func text(of symbol: Symbol) -> MappedText? { text(at: symbol.nameOffset) }

  /// The name that stands at an offset of the string table.
  func text(at nameOffset: UInt32) -> MappedText? {
    let start = strings.lowerBound &+ UInt64(nameOffset)
    guard start < strings.upperBound,
      let text = file.text(in: start..<strings.upperBound, upTo: Self.longestName), !text.isEmpty
    else { return nil }
    return text
  }

  /// Whether a symbol has this name; quicker than to ask for it.
  func isNamed(_ name: [UInt8], _ symbol: Symbol) -> Bool {
    let start = strings.lowerBound &+ UInt64(symbol.nameOffset)
    return start < strings.upperBound && UInt64(name.count) < strings.upperBound - start
      && file.hasString(name, at: start)
  }

  /// Whether a text stands anywhere in the string table.
  func hasName(containing text: [UInt8]) -> Bool { !file.offsets(of: text, in: strings, atMost: 1).isEmpty }

  /// The first byte of a symbol's name, 0 if it has none; quicker than to ask for it.
  func firstByte(of symbol: Symbol) -> UInt8 {
    let start = strings.lowerBound &+ UInt64(symbol.nameOffset)
    return start < strings.upperBound ? file.load(UInt8.self, at: start) ?? 0 : 0
  }

  /// Whether a symbol's name begins so; quicker than to ask for it.
  func hasPrefix(_ prefix: [UInt8], _ symbol: Symbol) -> Bool {
    let start = strings.lowerBound &+ UInt64(symbol.nameOffset)
    return start < strings.upperBound && file.bytes(prefix, standAt: start)
  }

  /// What says at once of most names that they are not here; nil if there is no telling.
  var filter: HashTable.Filter? { hashTable?.filter }

  /// The first two bytes of the name at an offset of the string table, the first one lowest; quicker than to ask for it.
  @inline(__always)
  func beginning(at nameOffset: UInt32) -> UInt16? {
    file.load(UInt16.self, at: strings.lowerBound &+ UInt64(nameOffset))
  }
  /// Of C++'s names: `_Z…`.
  static let itanium: UInt16 = 0x5A5F
  /// Of names that belong to compilers and the C library: `__…`.
  static let reserved: UInt16 = 0x5F5F

  /// Whether the loader finds a symbol by a name here: defined, visible, and as wanted, for a name may be there in several
  /// versions.
  @inline(__always)
  func has(_ name: SymbolName, where isWanted: (UInt64) -> Bool) -> Bool {
    hashTable?.contains(name, in: file) { index in
      guard let symbol = symbol(index), symbol.isDefined, symbol.isVisible else { return false }
      let offset = strings.lowerBound &+ UInt64(symbol.nameOffset)
      return offset < strings.upperBound && file.hasString(name.text, at: offset) && isWanted(index)
    } ?? false
  }

  /// Lets the processor fetch where the search for a name begins.
  @inline(__always)
  func prefetch(_ name: SymbolName) { hashTable?.prefetch(name, in: file) }

  /// And, when that has come, the symbol to which it leads.
  @inline(__always)
  func prefetchFirst(_ name: SymbolName) {
    if let index = hashTable?.first(name, in: file) { file.prefetch(at: place(of: index)) }
  }

  @inline(__always)
  func symbol(_ index: UInt64) -> Symbol? { Symbol(file, at: place(of: index)) }
}
