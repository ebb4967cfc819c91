/// Libraries in which symbols are looked for, laid out for thousands of looks.
struct SymbolScope {
  private let libraries: [SharedLibrary?]
  /// The same, to be looked into: to count the users of a library takes longer than many a look.
  private let looks: [Unmanaged<SharedLibrary>?]
  /// Theirs, one after another.
  private let filters: [HashTable.Filter?]
  private let tables: [SymbolTable?]
  /// The places of those that are there. It is enough that one has a symbol, whichever: those that had the last ones are
  /// asked first, for most symbols come from few libraries.
  private var order: [Int]

  /// - Parameter libraries: nil for one that was not found.
  init(_ libraries: [SharedLibrary?]) {
    self.libraries = libraries
    looks = libraries.map { $0.map(Unmanaged.passUnretained) }
    tables = libraries.map { $0?.symbols }
    filters = tables.map { $0?.filter }
    order = libraries.indices.filter { libraries[$0] != nil }
  }

  /// The place of a library that has a symbol.
  ///
  /// - Parameter version: nil if any does.
  mutating func place(of name: SymbolName, _ version: [UInt8]?) -> Int? {
    guard let index = order.firstIndex(where: { has(name, version, at: $0) }) else { return nil }
    order.swapAt(index, 0)
    return order[0]
  }

  /// Whether a library has a symbol.
  fileprivate func contains(_ name: SymbolName, _ version: [UInt8]?) -> Bool {
    order.contains { has(name, version, at: $0) }
  }

  /// - Parameter wish: the version, as the library at this place knows it.
  func has(_ name: SymbolName, _ wish: SymbolVersions.Wish, at place: Int) -> Bool {
    filters[place]?.admits(name) ?? true
      && looks[place]?._withUnsafeGuaranteedRef { $0.provides(name, wish) } ?? false
  }

  /// Lets the processor fetch where the search for a name in a library begins.
  func prefetch(_ name: SymbolName, at place: Int) { tables[place]?.prefetch(name) }

  /// And, when that has come, the symbol to which it leads.
  func prefetchFirst(_ name: SymbolName, at place: Int) { tables[place]?.prefetchFirst(name) }

  private func has(_ name: SymbolName, _ version: [UInt8]?, at place: Int) -> Bool {
    filters[place]?.admits(name) ?? true
      && looks[place]?._withUnsafeGuaranteedRef { $0.provides(name, version) } ?? false
  }

  /// The versions that the library at a place defines; nil if there is no library.
  func definitions(at place: Int) -> [[UInt8]]? { libraries[place]?.versions.definitions }

  /// The version as the library at a place knows it.
  func wish(for version: [UInt8], at place: Int?) -> SymbolVersions.Wish {
    place.flatMap { libraries[$0] }?.versions.wish(for: version) ?? .unknown
  }
}

/// The libraries that a plugin process has before it opens a plugin.
final class HostLibraries {
  private let scope: SymbolScope

  init(_ libraries: [SharedLibrary?]) { scope = SymbolScope(libraries) }

  /// Whether one of them has a symbol.
  func contain(_ name: SymbolName, _ version: [UInt8]?) -> Bool { scope.contains(name, version) }
}
