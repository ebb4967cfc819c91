/// Which libraries met the needs of others, remembered from plugin to plugin: most plugins have the same few dependencies,
/// and where a library comes together with the same others again, none of its symbols need be looked up again.
///
/// That holds whatever else a plugin loads: one more library takes no symbol away. What was missing is not remembered.
final class Bindings {
  /// All that one library needs was found, and in these.
  struct Binding {
    fileprivate let symbols: Int
    fileprivate let providers: [SharedLibrary]
    /// The libraries under the names by which versions ask for them.
    fileprivate let named: [(name: [UInt8], library: SharedLibrary)]

    /// Nil if the plugin itself has a part in it, which no other plugin's dependencies will find.
    ///
    /// - Parameters:
    ///   - symbols: how many they are.
    ///   - providers: places in the graph.
    ///   - named: names that versions use, with places in the graph; the same ones mostly stand together.
    init?(symbols: Int, providers: [Int], named: [(name: [UInt8], place: Int?)], in graph: DependencyGraph) {
      guard !providers.contains(0), !named.contains(where: { $0.place == 0 }) else { return nil }
      self.symbols = symbols
      self.providers = providers.compactMap { graph.libraries[$0].library }
      var list: [(name: [UInt8], library: SharedLibrary)] = []
      for (name, place) in named where list.last?.name != name {
        if let library = place.flatMap({ graph.libraries[$0].library }) { list.append((name, library)) }
      }
      self.named = list
    }
  }

  /// By the library that is bound, nil until it has been; the library is kept, so that its identity stays its own.
  private var known: [ObjectIdentifier: (library: SharedLibrary, binding: Binding?)] = [:]

  /// How many symbols a library needs, if all were found before in libraries that are in this graph as well.
  func symbols(of library: SharedLibrary, in graph: DependencyGraph) -> Int? {
    guard let binding = known[ObjectIdentifier(library)]?.binding, binding.providers.allSatisfy(graph.contains),
      binding.named.allSatisfy({ name, library in graph.library(named: name) === library })
    else { return nil }
    return binding.symbols
  }

  /// Remembers of libraries that are kept.
  func remember(_ binding: Binding, of library: SharedLibrary) { known[ObjectIdentifier(library)]?.binding = binding }

  /// The library is kept from now on, until `forget`.
  func admit(_ library: SharedLibrary) { known[ObjectIdentifier(library)] = (library, nil) }

  /// To be called when libraries are let go, which would otherwise live on here.
  func forget() { known = [:] }
}
