/// An ELF file of this machine's layout: its header and its segments, each of them wholly in the file.
struct ELFImage {
  let file: MappedFile
  let identity: ELFIdentity
  let segments: [Segment]

  private static let headerLength: UInt64 = 64
  private static let sectionHeaderLength: UInt64 = 64
  /// An offset above this, in bytes, is no sign of a missing end but a wrong number: no plugin has 64 GiB.
  private static let longestPlausible: UInt64 = 64 << 30

  /// - Parameter loadedOnly: what the loader does not read need not be whole: for libraries that others built.
  init(_ file: MappedFile, identity: ELFIdentity, loadedOnly: Bool = false) throws(FormatError) {
    self.file = file
    self.identity = identity
    guard let offset = file.load(UInt64.self, at: 32), let entryLength = file.load(UInt16.self, at: 54),
      let count = file.load(UInt16.self, at: 56)
    else { throw .truncatedHeader(size: file.count, header: Self.headerLength) }

    let sectionsEnd = loadedOnly ? nil : Self.sectionTableEnd(file)
    segments = try Self.segments(file, offset: offset, count: count, entryLength: entryLength, sectionsEnd: sectionsEnd)
    try Self.requireWhole(file, segments, sectionsEnd: sectionsEnd)
  }

  /// The bytes of the file that the loader maps at an address, up to the end of their segment.
  ///
  /// Where segments overlap, the loader maps the later one over the earlier.
  func fileRange(from address: UInt64) -> Range<UInt64>? {
    for segment in segments.reversed() where segment.kind == .load {
      if let range = segment.fileRange(from: address) { return range }
    }
    return nil
  }

  /// Whether the loader maps code at an address.
  func isCode(_ address: UInt64) -> Bool {
    segments.last { $0.kind == .load && $0.fileRange(from: address) != nil }?.isExecutable ?? false
  }

  private static func segments(
    _ file: MappedFile, offset: UInt64, count: UInt16, entryLength: UInt16, sectionsEnd: UInt64?
  ) throws(FormatError) -> [Segment] {
    guard count > 0 else { return [] }
    guard UInt64(entryLength) == Segment.headerLength else {
      throw .damaged("program headers have \(entryLength) bytes each, not \(Segment.headerLength)")
    }
    guard let end = offset.adding(UInt64(count) * Segment.headerLength) else {
      throw .damaged("program headers lie outside the file")
    }
    guard end <= file.count else {
      // Linkers put them right after the header: there, it is the file that ends too early.
      guard offset == headerLength else { throw .damaged("program headers lie outside the file") }
      let plausible = sectionsEnd.map { $0 <= longestPlausible ? $0 : 0 } ?? 0
      throw .truncated(size: file.count, expected: max(end, plausible))
    }
    return (0..<UInt64(count)).compactMap { Segment(file, at: offset + $0 * Segment.headerLength) }
  }

  /// Linkers put the section headers last, so where they should end is how long the file should be.
  private static func requireWhole(
    _ file: MappedFile, _ segments: [Segment], sectionsEnd: UInt64?
  ) throws(FormatError) {
    var segmentsEnd: UInt64 = 0
    var outside: Int?
    for (index, segment) in segments.enumerated() where segment.fileSize > 0 {
      guard let end = segment.fileEnd, end <= longestPlausible else {
        throw .damaged("segment \(index) lies outside the file")
      }
      segmentsEnd = max(segmentsEnd, end)
      if end > file.count, outside == nil { outside = index }
    }
    if let sectionsEnd, sectionsEnd > file.count {
      guard sectionsEnd <= longestPlausible, sectionsEnd >= segmentsEnd else {
        throw .damaged("section headers lie outside the file")
      }
      throw .truncated(size: file.count, expected: sectionsEnd)
    }
    guard let outside else { return }
    if sectionsEnd != nil { throw .damaged("segment \(outside) lies outside the file") }
    throw .truncated(size: file.count, expected: segmentsEnd)
  }

  /// Where the section headers should end; nil if there are none. The loader does not read them.
  private static func sectionTableEnd(_ file: MappedFile) -> UInt64? {
    guard let offset = file.load(UInt64.self, at: 40), offset != 0,
      file.load(UInt16.self, at: 58).map(UInt64.init) == sectionHeaderLength, let count = file.load(UInt16.self, at: 60)
    else { return nil }
    return offset.adding(UInt64(max(count, 1)) * sectionHeaderLength) ?? .max
  }
}
