/// Which libraries met the needs of others, remembered from plugin to plugin: most plugins have the same few dependencies,
/// and where a library comes together with the same others again, none of its symbols need be looked up again.
///
/// That holds whatever else a plugin loads: one more library takes no symbol away. What was missing is not remembered.
final class Bindings {
  /// All that one library needs was found, in libraries that stand at places in a graph.
  struct Found {
    let symbols: Int
    /// For each place.
    let isProvider: [Bool]
    /// The versions that it needs, and the places of the libraries that they name; the same ones mostly stand together.
    let needs: [SymbolVersions.Need]
    let named: [Int?]
  }

  /// The same, whatever graph the libraries are in.
  private struct Binding {
    let symbols: Int
    let providers: [SharedLibrary]
    /// The libraries under the names by which versions ask for them.
    let named: [(name: [UInt8], library: SharedLibrary)]

    /// Nil if the plugin itself has a part in it, which no other plugin's dependencies will find.
    init?(_ found: Found, in graph: borrowing DependencyGraph) {
      guard !found.isProvider[0], !found.named.contains(0) else { return nil }
      symbols = found.symbols
      let providers = found.isProvider.indices.filter { found.isProvider[$0] }
      self.providers = providers.compactMap { graph.libraries[$0].library }
      var named: [(name: [UInt8], library: SharedLibrary)] = []
      for (need, place) in zip(found.needs, found.named) where named.last?.name != need.library {
        if let library = place.flatMap({ graph.libraries[$0].library }) { named.append((need.library, library)) }
      }
      self.named = named
    }
  }

  /// By the library that is bound, nil until it has been; the library is kept, so that its identity stays its own.
  private var known: [ObjectIdentifier: (library: SharedLibrary, binding: Binding?)] = [:]

  /// How many symbols a library needs, if all were found before in libraries that are in this graph as well.
  func symbols(of library: SharedLibrary, in graph: borrowing DependencyGraph) -> Int? {
    guard let binding = known[ObjectIdentifier(library)]?.binding, binding.providers.allSatisfy({ graph.contains($0) }),
      binding.named.allSatisfy({ name, library in graph.library(named: name) === library })
    else { return nil }
    return binding.symbols
  }

  /// Remembers it of a library that is kept.
  func remember(_ found: Found, of library: SharedLibrary, in graph: borrowing DependencyGraph) {
    known[ObjectIdentifier(library)]?.binding = Binding(found, in: graph)
  }

  /// The library is kept from now on, until `forget`.
  func admit(_ library: SharedLibrary) { known[ObjectIdentifier(library)] = (library, nil) }

  /// To be called when libraries are let go, which would otherwise live on here.
  func forget() { known = [:] }
}
