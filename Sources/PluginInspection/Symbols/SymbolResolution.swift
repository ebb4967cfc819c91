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

  /// Of names that are kept; the rest is counted.
  private static let listedAtMost = 200

  /// - Parameter host: the libraries that the plugin process has anyway.
  init(of graph: DependencyGraph, host: [SharedLibrary]) {
    let scope = graph.libraries.compactMap(\.library)
    for (place, dependency) in graph.libraries.enumerated() {
      // What the process has already was bound long ago; all else is bound when the plugin is opened.
      guard let library = dependency.library, place == 0 || !dependency.isLoaded else { continue }
      checkVersions(library, graph)
      library.symbols.forEachNeeded { index, name in
        if place == 0 { needed += 1 }
        let version = library.versions.need(ofSymbol: index)
        // Where the library that should have the version lacks it, another one's symbol of that name does not help.
        let isLacking = version.map(missingVersions.contains) ?? false
        if !isLacking, Self.isProvided(name, version, by: scope) { return }
        if !isLacking, Self.isProvided(name, version, by: host) {
          if place == 0, borrowed.count < Self.listedAtMost { borrowed.append(name.bytes) }
          return
        }
        missingCount += 1
        guard missing.count < Self.listedAtMost else { return }
        missing.append(Missing(name: name.bytes, version: version, needer: place == 0 ? nil : dependency.name))
      }
    }
    missingVersions = Array(Set(missingVersions)).sorted { $0.version.lexicographicallyPrecedes($1.version) }
  }

  private static func isProvided(_ name: SymbolName, _ version: SymbolVersions.Need?, by scope: [SharedLibrary]) -> Bool
  {
    scope.contains { library in
      library.symbols.has(name) { library.versions.isSymbol($0, of: version?.version) }
    }
  }

  private mutating func checkVersions(_ library: SharedLibrary, _ graph: DependencyGraph) {
    for need in Set(library.versions.needs.values) where !need.isWeak {
      guard let provider = graph.library(named: need.library), !provider.versions.definitions.isEmpty else { continue }
      if !provider.versions.definitions.values.contains(need.version) { missingVersions.append(need) }
    }
  }
}
