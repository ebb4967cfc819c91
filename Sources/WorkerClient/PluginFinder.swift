import Linux
import PluginModel

/// The plugins that a command line names.
public struct PluginFinder {
  public struct Findings {
    public var list = PluginList()
    /// "plugin ./link.so is already loaded as ./good.so".
    public var notes: [String] = []
    /// "could not read folder ./private: permission denied".
    public var problems: [String] = []
    /// Whether more than one plugin could have been meant: more than one path, or a folder.
    public var isMany = false
    /// The state of each plugin's file, in the list's order; nil where none could be reached.
    public var files: [FileState?] = []
    /// The states of the signatures beside them, in the same order; nil where there is none.
    public var signatures: [FileState?] = []
    /// The folders in which a change would be one of these plugins: those that were looked into, those of files that were
    /// given one by one, and those that links lead to. Each once.
    public var folders: [PluginPath] = []
    /// Of the folders those that were given, and not found by looking into others.
    public var givenFolders: [PluginPath] = []

    public init() {}

    /// Hands the list over: one that two hold is copied with its first change, and a plugin is large.
    public mutating func takeList() -> PluginList {
      defer { list = PluginList() }
      return list
    }
  }

  /// A folder that is still to be looked into, and how deep it lies.
  private struct Task {
    let folder: PluginPath
    let depth: Int
    /// Its entries that are still to come, the next one last; nil until it has been read.
    var entries: [Folder.Entry]?
    /// The names of its signatures: a folder without any costs nothing more.
    var signatures: Set<[UInt8]> = []
  }

  public private(set) var findings = Findings()
  private let recursive: Bool
  /// Somebody wants to know by what a change of these plugins would be seen: files, signatures and folders.
  private let isWatched: Bool
  /// Where to look, the next one last.
  private(set) var paths: [PluginPath]
  private var last = LastFolder()
  private var tasks: [Task] = []
  private var plugins: [Plugin] = []
  private var places: [FileState.Identity: Int] = [:]
  private var foldersSeen: Set<PluginPath> = []

  /// Looks at names and inodes, never into a file.
  public init(_ paths: [PluginPath], recursive: Bool) { self.init(paths, recursive: recursive, isWatched: true) }

  private init(_ paths: [PluginPath], recursive: Bool, isWatched: Bool) {
    self.recursive = recursive
    self.isWatched = isWatched
    self.paths = paths.reversed()
    findings.isMany = paths.count > 1
    plugins.reserveCapacity(paths.count)
    places.reserveCapacity(paths.count)
  }

  /// All at once, and nothing by which a change would be seen.
  ///
  /// - Parameter take: is given what was found meanwhile, in list order: work on it may begin.
  public static func find(
    _ paths: [PluginPath], recursive: Bool, _ take: (ArraySlice<Plugin>) -> Void = { _ in }
  ) -> Findings {
    var finder = PluginFinder(paths, recursive: recursive, isWatched: false)
    var (isOpen, taken) = (true, 0)
    while isOpen {
      isOpen = finder.advance(by: portion)
      take(finder.plugins[taken...])
      taken = finder.plugins.count
    }
    return finder.findings
  }

  /// Names at a time: a worker has started to work on them before the next ones are there.
  private static let portion = 64

  /// Looks at a few names more, so that a person need not wait for a large tree; false once all is found.
  public mutating func advance() -> Bool { advance(by: Self.step) }

  private mutating func advance(by names: Int) -> Bool {
    for _ in 0..<names {
      guard takeOne() else {
        findings.list = PluginList(plugins)
        return false
      }
    }
    return true
  }

  /// Names at a time: a few milliseconds' worth.
  private static let step = 500

  private mutating func takeOne() -> Bool {
    if tasks.isEmpty {
      guard let path = paths.popLast() else { return false }
      // A path that cannot be reached is a row too: its inspection says why.
      let status = try? FileStatus(path: path, in: last.folder(of: path))
      if status?.isFolder == true {
        findings.isMany = true
        add(folder: path)
        findings.givenFolders.append(path)
        tasks.append(Task(folder: path, depth: 0))
      } else {
        add(folder: path.folder)
        addTargets(ofLink: path)
        addFile(path, status, isSigned: true)
      }
      return true
    }
    let last = tasks.count - 1
    guard tasks[last].entries != nil else {
      let entries = entries(of: tasks[last].folder)
      tasks[last].entries = entries
      tasks[last].signatures = Set(entries.lazy.map(\.name).filter { $0.hasSuffix(".so" + Provenance.suffix) })
      return true
    }
    guard let entry = tasks[last].entries?.popLast() else {
      tasks.removeLast()
      return true
    }
    let path = tasks[last].folder.appending(entry.name)
    if entry.isFolder {
      // Links to folders are not followed, so this ends; the bound is for the rest.
      if recursive, tasks[last].depth < Limits.folderDepth {
        add(folder: path)
        tasks.append(Task(folder: path, depth: tasks[last].depth + 1))
      }
    } else if entry.name.count > 3, entry.name.hasSuffix(".so") {
      if entry.isLink { addTargets(ofLink: path) }
      let isSigned = tasks[last].signatures.contains(entry.name + Provenance.suffix.utf8)
      addFile(path, try? FileStatus(path: path), isSigned: isSigned)  // see above
    }
    return true
  }

  /// - Parameter isSigned: there may be a signature beside it.
  private mutating func addFile(_ path: PluginPath, _ status: FileStatus?, isSigned: Bool) {
    guard plugins.count < Limits.plugins else {
      let problem = "more than \(Limits.plugins) plugins; the rest is left out"
      if findings.problems.last != problem { findings.problems.append(problem) }
      return
    }
    if let status {
      if let place = places[status.state.identity] {
        plugins[place].alsoGivenAs.append(path)
        findings.notes.append("plugin \(path.line) is already loaded as \(plugins[place].path.line)")
        return
      }
      places[status.state.identity] = plugins.count
    }
    plugins.append(Plugin(path: path))
    guard isWatched else { return }
    findings.files.append(status?.state)
    // One that cannot be reached is told when the file is inspected.
    findings.signatures.append(isSigned ? (try? FileStatus(path: path.signature))?.state : nil)
  }

  private mutating func add(folder: PluginPath) {
    guard isWatched else { return }
    if foldersSeen.insert(folder).inserted { findings.folders.append(folder) }
  }

  /// What a link leads to may be rebuilt in a folder that nobody named, and may not be there at the moment.
  private mutating func addTargets(ofLink path: PluginPath) {
    guard isWatched else { return }
    var link = path
    for _ in 0..<Self.mostLinks {
      guard let target = Folder.target(ofLink: link)?.bytes else { return }
      link = target.first == UInt8(ascii: "/") ? PluginPath(target) : link.folder.appending(target)
      add(folder: link.folder)
    }
  }

  /// One after the other: the kernel follows so many too; path_resolution(7).
  private static let mostLinks = 40

  /// Sorted by name, the first one last.
  private mutating func entries(of folder: PluginPath) -> [Folder.Entry] {
    do {
      let entries = try Folder.entries(of: folder, atMost: Limits.folderEntries)
      if entries.count == Limits.folderEntries {
        findings.problems.append("folder \(folder.line) has more than \(entries.count) names; the rest is left out")
      }
      return entries.sorted { $1.name.lexicographicallyPrecedes($0.name) }
    } catch {
      findings.problems.append("could not read folder \(folder.line): \(error.reason)")
      return []
    }
  }
}
