/// What of a library's symbols is more than is read: then not all of them were looked up.
enum SymbolBounds {
  /// A name that is too long covers at least one of these pieces of the string table whole. In bytes.
  private static let pieceLength = UInt64(SymbolTable.longestName / 2)

  /// In words, after "not all were read: "; nil if nothing was left out.
  static func cut(_ library: SharedLibrary) -> String? {
    let counts = [library.dynamic.versionNeeds, library.dynamic.versionDefinitions].compactMap { $0?.count }
    if counts.contains(where: { $0 > SymbolVersions.entriesAtMost }) {
      return "it has more than \(SymbolVersions.entriesAtMost) versions"
    }
    return hasLongName(library) ? "a name has \(SymbolTable.longestName) bytes or more" : nil
  }

  private static func hasLongName(_ library: SharedLibrary) -> Bool {
    let (file, strings) = (library.image.file, library.dynamic.strings)
    let hasNUL = { (range: Range<UInt64>) in !file.offsets(of: [0], in: range, atMost: 1).isEmpty }
    var start = strings.lowerBound
    while strings.upperBound - start >= pieceLength {
      if !hasNUL(start..<(start + pieceLength)) {
        // From the NUL before this piece on, at most a piece away: is there one within the limit?
        let first = max(strings.lowerBound, start - min(start, pieceLength))
        let begin = file.offsets(of: [0], in: first..<start, atMost: Int(pieceLength)).last.map { $0 + 1 } ?? first
        let end = min(begin + UInt64(SymbolTable.longestName), strings.upperBound)
        if !hasNUL(begin..<end) { return true }
      }
      start += pieceLength
    }
    return false
  }
}
