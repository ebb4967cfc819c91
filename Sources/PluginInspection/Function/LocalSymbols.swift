/// The functions that a library keeps to itself: in `.symtab`, which the loader does not read and strip(1) removes.
///
/// Only good for a hint: nothing that stands there is believed.
struct LocalSymbols {
  struct Function {
    let name: [UInt8]
    /// STV_HIDDEN or STV_INTERNAL. Otherwise `static`, or kept in by the linker: GNU's no longer tells the two apart.
    let isHidden: Bool
  }

  private static let symbolsAtMost: UInt64 = 2_000_000
  private static let foundAtMost = 1000
  private static let longestName = 8192

  /// The functions whose name has a text in it.
  let functions: [Function]

  init(_ file: MappedFile, _ table: SectionTable, containing text: String) {
    let wanted = Array(text.utf8)
    var found: [Function] = []
    guard !wanted.isEmpty, let section = table.sections.first(where: { $0.type == SectionTable.Kind.symbolTable }),
      let range = table.range(of: section), table.sections.indices.contains(Int(section.link)),
      let strings = table.range(of: table.sections[Int(section.link)])
    else {
      functions = []
      return
    }
    let count = min((range.upperBound - range.lowerBound) / SymbolTable.entryLength, Self.symbolsAtMost)
    for index in 0..<count where found.count < Self.foundAtMost {
      let offset = range.lowerBound + index * SymbolTable.entryLength
      guard let symbol = Symbol(file, at: offset), symbol.kind == .function, symbol.isDefined,
        !symbol.isExportedFunction, let start = strings.lowerBound.adding(UInt64(symbol.nameOffset)),
        start < strings.upperBound, let visibility = file.load(UInt8.self, at: offset + 5),
        let name = file.string(in: start..<strings.upperBound, upTo: Self.longestName), name.contains(wanted)
      else { continue }
      found.append(Function(name: name, isHidden: (1...2).contains(visibility & 3)))
    }
    functions = found
  }
}

extension [UInt8] {
  func contains(_ part: [UInt8]) -> Bool {
    guard let first = part.first, part.count <= count else { return false }
    return (0...(count - part.count)).contains {
      self[$0] == first && self[$0..<($0 + part.count)].elementsEqual(part)
    }
  }
}
