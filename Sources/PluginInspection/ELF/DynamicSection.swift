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
    static let soname: UInt64 = 14
    static let rpath: UInt64 = 15
    static let debug: UInt64 = 21
    static let textRelocations: UInt64 = 22
    static let bindNow: UInt64 = 24
    static let runpath: UInt64 = 29
    static let flags: UInt64 = 30
    static let gnuHash: UInt64 = 0x6FFF_FEF5
    static let symbolVersions: UInt64 = 0x6FFF_FFF0
    static let flags1: UInt64 = 0x6FFF_FFFB
    static let versionDefinitions: UInt64 = 0x6FFF_FFFC
    static let versionDefinitionCount: UInt64 = 0x6FFF_FFFD
    static let versionNeeds: UInt64 = 0x6FFF_FFFE
    static let versionNeedCount: UInt64 = 0x6FFF_FFFF
  }
  /// Of DT_FLAGS: DF_TEXTREL and DF_BIND_NOW; of DT_FLAGS_1: DF_1_NOW, DF_1_NODEFLIB and DF_1_PIE.
  private enum Flag {
    static let textRelocations: UInt64 = 4
    static let bindNow: UInt64 = 8
    static let now: UInt64 = 1
    static let noDefaultFolders: UInt64 = 0x800
    static let positionIndependentExecutable: UInt64 = 0x0800_0000
  }
  /// By tag, those that are of use here; there are too few for a dictionary to be worth its hashing.
  private struct Values {
    /// The tags of the gABI up to DT_FLAGS stand for themselves, then come DT_GNU_HASH and the last sixteen of the range
    /// for systems: the versions and DT_FLAGS_1.
    private var slots = [UInt64?](repeating: nil, count: Int(Tag.flags) + 18)

    subscript(tag: UInt64) -> UInt64? {
      get { Self.slot(tag).flatMap { slots[$0] } }
      set { if let slot = Self.slot(tag) { slots[slot] = newValue } }
    }

    private static func slot(_ tag: UInt64) -> Int? {
      switch tag {
      case 0...Tag.flags: Int(tag)
      case Tag.gnuHash: Int(Tag.flags) + 1
      case Tag.symbolVersions...Tag.versionNeedCount: Int(Tag.flags) + 2 + Int(tag - Tag.symbolVersions)
      default: nil
      }
    }
  }

  private static let entryLength: UInt64 = 16
  /// Of DT_NEEDED entries that are read.
  private static let neededAtMost = 4096
  /// Of a library's name and of a search path, in bytes.
  private static let longestLibraryName = 4096
  private static let longestSearchPath = 64 << 10

  /// The string table, as a range of the file.
  let strings: Range<UInt64>
  /// DT_STRTAB.
  let stringTable: UInt64
  let symbolTable: UInt64?
  let hash: UInt64?
  let gnuHash: UInt64?
  /// DT_DEBUG: a place for the debugger, which linkers give to executables alone.
  let hasDebugger: Bool
  /// DF_1_PIE: the linker made an executable of it.
  let isExecutable: Bool
  /// The names of the libraries that the loader is told to load, in order; one that cannot be read is left out.
  let needed: [LibraryName]
  /// None of what the library needs and where it is looked for was left out, for its number or its length.
  let isWhole: Bool
  /// DT_SONAME: the name by which others need this library.
  let soname: LibraryName?
  /// DT_RPATH and DT_RUNPATH: folders to search, with a colon between, before tokens are expanded.
  let rpath: [UInt8]?
  let runpath: [UInt8]?
  /// The loader must not look into the default folders for what this library needs.
  let excludesDefaultFolders: Bool
  /// The loader writes into the code.
  let hasTextRelocations: Bool
  /// All functions are bound when the library is opened.
  let bindsNow: Bool
  /// DT_VERSYM; DT_VERDEF and DT_VERNEED with the numbers of their entries.
  let symbolVersions: UInt64?
  let versionDefinitions: (address: UInt64, count: UInt64)?
  let versionNeeds: (address: UInt64, count: UInt64)?
  private let file: FileBytes

  init(_ image: ELFImage) throws(FormatError) {
    guard let segment = image.segments.last(where: { $0.kind == .dynamic }) else {
      throw .damaged("no dynamic section")
    }
    guard segment.fileSize > 0 else { throw .onlyDebugInfo }
    guard let range = image.fileRange(from: segment.address) else {
      throw .damaged("dynamic section lies outside the file")
    }
    file = FileBytes(image.file)
    var values = Values()
    var needed: [UInt64] = []
    var neededCount = 0
    var offset = range.lowerBound
    while range.upperBound - offset >= Self.entryLength, let tag = file.load(UInt64.self, at: offset),
      let value = file.load(UInt64.self, at: offset + 8), tag != Tag.null
    {
      values[tag] = value
      if tag == Tag.needed {
        neededCount += 1
        if needed.count < Self.neededAtMost { needed.append(value) }
      }
      offset += Self.entryLength
    }
    symbolTable = values[Tag.symbolTable]
    hash = values[Tag.hash]
    gnuHash = values[Tag.gnuHash]
    hasDebugger = values[Tag.debug] != nil
    let (flags, flags1) = (values[Tag.flags] ?? 0, values[Tag.flags1] ?? 0)
    isExecutable = flags1 & Flag.positionIndependentExecutable != 0
    excludesDefaultFolders = flags1 & Flag.noDefaultFolders != 0
    hasTextRelocations = values[Tag.textRelocations] != nil || flags & Flag.textRelocations != 0
    bindsNow = values[Tag.bindNow] != nil || flags & Flag.bindNow != 0 || flags1 & Flag.now != 0
    symbolVersions = values[Tag.symbolVersions]
    versionDefinitions = values[Tag.versionDefinitions].map { ($0, values[Tag.versionDefinitionCount] ?? 0) }
    versionNeeds = values[Tag.versionNeeds].map { ($0, values[Tag.versionNeedCount] ?? 0) }
    if let size = values[Tag.symbolSize], size != SymbolTable.entryLength {
      throw .damaged("dynamic symbols have \(size) bytes each, not \(SymbolTable.entryLength)")
    }
    guard let address = values[Tag.stringTable] else { throw .damaged("no dynamic string table") }
    guard let mapped = image.fileRange(from: address), let size = values[Tag.stringSize],
      size <= mapped.upperBound - mapped.lowerBound
    else { throw .damaged("dynamic string table lies outside the file") }
    let strings = mapped.lowerBound..<(mapped.lowerBound + size)
    self.strings = strings
    stringTable = address
    let text = { [file] (offset: UInt64, limit: Int) in Self.string(in: file, strings, at: offset, upTo: limit) }
    let name = { offset in text(offset, Self.longestLibraryName).map(LibraryName.init) }
    self.needed = needed.compactMap(name)
    soname = values[Tag.soname].flatMap(name)
    rpath = values[Tag.rpath].flatMap { text($0, Self.longestSearchPath) }
    runpath = values[Tag.runpath].flatMap { text($0, Self.longestSearchPath) }
    isWhole =
      self.needed.count == neededCount && (rpath != nil || values[Tag.rpath] == nil)
      && (runpath != nil || values[Tag.runpath] == nil)
  }

  /// Whether the loader is told to load a library of this name.
  func needs(_ library: String) -> Bool { needed.contains { $0.bytes.elementsEqual(library.utf8) } }

  /// The string at an offset of the string table; nil if it does not end in it or is longer than the limit.
  func string(at offset: UInt64, upTo limit: Int) -> [UInt8]? {
    Self.string(in: file, strings, at: offset, upTo: limit)
  }

  private static func string(
    in file: FileBytes, _ strings: Range<UInt64>, at offset: UInt64, upTo limit: Int
  ) -> [UInt8]? {
    guard offset < strings.upperBound - strings.lowerBound else { return nil }
    return file.string(in: (strings.lowerBound + offset)..<strings.upperBound, upTo: limit)
  }
}
