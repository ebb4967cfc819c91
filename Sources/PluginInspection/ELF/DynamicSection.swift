/// What the loader is told about a shared library: the entries of PT_DYNAMIC.
///
/// See the System V gABI, chapter 5, "Dynamic Section". As in the loader, the last of several entries counts.
struct DynamicSection {
  private enum Tag {
    static let null: UInt64 = 0
    static let needed: UInt64 = 1
    static let hash: UInt64 = 4
    static let stringTable: UInt64 = 5
    static let symbolTable: UInt64 = 6
    static let stringSize: UInt64 = 10
    static let symbolSize: UInt64 = 11
    static let debug: UInt64 = 21
    static let gnuHash: UInt64 = 0x6FFF_FEF5
    static let flags1: UInt64 = 0x6FFF_FFFB
  }
  private static let entryLength: UInt64 = 16
  private static let positionIndependentExecutable: UInt64 = 0x0800_0000
  /// Of DT_NEEDED entries that are read.
  private static let neededAtMost = 4096
  /// Of a library's name, in bytes.
  private static let longestLibraryName = 4096

  /// The string table, as a range of the file.
  let strings: Range<UInt64>
  let symbolTable: UInt64?
  let hash: UInt64?
  let gnuHash: UInt64?
  /// DT_DEBUG: a place for the debugger, which linkers give to executables alone.
  let hasDebugger: Bool
  /// DF_1_PIE: the linker made an executable of it.
  let isExecutable: Bool
  private let neededNames: [UInt64]
  private let file: MappedFile

  init(_ image: ELFImage) throws(FormatError) {
    guard let segment = image.segments.last(where: { $0.kind == .dynamic }) else {
      throw .damaged("no dynamic section")
    }
    guard segment.fileSize > 0 else { throw .onlyDebugInfo }
    guard let range = image.fileRange(from: segment.address) else {
      throw .damaged("dynamic section lies outside the file")
    }
    file = image.file
    var values: [UInt64: UInt64] = [:]
    var needed: [UInt64] = []
    let known: Set = [
      Tag.hash, Tag.stringTable, Tag.symbolTable, Tag.stringSize, Tag.symbolSize, Tag.debug, Tag.gnuHash, Tag.flags1,
    ]
    var offset = range.lowerBound
    while range.upperBound - offset >= Self.entryLength, let tag = file.load(UInt64.self, at: offset),
      let value = file.load(UInt64.self, at: offset + 8), tag != Tag.null
    {
      if known.contains(tag) { values[tag] = value }
      if tag == Tag.needed, needed.count < Self.neededAtMost { needed.append(value) }
      offset += Self.entryLength
    }
    neededNames = needed
    symbolTable = values[Tag.symbolTable]
    hash = values[Tag.hash]
    gnuHash = values[Tag.gnuHash]
    hasDebugger = values[Tag.debug] != nil
    isExecutable = (values[Tag.flags1] ?? 0) & Self.positionIndependentExecutable != 0
    if let size = values[Tag.symbolSize], size != SymbolTable.entryLength {
      throw .damaged("dynamic symbols have \(size) bytes each, not \(SymbolTable.entryLength)")
    }
    guard let address = values[Tag.stringTable] else { throw .damaged("no dynamic string table") }
    guard let mapped = image.fileRange(from: address), let size = values[Tag.stringSize],
      size <= mapped.upperBound - mapped.lowerBound
    else { throw .damaged("dynamic string table lies outside the file") }
    strings = mapped.lowerBound..<(mapped.lowerBound + size)
  }

  /// Whether the loader is told to load a library of this name.
  func needs(_ library: String) -> Bool {
    let name = Array(library.utf8)
    return neededNames.contains { string(at: $0, upTo: Self.longestLibraryName) == name }
  }

  /// The string at an offset of the string table; nil if it does not end in it or is longer than the limit.
  func string(at offset: UInt64, upTo limit: Int) -> [UInt8]? {
    guard offset < strings.upperBound - strings.lowerBound else { return nil }
    return file.string(in: (strings.lowerBound + offset)..<strings.upperBound, upTo: limit)
  }
}
