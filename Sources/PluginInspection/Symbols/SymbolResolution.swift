import PluginModel

/// What a plugin uses of other libraries, and what nothing provides.
struct SymbolResolution {
  struct Missing {
    let name: [UInt8]
    let version: SymbolVersions.Need?
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
    let plugin = graph.libraries[0].library
    let scope = graph.libraries.compactMap(\.library)
    guard let plugin else { return }
    checkVersions(plugin, graph)
    plugin.symbols.forEachNeeded { index, name in
      needed += 1
      let version = plugin.versions.need(ofSymbol: index)
      if Self.isProvided(name, version, by: scope) { return }
      if Self.isProvided(name, version, by: host) {
        if borrowed.count < Self.listedAtMost { borrowed.append(name.bytes) }
        return
      }
      missingCount += 1
      if missing.count < Self.listedAtMost { missing.append(Missing(name: name.bytes, version: version)) }
    }
  }

  private static func isProvided(_ name: SymbolName, _ version: SymbolVersions.Need?, by scope: [SharedLibrary]) -> Bool
  {
    scope.contains { library in
      library.symbols.has(name) { index in version.map { library.versions.isSymbol(index, of: $0.version) } ?? true }
    }
  }

  private mutating func checkVersions(_ plugin: SharedLibrary, _ graph: DependencyGraph) {
    for need in Set(plugin.versions.needs.values) where !need.isWeak {
      guard let provider = graph.library(named: need.library), !provider.versions.definitions.isEmpty else { continue }
      if !provider.versions.definitions.values.contains(need.version) { missingVersions.append(need) }
    }
    missingVersions.sort { $0.version.lexicographicallyPrecedes($1.version) }
  }
}
