import Linux
import PluginModel

/// What a plugin needs, and what that needs in turn: found as the dynamic loader finds it. The plugin itself is first.
///
/// See ld.so(8), and `_dl_map_object` and `_dl_map_object_deps` in glibc's `elf/`: breadth first, each name once.
struct DependencyGraph: ~Copyable {
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
  private static let librariesExpected = 32

  private(set) var cuts: [Cut] = []
  private var pathsLeft = Self.pathsAtMost
  private(set) var libraries: [Dependency]
  private let rules: LoaderRules
  private let files: LibraryFiles
  private let soname: LibraryName?
  /// By every name that the loader knows a library under; the plugin's own is beside it.
  private var known: [LibraryName: Int] = [:]
  private var knownFiles: [FileState.Identity: Int] = [:]
  private var members: Set<ObjectIdentifier> = []
  /// All that is found is what the names lead to: another plugin that needs the same finds the same.
  private var isByNamesAlone = true

  /// What plugins that need the same libraries have in common.
  struct Common {
    fileprivate let needs: [Int]
    fileprivate let dependencies: ArraySlice<Dependency>
    fileprivate let known: [LibraryName: Int]
    fileprivate let members: Set<ObjectIdentifier>

    /// Whether a plugin is none of them.
    fileprivate func isWithout(_ identity: FileState.Identity?, _ soname: LibraryName?) -> Bool {
      soname.map { known[$0] == nil } ?? true
        && !dependencies.contains { $0.identity != nil && $0.identity == identity }
    }
  }

  /// - Parameter identity: of the plugin's file.
  init(
    of plugin: SharedLibrary, at path: PluginPath, _ identity: FileState.Identity?, rules: LoaderRules,
    files: LibraryFiles
  ) {
    self.rules = rules
    self.files = files
    libraries = [
      Dependency(name: path.name.bytes, place: .found(path, .path), identity: identity, library: plugin, loader: nil)
    ]
    soname = plugin.dynamic.soname
    let needed = plugin.dynamic.needed
    if let common = files.common[needed], hasNoFolders(0), plugin.dynamic.isWhole, common.isWithout(identity, soname) {
      libraries[0].needs = common.needs
      libraries += common.dependencies
      (known, members) = (common.known, common.members)
      return
    }
    // Each of them has a name or two.
    known.reserveCapacity(2 * min(needed.count, Self.librariesExpected))
    if let identity { knownFiles[identity] = 0 }
    var next = 0
    while next < libraries.count {
      if let library = libraries[next].library {
        if !library.dynamic.isWhole { cut(.list(libraries[next].name)) }
        libraries[next].needs = library.dynamic.needed.compactMap { place(of: $0, for: next) }
      }
      next += 1
    }
    guard isByNamesAlone, cuts.isEmpty, isApart else { return }
    files.common[needed] = Common(
      needs: libraries[0].needs, dependencies: dependencies, known: known, members: members)
  }

  /// Whether the plugin is none of what it needs, neither by its file nor by a name.
  private var isApart: Bool {
    libraries.allSatisfy { !$0.needs.contains(0) }
      && (soname == nil || dependencies.allSatisfy { $0.library?.dynamic.soname != soname })
  }

  /// What the plugin needs, directly or not.
  var dependencies: ArraySlice<Dependency> { libraries.dropFirst() }

  /// What the sandbox must let a plugin process read: all else lies in folders that it may read anyway.
  var filesOutsideTheSystem: [PluginPath] {
    dependencies.compactMap { dependency in
      guard let path = dependency.path, !dependency.isLoaded else { return nil }
      return Self.systemFolders.contains(where: path.bytes.starts) ? nil : path
    }
  }
  private static let systemFolders = ["/usr/", "/lib/", "/lib64/"].map { Array($0.utf8) }

  /// What of the libraries' symbols is more than is read, in words. What the process has already was bound when it started.
  var symbolCut: String? {
    for index in libraries.indices where !libraries[index].isLoaded {
      if let cut = libraries[index].library?.symbolCut { return cut }
    }
    return nil
  }

  var missing: [Dependency] { dependencies.filter(\.isMissing) }

  /// The library that the graph knows by a name.
  func library(named name: [UInt8]) -> SharedLibrary? {
    place(knownAs: LibraryName(bytes: name)).flatMap { libraries[$0].library }
  }

  /// The place of the library that the graph knows by a name; nil also if it was not found.
  func place(named name: [UInt8]) -> Int? {
    place(knownAs: LibraryName(bytes: name)).flatMap { libraries[$0].library == nil ? nil : $0 }
  }

  private func place(knownAs name: LibraryName) -> Int? { soname == name ? 0 : known[name] }

  /// Whether a library is one of the dependencies.
  func contains(_ library: SharedLibrary) -> Bool { members.contains(ObjectIdentifier(library)) }

  /// The place in the graph of a library that another needs; nil past the bound.
  private mutating func place(of name: LibraryName, for loader: Int) -> Int? {
    if let index = place(knownAs: name) { return index }
    guard libraries.count < Self.librariesAtMost else {
      cut(.libraries)
      return nil
    }
    let dependency = findOnce(name, for: loader)
    // One file under two names, a link's and its own, is one library: the loader compares device and inode.
    if let identity = dependency.identity, let index = knownFiles[identity] {
      known[name] = index
      return index
    }
    let index = libraries.count
    libraries.append(dependency)
    known[name] = index
    if let library = dependency.library { members.insert(ObjectIdentifier(library)) }
    if let identity = dependency.identity { knownFiles[identity] = index }
    if let soname = dependency.library?.dynamic.soname, soname != name, place(knownAs: soname) == nil {
      known[soname] = index
    }
    return index
  }

