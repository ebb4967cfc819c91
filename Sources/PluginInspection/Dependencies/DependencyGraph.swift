import Linux
import PluginModel

/// What a plugin needs, and what that needs in turn: found as the dynamic loader finds it. The plugin itself is first.
///
/// See ld.so(8), and `_dl_map_object` and `_dl_map_object_deps` in glibc's `elf/`: breadth first, each name once.
struct DependencyGraph {
  /// A chain of libraries may be made to go on and on.
  private static let librariesAtMost = 4096

  private(set) var libraries: [Dependency]
  private let rules: LoaderRules
  private let files: LibraryFiles
  /// By every name that the loader knows a library under.
  private var known: [[UInt8]: Int] = [:]
  private var knownFiles: [PluginPath: Int] = [:]
  private var members: Set<ObjectIdentifier> = []

  init(of plugin: SharedLibrary, at path: PluginPath, rules: LoaderRules, files: LibraryFiles) {
    self.rules = rules
    self.files = files
    libraries = [Dependency(name: path.name.bytes, place: .found(path, .path), library: plugin, loader: nil)]
    if let soname = plugin.dynamic.soname { known[soname] = 0 }
    var next = 0
    while next < libraries.count {
      if let library = libraries[next].library {
        libraries[next].needs = library.dynamic.needed.compactMap { place(of: $0, for: next) }
      }
      next += 1
    }
  }

  /// What the plugin needs, directly or not.
  var dependencies: ArraySlice<Dependency> { libraries.dropFirst() }

  var missing: [Dependency] { dependencies.filter { $0.library == nil } }

  /// The library that the graph knows by a name.
  func library(named name: [UInt8]) -> SharedLibrary? { known[name].flatMap { libraries[$0].library } }

  /// The place of the library that the graph knows by a name; nil also if it was not found.
  func place(named name: [UInt8]) -> Int? { known[name].flatMap { libraries[$0].library == nil ? nil : $0 } }

  /// Whether a library is one of the dependencies.
  func contains(_ library: SharedLibrary) -> Bool { members.contains(ObjectIdentifier(library)) }

  /// The place in the graph of a library that another needs; nil past the bound.
  private mutating func place(of name: [UInt8], for loader: Int) -> Int? {
    if let index = known[name] { return index }
    guard libraries.count < Self.librariesAtMost else { return nil }
    let dependency = findOnce(name, for: loader)
    // One file under two names is one library.
    if let path = dependency.path, let index = knownFiles[path] {
      known[name] = index
      return index
    }
    let index = libraries.count
    libraries.append(dependency)
    known[name] = index
    if let library = dependency.library { members.insert(ObjectIdentifier(library)) }
    if let soname = dependency.library?.dynamic.soname, soname != name, known[soname] == nil { known[soname] = index }
    if let path = dependency.path { knownFiles[path] = index }
    return index
  }

  /// As `find`. What a name alone leads to is the same for every library that brings no folders of its own.
  private func findOnce(_ name: [UInt8], for loader: Int) -> Dependency {
    guard isFoundByNameAlone(name, for: loader) else { return find(name, for: loader) }
    if let (place, library) = files.named[name] {
      return Dependency(name: name, place: place, library: library, loader: loader)
    }
    let dependency = find(name, for: loader)
    if let library = dependency.library { files.named[name] = (dependency.place, library) }
    return dependency
  }

  private func isFoundByNameAlone(_ name: [UInt8], for loader: Int) -> Bool {
    guard rules.libraryPath == nil, !name.contains(UInt8(ascii: "$")) else { return false }
    return sequence(first: loader) { libraries[$0].loader }.allSatisfy { index in
      libraries[index].library.map { library in
        library.dynamic.rpath == nil && library.dynamic.runpath == nil && !library.dynamic.excludesDefaultFolders
      } ?? false
    }
  }

  private func find(_ name: [UInt8], for loader: Int) -> Dependency {
    if let path = rules.loaded[name], case .success(let library) = files.library(at: path) {
      return Dependency(name: name, place: .found(path, .loaded), library: library, loader: loader)
    }
    var tried: [PluginPath] = []
    // Folder by folder and lazily: nearly every library is found at once.
    for stage in stages(name, for: loader) {
      for (path, rule) in stage() {
        switch files.library(at: path) {
        case .success(let library):
          return Dependency(name: name, place: .found(path, rule), library: library, loader: loader)
        case .failure(.damaged(let reason)):
          return Dependency(name: name, place: .damaged(path, reason), library: nil, loader: loader)
        case .failure(.passedOver): if !tried.contains(path) { tried.append(path) }
        }
      }
    }
    return Dependency(name: name, place: .missing(tried), library: nil, loader: loader)
  }

  // MARK: Where the loader looks

  private typealias Stage = () -> [(PluginPath, Dependency.Rule)]

  /// The rules of ld.so(8) in their order, each with the paths that it leads to.
  private func stages(_ name: [UInt8], for loader: Int) -> [Stage] {
    guard let library = libraries[loader].library else { return [] }
    let origin = origin(of: loader)
    let name = rules.expanded(name, origin: origin)
    if name.contains(UInt8(ascii: "/")) { return [{ [(PluginPath(name), .path)] }] }
    let (dynamic, rules) = (library.dynamic, rules)
    return [
      { dynamic.runpath == nil ? paths(inherited(by: loader), name, .rpath) : [] },
      { paths(rules.environmentFolders(origin: origin), name, .libraryPath) },
      { dynamic.runpath.map { paths(rules.folders(of: $0, origin: origin), name, .runpath) } ?? [] },
      { cached(name, dynamic).map { [($0, .cache)] } ?? [] },
      { dynamic.excludesDefaultFolders ? [] : paths(rules.defaultFolders, name, .defaultFolder) },
    ]
  }

  /// A name in folders, below each of them first where libraries for this very processor lie.
  private func paths(
    _ folders: [PluginPath], _ name: [UInt8], _ rule: Dependency.Rule
  ) -> [(PluginPath, Dependency.Rule)] {
    folders.flatMap { folder in
      rules.hardwareFolders.map { folder.appending("glibc-hwcaps".utf8).appending($0) }.filter(files.isFolder)
        .map { ($0.appending(name), rule) } + [(folder.appending(name), rule)]
    }
  }

  private func cached(_ name: [UInt8], _ dynamic: DynamicSection) -> PluginPath? {
    guard let path = rules.cache.path(of: name) else { return nil }
    return dynamic.excludesDefaultFolders && rules.defaultFolders.contains(path.folder) ? nil : path
  }

  /// The folders of the RPATHs of a library, of the one that loaded it, and so on. One with a RUNPATH has none.
  private func inherited(by index: Int) -> [PluginPath] {
    sequence(first: index) { libraries[$0].loader }.flatMap { index -> [PluginPath] in
      guard let dynamic = libraries[index].library?.dynamic, dynamic.runpath == nil, let rpath = dynamic.rpath else {
        return []
      }
      return rules.folders(of: rpath, origin: origin(of: index))
    }
  }

  private func origin(of index: Int) -> PluginPath {
    (libraries[index].path ?? libraries[0].path ?? PluginPath(".")).folder
  }
}
