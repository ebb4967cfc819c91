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
  private static let placesAtMost = 100_000
  /// Of a name, in bytes.
  private static let longestName = 8192

  /// The functions whose name has a text in it.
  let functions: [Function]

  init(_ file: MappedFile, _ table: SectionTable, containing text: String) {
    guard let section = table.sections.first(where: { $0.type == SectionTable.Kind.symbolTable }),
      let range = table.range(of: section), table.sections.indices.contains(Int(section.link)),
      let strings = table.range(of: table.sections[Int(section.link)])
    else {
      functions = []
      return
    }
    // Hundreds of thousands of names would each cost a copy: where the text stands is found first, in one go.
    let places = file.offsets(of: Array(text.utf8), in: strings, atMost: Self.placesAtMost)
    let count = places.isEmpty ? 0 : (range.upperBound - range.lowerBound) / SymbolTable.entryLength
    var found: [Function] = []
    for index in 0..<min(count, Self.symbolsAtMost) where found.count < Self.foundAtMost {
      let offset = range.lowerBound + index * SymbolTable.entryLength
      guard let nameOffset = file.load(UInt32.self, at: offset),
        let start = strings.lowerBound.adding(UInt64(nameOffset)), start < strings.upperBound,
        let place = Self.first(of: places, from: start), place - start < Self.longestName,
        let symbol = Symbol(file, at: offset), symbol.kind == .function, symbol.isDefined, !symbol.isExportedFunction,
        let visibility = file.load(UInt8.self, at: offset + 5),
        let name = file.string(in: start..<strings.upperBound, upTo: Self.longestName), place - start < name.count
      else { continue }
      found.append(Function(name: name, isHidden: (1...2).contains(visibility & 3)))
    }
    functions = found
  }

  /// The first of ascending numbers that is not below another, by halving.
  private static func first(of places: [UInt64], from start: UInt64) -> UInt64? {
    var (low, high) = (0, places.count)
    while low < high {
      let middle = (low + high) / 2
      if places[middle] < start { low = middle + 1 } else { high = middle }
    }
    return low < places.count ? places[low] : nil
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