  private mutating func cut(_ cut: Cut) {
    if !cuts.contains(cut), cuts.count < Self.cutsAtMost { cuts.append(cut) }
  }

  /// As `find`. What a name alone leads to is the same for every library that brings no folders of its own.
  private mutating func findOnce(_ name: LibraryName, for loader: Int) -> Dependency {
    guard isFoundByNameAlone(name, for: loader) else {
      isByNamesAlone = false
      return find(name, for: loader)
    }
    if let known = files.named[name] { return known.needed(by: loader) }
    let dependency = find(name, for: loader)
    if dependency.library == nil { isByNamesAlone = false } else { files.named[name] = dependency }
    return dependency
  }

  private func isFoundByNameAlone(_ name: LibraryName, for loader: Int) -> Bool {
    !name.bytes.contains(UInt8(ascii: "$")) && rules.environmentFolders.isEmpty
      && chain(from: loader).allSatisfy { hasNoFolders($0) }
  }

  /// A library, the one that loaded it, and so on.
  private func chain(from index: Int) -> some Sequence<Int> {
    sequence(first: index) { [libraries] in libraries[$0].loader }
  }

  /// Whether a library tells of no folders to look in, nor of any to leave out.
  private func hasNoFolders(_ index: Int) -> Bool {
    guard let library = libraries[index].library else { return false }
    return library.dynamic.rpath == nil && library.dynamic.runpath == nil && !library.dynamic.excludesDefaultFolders
  }

  private mutating func find(_ name: LibraryName, for loader: Int) -> Dependency {
    let result = { (place: Dependency.Place, file: LibraryFiles.Look?) in
      Dependency(name: name.bytes, place: place, identity: file?.identity, library: file?.library, loader: loader)
    }
    if let path = rules.loaded[name] {
      let look = files.look(at: path)
      if look.library != nil { return result(.found(path, .loaded), look) }
    }
    var tried: [PluginPath] = []
    var isTried: Set<PluginPath> = []
    // Rule by rule and lazily: nearly every library is found at once.
    let expanded = rules.expanded(name.bytes, origin: origin(of: loader))
    for rule in Self.order(for: expanded) {
      // One path more than may be tried: a list that ends before its end is told from one that is done.
      for path in paths(to: expanded, by: rule, for: loader, atMost: pathsLeft + 1) {
        guard pathsLeft > 0 else {
          cut(.paths)
          return result(.notSought, nil)
        }
        pathsLeft -= 1
        let look = files.look(at: path)
        switch look.result {
        case .success: return result(.found(path, rule), look)
        case .failure(.damaged(let reason)): return result(.damaged(path, reason), look)
        case .failure(.passedOver): if isTried.insert(path).inserted { tried.append(path) }
        }
      }
    }
    return result(.missing(tried), nil)
  }

  // MARK: Where the loader looks

  /// The rules of ld.so(8) in their order.
  private static func order(for name: [UInt8]) -> [Dependency.Rule] {
    name.contains(UInt8(ascii: "/")) ? byPath : byName
  }
  private static let byPath: [Dependency.Rule] = [.path]
  private static let byName: [Dependency.Rule] = [.rpath, .libraryPath, .runpath, .cache, .defaultFolder]

  /// The paths that a rule leads to, no more than so many.
  private func paths(
    to name: [UInt8], by rule: Dependency.Rule, for loader: Int, atMost limit: Int
  ) -> [PluginPath] {
    guard let dynamic = libraries[loader].library?.dynamic else { return [] }
    switch rule {
    case .path: return [PluginPath(name)]
    case .rpath: return dynamic.runpath == nil ? paths(inherited(by: loader, atMost: limit), name, atMost: limit) : []
    case .libraryPath: return paths(rules.environmentFolders, name, atMost: limit)
    case .runpath:
      guard let runpath = dynamic.runpath else { return [] }
      return paths(rules.folders(of: runpath, origin: origin(of: loader)), name, atMost: limit)
    case .cache: return cached(name, dynamic).map { [$0] } ?? []
    case .defaultFolder: return dynamic.excludesDefaultFolders ? [] : paths(rules.defaultFolders, name, atMost: limit)
    case .loaded: return []  // `find` has looked there first
    }
  }

  /// A name in folders, below each of them first where libraries for this very processor lie.
  private func paths(_ folders: [PluginPath], _ name: [UInt8], atMost limit: Int) -> [PluginPath] {
    folders.prefix(limit).flatMap { folder in
      rules.hardwareFolders.map { folder.appending("glibc-hwcaps".utf8).appending($0) }.filter(files.isFolder)
        .map { $0.appending(name) } + [folder.appending(name)]
    }
  }

  private func cached(_ name: [UInt8], _ dynamic: DynamicSection) -> PluginPath? {
    guard let path = rules.cache.path(of: LibraryName(bytes: name)) else { return nil }
    return dynamic.excludesDefaultFolders && rules.defaultFolders.contains(path.folder) ? nil : path
  }

  /// The folders of the RPATHs of a library, of the one that loaded it, and so on. One with a RUNPATH has none.
  private func inherited(by index: Int, atMost limit: Int) -> [PluginPath] {
    var folders: [PluginPath] = []
    for index in chain(from: index) where folders.count < limit {
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
