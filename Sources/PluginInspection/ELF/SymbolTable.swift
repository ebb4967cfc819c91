/// The dynamic symbol table: what dlsym(3) can find.
///
/// Its length is nowhere told: as in the loader, it follows from the hash table. See the System V gABI, chapter 4,
/// "Symbol Table", and for DT_GNU_HASH binutils, `elf-bfd.h` and `elflink.c`.
struct SymbolTable {
  /// Of a symbol, in bytes: `sizeof(Elf64_Sym)`.
  static let entryLength: UInt64 = 24
  /// Of a symbol's name, in bytes. A longer one is passed over.
  static let longestName = 8192

  private let file: MappedFile
  private let dynamic: DynamicSection
  private let start: UInt64
  /// Those that the hash table can lead to. Below them stand those that the library needs of others.
  private let reachable: Range<UInt64>

  init(_ image: ELFImage, _ dynamic: DynamicSection) throws(FormatError) {
    file = image.file
    self.dynamic = dynamic
    let reachable: Range<UInt64>
    if let address = dynamic.gnuHash {
      reachable = try Self.gnuHashed(image, at: address)
    } else if let address = dynamic.hash {
      reachable = try Self.hashed(image, at: address)
    } else {
      reachable = 0..<0  // The loader finds nothing without one.
    }
    guard let address = dynamic.symbolTable else { throw .damaged("no dynamic symbol table") }
    guard let range = image.fileRange(from: address),
      reachable.upperBound <= (range.upperBound - range.lowerBound) / Self.entryLength
    else { throw .damaged("dynamic symbol table lies outside the file") }
    start = range.lowerBound
    self.reachable = reachable
  }

  /// The symbols that the library has and those that it needs, in the order of the table.
  func forEach(_ body: (Symbol) -> Void) {
    for index in 0..<reachable.upperBound {
      guard let symbol = Symbol(file, at: start + index * Self.entryLength) else { continue }
      if reachable.contains(index) || !symbol.isDefined { body(symbol) }
    }
  }

  /// A symbol's name, or nil if it is empty, too long or lies outside the string table.
  func name(of symbol: Symbol) -> [UInt8]? {
    guard let name = dynamic.string(at: UInt64(symbol.nameOffset), upTo: Self.longestName), !name.isEmpty else {
      return nil
    }
    return name
  }

  /// Whether a symbol has this name; quicker than to ask for it.
  func isNamed(_ name: [UInt8], _ symbol: Symbol) -> Bool {
    let strings = dynamic.strings
    let start = strings.lowerBound + UInt64(symbol.nameOffset)
    return start < strings.upperBound && UInt64(name.count) < strings.upperBound - start
      && file.hasString(name, at: start)
  }

  /// DT_HASH tells the number of symbols: `nchain`. The chains themselves are not followed, so they may be cyclic.
  private static func hashed(_ image: ELFImage, at address: UInt64) throws(FormatError) -> Range<UInt64> {
    guard let range = image.fileRange(from: address), range.upperBound - range.lowerBound >= 8,
      let buckets = image.file.load(UInt32.self, at: range.lowerBound),
      let chains = image.file.load(UInt32.self, at: range.lowerBound + 4),
      8 + 4 * (UInt64(buckets) + UInt64(chains)) <= range.upperBound - range.lowerBound
    else { throw .damaged("symbol hash table lies outside the file") }
    return 0..<UInt64(chains)
  }

  /// DT_GNU_HASH: the last symbol ends the chain that starts at the highest bucket.
  private static func gnuHashed(_ image: ELFImage, at address: UInt64) throws(FormatError) -> Range<UInt64> {
    let outside = FormatError.damaged("symbol hash table lies outside the file")
    guard let range = image.fileRange(from: address), range.upperBound - range.lowerBound >= 16,
      let bucketCount = image.file.load(UInt32.self, at: range.lowerBound).map(UInt64.init),
      let firstHashed = image.file.load(UInt32.self, at: range.lowerBound + 4).map(UInt64.init),
      let filterCount = image.file.load(UInt32.self, at: range.lowerBound + 8).map(UInt64.init)
    else { throw outside }
    // Counts have 32 bits and a word 8 bytes, so these sums cannot overflow below a file's length.
    let buckets = range.lowerBound + 16 + 8 * filterCount
    let chains = buckets + 4 * bucketCount
    guard chains <= range.upperBound else { throw outside }

    var last: UInt64 = 0
    for index in 0..<bucketCount {
      guard let bucket = image.file.load(UInt32.self, at: buckets + 4 * index) else { throw outside }
      last = max(last, UInt64(bucket))
    }
    // No bucket leads anywhere: there are only those that the library needs, and their number is nowhere else told.
    guard last >= firstHashed, last > 0 else { return firstHashed..<firstHashed }
    while true {
      let offset = chains + 4 * (last - firstHashed)
      guard offset < range.upperBound, range.upperBound - offset >= 4,
        let hash = image.file.load(UInt32.self, at: offset)
      else { throw outside }
      last += 1
      if hash & 1 != 0 { return firstHashed..<last }
    }
  }
}
