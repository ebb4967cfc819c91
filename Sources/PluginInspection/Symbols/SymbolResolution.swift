import PluginModel

/// What a plugin uses of other libraries, and what nothing provides.
struct SymbolResolution {
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

  private let graph: DependencyGraph
  /// The libraries of the graph, by their places.
  private let scope: [SharedLibrary?]
  private let host: [SharedLibrary]

  /// Of names that are kept; the rest is counted.
  private static let listedAtMost = 200

  /// - Parameters:
  ///   - host: the libraries that the plugin process has anyway.
  ///   - bindings: what is known from other plugins' dependencies; it learns from these.
  init(of graph: DependencyGraph, host: [SharedLibrary], bindings: Bindings) {
    self.graph = graph
    scope = graph.libraries.map(\.library)
    self.host = host
    for (place, dependency) in graph.libraries.enumerated() {
      // What the process has already was bound long ago; all else is bound when the plugin is opened.
      guard let library = dependency.library, place == 0 || !dependency.isLoaded else { continue }
      if let count = bindings.symbols(of: library, in: graph) {
        if place == 0 { needed = count }
      } else if let binding = bind(library, at: place) {
        bindings.remember(binding, of: library)
      }
    }
    missingVersions = Array(Set(missingVersions)).sorted { $0.version.lexicographicallyPrecedes($1.version) }
  }

  /// Looks up all that a library needs; what it found where, unless something is missing or comes from elsewhere.
  private mutating func bind(_ library: SharedLibrary, at place: Int) -> Bindings.Binding? {
    let needs = library.versions.needs
    // A version names the library that must have it: there is where to look first.
    let named = needs.map { graph.place(named: $0.library) }
    let wishes = zip(needs, named).map { need, place in
      place.flatMap { scope[$0] }?.versions.wish(for: need.version) ?? .unknown
    }
    var isComplete = checkVersions(needs, named) && !named.contains(nil)
    // Where the library that should have the version lacks it, another one's symbol of that name does not help.
    let isLacking = missingVersions.isEmpty ? [] : needs.map(missingVersions.contains)
    var isProvider = [Bool](repeating: false, count: scope.count)
    // Without a version, the library that had the last symbol often has this one too.
    var (count, last) = (0, Int?.none)
    for index in library.undefined {
      guard let symbol = library.symbols.symbol(index), symbol.isNeeded, let text = library.symbols.text(of: symbol)
      else { continue }
      count += 1
      let (name, need) = (SymbolName(text), library.versions.need(ofSymbol: index))
      let isSought = isLacking.isEmpty || !(need.map { isLacking[$0] } ?? false)
      let first = need.map { named[$0] } ?? last
      if isSought, let provider = provider(of: name, need.map { needs[$0].version }, first, need.map { wishes[$0] }) {
        isProvider[provider] = true
        if need == nil { last = provider }
      } else {
        isComplete = false
        miss(name, need.map { needs[$0] }, isSought: isSought, for: place)
      }
    }
    if place == 0 { needed = count }
    guard isComplete else { return nil }
    return Bindings.Binding(
      symbols: count, providers: isProvider.indices.filter { isProvider[$0] },
      named: zip(needs, named).map { ($0.library, $1) },
      in: graph)
  }

  /// Takes that no library of the graph has a symbol.
  private mutating func miss(_ name: SymbolName, _ need: SymbolVersions.Need?, isSought: Bool, for place: Int) {
    if isSought, host.contains(where: { $0.provides(name, $0.versions.wish(for: need?.version)) }) {
      if place == 0, borrowed.count < Self.listedAtMost { borrowed.append(Array(name.text)) }
      return
    }
    missingCount += 1
    guard missing.count < Self.listedAtMost else { return }
    missing.append(
      Missing(name: Array(name.text), version: need, needer: place == 0 ? nil : graph.libraries[place].name))
  }

  /// The place in the graph of a library that has a symbol. It is enough that there is one: in which order they are asked
  /// does not count.
  ///
  /// - Parameter wish: the version, as the first one knows it.
  private func provider(
    of name: SymbolName, _ version: [UInt8]?, _ first: Int?, _ wish: SymbolVersions.Wish?
  ) -> Int? {
    if let first, scope[first]?.provides(name, wish ?? .any) == true { return first }
    return scope.firstIndex { $0.map { $0.provides(name, $0.versions.wish(for: version)) } ?? false }
  }

  /// Whether the libraries that versions name have them; one that has no versions at all serves too.
  private mutating func checkVersions(_ needs: [SymbolVersions.Need], _ named: [Int?]) -> Bool {
    let known = missingVersions.count
    for (need, place) in zip(needs, named) where !need.isWeak {
      guard let definitions = place.flatMap({ scope[$0]?.versions.definitions }), !definitions.isEmpty else { continue }
      if !definitions.contains(need.version) { missingVersions.append(need) }
    }
    return missingVersions.count == known
  }
}
