/// The section headers: what tools read and the loader does not. `Elf64_Shdr`; see the gABI, chapter 4, "Sections".
///
/// Nothing that decides how a plugin is loaded comes from here: a file may have none, or lie in them.
struct SectionTable {
  struct Section: Equatable {
    let nameOffset: UInt32
    let type: UInt32
    let address: UInt64
    let fileOffset: UInt64
    /// In bytes.
    let size: UInt64
    /// Another section that belongs to this one, by its index.
    let link: UInt32
  }

  /// `sh_type`.
  enum Kind {
    static let symbolTable: UInt32 = 2
    static let noBits: UInt32 = 8
    static let dynamicSymbols: UInt32 = 11
  }

  private static let headerLength: UInt64 = 64
  static let sectionsAtMost: UInt64 = 65_536
  /// e_shstrndx, where the number has no room there.
  private static let indexElsewhere: UInt16 = 0xFFFF

  /// Empty if the file has none, or they lie outside it.
  let sections: [Section]
  /// How many there are by the file's own count.
  let count: UInt64
  private let names: Range<UInt64>?
  private let file: MappedFile

  /// - Parameter file: an ELF file of this machine's layout.
  init(_ file: MappedFile) {
    self.file = file
    guard let offset = file.load(UInt64.self, at: 40), offset != 0,
      file.load(UInt16.self, at: 58).map(UInt64.init) == Self.headerLength,
      let short = file.load(UInt16.self, at: 60), let namesIndex = file.load(UInt16.self, at: 62),
      let first = Self.section(file, at: offset)
    else {
      (sections, count, names) = ([], 0, nil)
      return
    }
    // More than 0xFEFF sections are counted in the first, which is none itself.
    count = short == 0 ? first.size : UInt64(short)
    var sections: [Section] = []
    for index in 0..<min(count, Self.sectionsAtMost) {
      guard let start = offset.adding(index * Self.headerLength), let section = Self.section(file, at: start) else {
        break
      }
      sections.append(section)
    }
    self.sections = sections
    let index = namesIndex == Self.indexElsewhere ? Int(first.link) : Int(namesIndex)
    names = sections.indices.contains(index) ? Self.range(of: sections[index], in: file) : nil
  }

  /// The bytes of a section; nil if it has none, or they lie outside the file.
  func range(of section: Section) -> Range<UInt64>? { Self.range(of: section, in: file) }

  func first(named name: String) -> Section? {
    let name = Array(name.utf8)
    return sections.first { section in
      nameStart(section).map { file.hasString(name, at: $0) } ?? false
    }
  }

  func hasSection(namePrefix prefix: String) -> Bool {
    let prefix = Array(prefix.utf8)
    return sections.contains { section in nameStart(section).map { file.bytes(prefix, standAt: $0) } ?? false }
  }

  /// The content of a section, up to so many bytes.
  func content(named name: String, upTo limit: Int) -> [UInt8]? {
    first(named: name).flatMap(range).map { range in
      file.bytes(at: range.lowerBound, upTo: Int(min(UInt64(limit), range.upperBound - range.lowerBound)))
    }
  }

  private func nameStart(_ section: Section) -> UInt64? {
    guard let names, let start = names.lowerBound.adding(UInt64(section.nameOffset)), start < names.upperBound else {
      return nil
    }
    return start
  }

  private static func range(of section: Section, in file: MappedFile) -> Range<UInt64>? {
    guard section.type != Kind.noBits, let end = section.fileOffset.adding(section.size), end <= file.count else {
      return nil
    }
    return section.fileOffset..<end
  }

  private static func section(_ file: MappedFile, at offset: UInt64) -> Section? {
    guard offset < file.count, let name = file.load(UInt32.self, at: offset),
      let type = file.load(UInt32.self, at: offset + 4), let address = file.load(UInt64.self, at: offset + 16),
      let fileOffset = file.load(UInt64.self, at: offset + 24), let size = file.load(UInt64.self, at: offset + 32),
      let link = file.load(UInt32.self, at: offset + 40)
    else { return nil }
    return Section(
      nameOffset: name, type: type, address: address, fileOffset: fileOffset, size: size, link: link)
  }
}
