import PluginModel

/// What a plugin uses of other libraries, and what nothing provides.
struct SymbolResolution: ~Copyable {
  struct Missing {
    let name: [UInt8]
    let version: SymbolVersions.Need?
    /// The dependency that needs it; nil for the plugin itself.
    let needer: [UInt8]?
  }

  /// How many symbols the plugin needs of others.
  private(set) var needed = 0
  private(set) var missing: [Missing] = []
  /// Versions that the library which should have them does not define.
  private(set) var missingVersions: [SymbolVersions.Need] = []
  /// Symbols that no dependency of the plugin has, but a library that happens to be in Airlock's worker.
  private(set) var borrowed: [[UInt8]] = []
  private(set) var missingCount = 0

  /// The libraries of the graph, by their places.
  private var scope: SymbolScope
  private let host: () -> HostLibraries

  /// How many symbols ahead a name is fetched.
  private static let lookahead = 8
  /// Of names that are looked up together.
  private static let batchLength = 16
  /// Of names that are kept, where nobody wants fewer; the rest is counted.
  static let listedAtMost = 200
  private let listedAtMost: Int

  /// - Parameters:
  ///   - host: the libraries that the plugin process has anyway; most plugins need none of them.
  ///   - bindings: what is known from other plugins' dependencies; it learns from these.
  ///   - listedAtMost: how many names are wanted.
  init(
    of graph: borrowing DependencyGraph, host: @escaping () -> HostLibraries, bindings: Bindings,
    listedAtMost: Int = Self.listedAtMost
  ) {
    self.listedAtMost = listedAtMost
    scope = SymbolScope(graph.libraries.map(\.library))
    self.host = host
    for (place, dependency) in graph.libraries.enumerated() {
      // What the process has already was bound long ago; all else is bound when the plugin is opened.
      guard let library = dependency.library, place == 0 || !dependency.isLoaded else { continue }
      if let count = bindings.symbols(of: library, in: graph) {
        if place == 0 { needed = count }
      } else if let found = bind(library, at: place, in: graph) {
        bindings.remember(found, of: library, in: graph)
      }
    }
    missingVersions = Array(Set(missingVersions)).sorted { $0.version.lexicographicallyPrecedes($1.version) }
  }

  /// Looks up all that a library needs; what it found where, unless something is missing or comes from elsewhere.
  private mutating func bind(
    _ library: SharedLibrary, at place: Int, in graph: borrowing DependencyGraph
  ) -> Bindings.Found? {
    let needs = library.versions.needs
    // A version names the library that must have it: there is where to look first.
    let named = Self.places(of: needs, in: graph)
    let wishes = zip(needs, named).map { scope.wish(for: $0.version, at: $1) }
    var isComplete = checkVersions(needs, named) && !named.contains(nil)
    // Where the library that should have the version lacks it, another one's symbol of that name does not help.
    let isLacking = missingVersions.isEmpty ? [] : needs.map(missingVersions.contains)
    var isProvider = [Bool](repeating: false, count: graph.libraries.count)
    var count = 0
    let (symbols, versions) = (library.symbols, library.versions)
    let undefined = library.undefined
    var batch: [(name: SymbolName, need: Int?)] = []
    batch.reserveCapacity(Self.batchLength)
    for start in stride(from: 0, to: undefined.count, by: Self.batchLength) {
      // What a look needs of memory is fetched for some names at once, a step of their way after another.
      batch.removeAll(keepingCapacity: true)
      for position in start..<min(start + Self.batchLength, undefined.count) {
        if position + Self.lookahead < undefined.count {
          symbols.prefetchName(of: UInt64(undefined[position + Self.lookahead]))
        }
        let index = UInt64(undefined[position])
        guard let symbol = symbols.symbol(index), symbol.isNeeded, let text = symbols.text(of: symbol) else { continue }
        let (name, need) = (SymbolName(text), versions.need(ofSymbol: index))
        batch.append((name, need))
        if let need, let place = named[need] { scope.prefetch(name, at: place) }
      }
      for (name, need) in batch {
        if let need, let place = named[need] { scope.prefetchFirst(name, at: place) }
      }
      count += batch.count
      for (name, need) in batch {
        let isSought = isLacking.isEmpty || !(need.map { isLacking[$0] } ?? false)
        if isSought, let need, let place = named[need], scope.has(name, wishes[need], at: place) {
          isProvider[place] = true
        } else if isSought, let provider = scope.place(of: name, need.map { needs[$0].version }) {
          isProvider[provider] = true
        } else {
          isComplete = false
          miss(
            name, need.map { needs[$0] }, isSought: isSought, for: place == 0 ? nil : graph.libraries[place].name)
        }
      }
    }
    if place == 0 { needed = count }
    guard isComplete else { return nil }
    return Bindings.Found(symbols: count, isProvider: isProvider, needs: needs, named: named)
  }

  /// The places of the libraries that versions name, which stand together if it is the same one.
  private static func places(of needs: [SymbolVersions.Need], in graph: borrowing DependencyGraph) -> [Int?] {
    var places: [Int?] = []
    places.reserveCapacity(needs.count)
    for (index, need) in needs.enumerated() {
      let isSame = index > 0 && needs[index - 1].library == need.library
      places.append(isSame ? places[index - 1] : graph.place(named: need.library))
    }
    return places
  }

  /// Takes that no library of the graph has a symbol.
  ///
  /// - Parameter needer: the dependency that needs it; nil for the plugin itself.
  private mutating func miss(_ name: SymbolName, _ need: SymbolVersions.Need?, isSought: Bool, for needer: [UInt8]?) {
    if isSought, host().contain(name, need?.version) {
      if needer == nil, borrowed.count < Self.listedAtMost { borrowed.append(Array(name.text)) }
      return
    }
    missingCount += 1
    guard missing.count < listedAtMost else { return }
    missing.append(Missing(name: Array(name.text), version: need, needer: needer))
  }

  /// Whether the libraries that versions name have them; one that has no versions at all serves too.
  private mutating func checkVersions(_ needs: [SymbolVersions.Need], _ named: [Int?]) -> Bool {
    let known = missingVersions.count
    for (need, place) in zip(needs, named) where !need.isWeak {
      guard let definitions = place.flatMap(scope.definitions), !definitions.isEmpty else { continue }
      if !definitions.contains(need.version) { missingVersions.append(need) }
    }
    return missingVersions.count == known
  }
}
