import PluginModel

/// A library in the graph of what a plugin needs. Graphs of plugins that need the same share it.
final class Dependency {
  /// By which rule of ld.so(8) it was found.
  enum Rule: String {
    case path = "as named"
    case rpath = "rpath"
    case libraryPath = "LD_LIBRARY_PATH"
    case runpath = "runpath"
    case cache = "ld.so.cache"
    case defaultFolder = "default folder"
    case loaded = "already loaded"
  }
  enum Place {
    case found(PluginPath, Rule)
    /// Every path that was tried, in order.
    case missing([PluginPath])
    /// A file that the loader stumbles over, and why.
    case damaged(PluginPath, String)
    /// The graph's bounds were reached first: whether it is there was not found out.
    case notSought
  }

  /// As the first library that needs it names it.
  let name: [UInt8]
  let place: Place
  /// Which file that is, whatever its name; nil if none was found.
  let identity: FileState.Identity?
  /// Its tables; nil if it was not found.
  let library: SharedLibrary?
  /// The place in the graph of the library that needed it first; nil for the plugin itself.
  let loader: Int?
  /// The places in the graph of what it needs, in order; they are found out when the graph comes to it.
  var needs: [Int] = []

  init(name: [UInt8], place: Place, identity: FileState.Identity?, library: SharedLibrary?, loader: Int?) {
    (self.name, self.place, self.identity, self.library, self.loader) = (name, place, identity, library, loader)
  }

  /// The same in another graph, or needed first by another library.
  func needed(by loader: Int) -> Dependency {
    Dependency(name: name, place: place, identity: identity, library: library, loader: loader)
  }

  /// The plugin process has it before the plugin comes.
  var isLoaded: Bool {
    if case .found(_, .loaded) = place { true } else { false }
  }

  /// The loader will not find it, or not take it.
  var isMissing: Bool {
    switch place {
    case .found, .notSought: false
    case .missing, .damaged: true
    }
  }

  var path: PluginPath? {
    switch place {
    case .found(let path, _), .damaged(let path, _): path
    case .missing, .notSought: nil
    }
  }
}
