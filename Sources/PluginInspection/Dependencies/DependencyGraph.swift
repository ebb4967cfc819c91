import Linux
import PluginModel

/// What a plugin needs, and what that needs in turn: found as the dynamic loader finds it. The plugin itself is first.
///
/// See ld.so(8), and `_dl_map_object` and `_dl_map_object_deps` in glibc's `elf/`: breadth first, each name once.
struct DependencyGraph {
  /// A chain of libraries may be made to go on and on, and thousands of names to be looked for in hundreds of folders.
  static let librariesAtMost = 4096
  static let pathsAtMost = 50_000

  /// What was left out, so that nobody takes the rest for all.
  enum Cut: Hashable {
    /// More than `pathsAtMost` paths would have to be tried.
    case paths
    /// More than `librariesAtMost` libraries are needed.
    case libraries
    /// A library's own list of needs or folders is longer than what is read of it.
    case list([UInt8])
  }

  private static let cutsAtMost = 16

  private(set) var cuts: [Cut] = []
  private var pathsLeft = Self.pathsAtMost
  private(set) var libraries: [Dependency]
  private let rules: LoaderRules
  private let files: LibraryFiles
  /// By every name that the loader knows a library under.
  private var known: [[UInt8]: Int] = [:]
  private var knownFiles: [FileState.Identity: Int] = [:]

  init(of plugin: SharedLibrary, at path: PluginPath, rules: LoaderRules, files: LibraryFiles) {
    self.rules = rules
    self.files = files
    libraries = [Dependency(name: path.name.bytes, place: .found(path, .path), library: plugin, loader: nil)]
    if let soname = plugin.dynamic.soname { known[soname] = 0 }
    if let identity = files.identity(at: path) { knownFiles[identity] = 0 }
    var next = 0
    while next < libraries.count {
      if let library = libraries[next].library {
        if !library.dynamic.isWhole { cut(.list(libraries[next].name)) }
        libraries[next].needs = library.dynamic.needed.compactMap { place(of: $0, for: next) }
      }
      next += 1
    }
  }

  /// What the plugin needs, directly or not.
  var dependencies: ArraySlice<Dependency> { libraries.dropFirst() }

  /// What the sandbox must let a plugin process read: all else lies in folders that it may read anyway.
  var filesOutsideTheSystem: [PluginPath] {
    dependencies.compactMap { dependency in
      guard let path = dependency.path, !dependency.isLoaded else { return nil }
      return ["/usr/", "/lib/", "/lib64/"].contains { path.bytes.starts(with: $0.utf8) } ? nil : path
    }
  }

  var missing: [Dependency] { dependencies.filter(\.isMissing) }

  /// The library that the graph knows by a name.
  func library(named name: [UInt8]) -> SharedLibrary? { known[name].flatMap { libraries[$0].library } }

  /// The place in the graph of a library that another needs; nil past the bound.
  private mutating func place(of name: [UInt8], for loader: Int) -> Int? {
    if let index = known[name] { return index }
    guard libraries.count < Self.librariesAtMost else {
      cut(.libraries)
      return nil
    }
    let dependency = find(name, for: loader)
    // One file under two names, a link's and its own, is one library: the loader compares device and inode.
    let identity = dependency.path.flatMap(files.identity)
    if let identity, let index = knownFiles[identity] {
      known[name] = index
      return index
    }
    let index = libraries.count
    libraries.append(dependency)
    known[name] = index
    if let soname = dependency.library?.dynamic.soname, known[soname] == nil { known[soname] = index }
    if let identity { knownFiles[identity] = index }
    return index
  }

  private mutating func cut(_ cut: Cut) {
    if !cuts.contains(cut), cuts.count < Self.cutsAtMost { cuts.append(cut) }
  }

