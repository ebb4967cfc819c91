/// Which libraries met the needs of others, remembered from plugin to plugin: most plugins have the same few dependencies,
/// and where a library comes together with the same others again, none of its symbols need be looked up again.
///
/// That holds whatever else a plugin loads: one more library takes no symbol away. What was missing is not remembered.
final class Bindings {
  /// All that one library needs was found, and in these.
  struct Binding {
    fileprivate let providers: [SharedLibrary]
    /// The libraries under the names by which versions ask for them.
    fileprivate let named: [(name: [UInt8], library: SharedLibrary)]

    /// Nil if the plugin itself has a part in it, which no other plugin's dependencies will find.
    ///
    /// - Parameters:
    ///   - providers: places in the graph.
    ///   - named: names that versions use, with places in the graph.
    init?(providers: [Int], named: [(name: [UInt8], place: Int?)], in graph: DependencyGraph) {
      guard !providers.contains(0), !named.contains(where: { $0.place == 0 }) else { return nil }
      self.providers = providers.compactMap { graph.libraries[$0].library }
      var seen: Set<[UInt8]> = []
      self.named = named.compactMap { name, place in
        guard seen.insert(name).inserted, let library = place.flatMap({ graph.libraries[$0].library }) else {
          return nil
        }
        return (name, library)
      }
    }
  }

  /// By the library that is bound; it is kept, so that its identity stays its own.
  private var known: [ObjectIdentifier: (library: SharedLibrary, binding: Binding)] = [:]

  /// Whether everything that a library needs was found before in libraries that are in this graph as well.
  func hold(for library: SharedLibrary, in graph: DependencyGraph) -> Bool {
    guard let binding = known[ObjectIdentifier(library)]?.binding else { return false }
    return binding.providers.allSatisfy(graph.contains)
      && binding.named.allSatisfy { name, library in graph.library(named: name) === library }
  }

  func remember(_ binding: Binding, of library: SharedLibrary) {
    known[ObjectIdentifier(library)] = (library, binding)
  }

  /// To be called when libraries are let go, which would otherwise live on here.
  func forget() { known = [:] }
}
