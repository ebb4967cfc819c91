/// The versions of a library's symbols: which ones it defines, and which it needs of others.
///
/// See the Linux Standard Base, "Symbol Versioning", and the GNU extensions in the System V gABI's supplements.
struct SymbolVersions {
  struct Need: Hashable {
    /// The soname of the library that must have the version.
    let library: [UInt8]
    /// "GLIBC_2.34".
    let version: [UInt8]
    /// The loader only warns if it is not there.
    let isWeak: Bool
  }

  /// The version that somebody asks for, as it is known here.
  enum Wish {
    /// No particular one: then only a default version does.
    case any
    /// By its place in `definitions`.
    case defined(Int)
    case unknown
  }

  /// Each once, in the order of their first mention.
  private(set) var needs: [Need] = []
  /// The names of those that the library defines, each once.
  private(set) var definitions: [[UInt8]] = []
  /// By the index in DT_VERSYM, the places in `needs` and in `definitions`.
  private var needed = VersionIndex()
  private var defined = VersionIndex()
  private let file: FileBytes
  private let indices: Range<UInt64>?

  static let entriesAtMost: UInt64 = 4096
  private static let longestName = 1024
  /// The highest bit of an index marks a version that is not the default.
  private static let indexMask: UInt16 = 0x7FFF
  /// 0 is local, 1 global, 2 the library's own base version.
  private static let firstOwn: UInt16 = 3

  init(_ image: ELFImage, _ dynamic: DynamicSection) {
    file = FileBytes(image.file)
    indices = dynamic.symbolVersions.flatMap(image.fileRange)
    if let table = dynamic.versionDefinitions, let range = image.fileRange(from: table.address) {
      readDefinitions(range, count: table.count, dynamic)
    }
    if let table = dynamic.versionNeeds, let range = image.fileRange(from: table.address) {
      readNeeds(range, count: table.count, dynamic)
    }
  }

  /// The version that the symbol with this index in the symbol table must have elsewhere, as a place in `needs`; nil for
  /// any.
  func need(ofSymbol index: UInt64) -> Int? {
    needs.isEmpty ? nil : rawIndex(ofSymbol: index).flatMap { needed[$0 & Self.indexMask] }
  }

  func wish(for version: [UInt8]?) -> Wish {
    guard let version else { return .any }
    return definitions.firstIndex(of: version).map(Wish.defined) ?? .unknown
  }

  /// Whether the symbol with this index serves one who needs this version. A library without versions serves all. See
  /// `check_match` in glibc's `elf/dl-lookup.c`.
  func isSymbol(_ index: UInt64, of version: Wish) -> Bool {
    guard !definitions.isEmpty, let raw = rawIndex(ofSymbol: index) else { return true }
    let own = raw & Self.indexMask
    guard own > 1 else { return true }
    switch version {
    case .any: return raw & ~Self.indexMask == 0 || own < Self.firstOwn
    case .defined(let place): return defined[own] == place
    case .unknown: return false
    }
  }

  private func rawIndex(ofSymbol symbol: UInt64) -> UInt16? {
    guard let indices, symbol < (indices.upperBound - indices.lowerBound) / 2 else { return nil }
    return file.load(UInt16.self, at: indices.lowerBound + 2 * symbol)
  }

  /// `Elf64_Verdef` and its first `Elf64_Verdaux`, which holds the name.
  private mutating func readDefinitions(_ range: Range<UInt64>, count: UInt64, _ dynamic: DynamicSection) {
    var entry = range.lowerBound
    for _ in 0..<min(count, Self.entriesAtMost) {
      guard entry < range.upperBound, let index = file.load(UInt16.self, at: entry + 4),
        let names = file.load(UInt32.self, at: entry + 12), let next = file.load(UInt32.self, at: entry + 16),
        let text = file.load(UInt32.self, at: entry + UInt64(names))
      else { return }
      if let name = dynamic.string(at: UInt64(text), upTo: Self.longestName) {
        let place = definitions.firstIndex(of: name)
        defined[index & Self.indexMask] = place ?? definitions.count
        if place == nil { definitions.append(name) }
      }
      guard next > 0 else { return }
      entry += UInt64(next)
    }
  }

  /// `Elf64_Verneed`, one a library, each with its `Elf64_Vernaux`, one a version.
  private mutating func readNeeds(_ range: Range<UInt64>, count: UInt64, _ dynamic: DynamicSection) {
    var entry = range.lowerBound
    for _ in 0..<min(count, Self.entriesAtMost) {
      guard entry < range.upperBound, let versions = file.load(UInt16.self, at: entry + 2),
        let name = file.load(UInt32.self, at: entry + 4), let first = file.load(UInt32.self, at: entry + 8),
        let next = file.load(UInt32.self, at: entry + 12),
        let library = dynamic.string(at: UInt64(name), upTo: Self.longestName)
      else { return }
      var version = entry + UInt64(first)
      for _ in 0..<min(UInt64(versions), Self.entriesAtMost) where UInt64(needs.count) < Self.entriesAtMost {
        guard let flags = file.load(UInt16.self, at: version + 4), let index = file.load(UInt16.self, at: version + 6),
          let text = file.load(UInt32.self, at: version + 8), let following = file.load(UInt32.self, at: version + 12),
          let spelled = dynamic.string(at: UInt64(text), upTo: Self.longestName)
        else { break }
        needed[index & Self.indexMask] = needs.count
        needs.append(Need(library: library, version: spelled, isWeak: flags & 2 != 0))
        guard following > 0 else { break }
        version += UInt64(following)
      }
      guard next > 0 else { return }
      entry += UInt64(next)
    }
  }
}

/// From an index in DT_VERSYM to a place in a list: a few small numbers, asked for once a symbol.
private struct VersionIndex {
  private var places: [Int?] = []

  /// - Parameter index: 15 bits, so the table is never long.
  subscript(index: UInt16) -> Int? {
    get { Int(index) < places.count ? places[Int(index)] : nil }
    set {
      while places.count <= Int(index) { places.append(nil) }
      places[Int(index)] = newValue
    }
  }
}