  private mutating func find(_ name: [UInt8], for loader: Int) -> Dependency {
    if let path = rules.loaded[name], case .success(let library) = files.library(at: path) {
      return Dependency(name: name, place: .found(path, .loaded), library: library, loader: loader)
    }
    var tried: [PluginPath] = []
    var isTried: Set<PluginPath> = []
    // Folder by folder and lazily: nearly every library is found at once.
    for stage in stages(name, for: loader) {
      // One path more than may be tried: a list that ends before its end is told from one that is done.
      for (path, rule) in stage(pathsLeft + 1) {
        guard pathsLeft > 0 else {
          cut(.paths)
          return Dependency(name: name, place: .notSought, library: nil, loader: loader)
        }
        pathsLeft -= 1
        switch files.library(at: path) {
        case .success(let library):
          return Dependency(name: name, place: .found(path, rule), library: library, loader: loader)
        case .failure(.damaged(let reason)):
          return Dependency(name: name, place: .damaged(path, reason), library: nil, loader: loader)
        case .failure(.passedOver): if isTried.insert(path).inserted { tried.append(path) }
        }
      }
    }
    return Dependency(name: name, place: .missing(tried), library: nil, loader: loader)
  }

  // MARK: Where the loader looks

  /// Makes the paths of a rule, no more than it is told.
  private typealias Stage = (_ limit: Int) -> [(PluginPath, Dependency.Rule)]

  /// The rules of ld.so(8) in their order, each with the paths that it leads to.
  private func stages(_ name: [UInt8], for loader: Int) -> [Stage] {
    guard let library = libraries[loader].library else { return [] }
    let origin = origin(of: loader)
    let name = rules.expanded(name, origin: origin)
    if name.contains(UInt8(ascii: "/")) { return [{ _ in [(PluginPath(name), .path)] }] }
    let (dynamic, rules) = (library.dynamic, rules)
    return [
      { dynamic.runpath == nil ? paths(inherited(by: loader, atMost: $0), name, .rpath, atMost: $0) : [] },
      { paths(rules.environmentFolders, name, .libraryPath, atMost: $0) },
      {
        paths(dynamic.runpath.map { rules.folders(of: $0, origin: origin) } ?? [], name, .runpath, atMost: $0)
      },
      { _ in cached(name, dynamic).map { [($0, .cache)] } ?? [] },
      { paths(dynamic.excludesDefaultFolders ? [] : rules.defaultFolders, name, .defaultFolder, atMost: $0) },
    ]
  }

  /// A name in folders, below each of them first where libraries for this very processor lie.
  private func paths(
    _ folders: [PluginPath], _ name: [UInt8], _ rule: Dependency.Rule, atMost limit: Int
  ) -> [(PluginPath, Dependency.Rule)] {
    folders.prefix(limit).flatMap { folder in
      rules.hardwareFolders.map { folder.appending("glibc-hwcaps".utf8).appending($0) }.filter(files.isFolder)
        .map { ($0.appending(name), rule) } + [(folder.appending(name), rule)]
    }
  }

  private func cached(_ name: [UInt8], _ dynamic: DynamicSection) -> PluginPath? {
    guard let path = rules.cache.path(of: name) else { return nil }
    return dynamic.excludesDefaultFolders && rules.defaultFolders.contains(path.folder) ? nil : path
  }

  /// The folders of the RPATHs of a library, of the one that loaded it, and so on. One with a RUNPATH has none.
  private func inherited(by index: Int, atMost limit: Int) -> [PluginPath] {
    var folders: [PluginPath] = []
    for index in sequence(first: index, next: { libraries[$0].loader }) where folders.count < limit {
      guard let dynamic = libraries[index].library?.dynamic, dynamic.runpath == nil, let rpath = dynamic.rpath else {
        continue
      }
      folders += rules.folders(of: rpath, origin: origin(of: index))
    }
    return folders
  }

  private func origin(of index: Int) -> PluginPath {
    (libraries[index].path ?? libraries[0].path ?? PluginPath(".")).folder
  }
}
