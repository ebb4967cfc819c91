/// Whether the section headers show the symbols that the loader finds.
///
/// Tools such as nm(1) and objdump(1) go by SHT_DYNSYM, the loader by DT_SYMTAB: a file in which the two differ shows its
/// reader another library than the one that runs.
enum SectionAgreement {
  static func check(_ library: SharedLibrary, _ table: SectionTable) throws(FormatError) {
    guard table.count <= SectionTable.sectionsAtMost else {
      throw .damaged("more than \(SectionTable.sectionsAtMost) section headers")
    }
    guard table.count == table.sections.count else { throw .damaged("section headers lie outside the file") }
    for section in table.sections where section.type == SectionTable.Kind.dynamicSymbols {
      guard agrees(section, table, library) else {
        throw .damaged("section headers show another symbol table than the loader reads")
      }
    }
  }

  private static func agrees(
    _ section: SectionTable.Section, _ table: SectionTable, _ library: SharedLibrary
  ) -> Bool {
    let (dynamic, symbols) = (library.dynamic, library.symbols)
    guard section.address == dynamic.symbolTable, section.fileOffset == symbols.start else { return false }
    let shown = section.size / SymbolTable.entryLength
    let count = symbols.count
    guard count.isExact ? shown == count.symbols : shown >= count.symbols else { return false }
    guard table.sections.indices.contains(Int(section.link)) else { return false }
    let strings = table.sections[Int(section.link)]
    return strings.address == dynamic.stringTable && strings.fileOffset == dynamic.strings.lowerBound
      && strings.size == dynamic.strings.upperBound - dynamic.strings.lowerBound
  }
}
