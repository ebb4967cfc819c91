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
    /// Plugins whose size another one has too: their content may be the same.
    public var sameSize: Set<Int> = []
    /// Whether more than one plugin could have been meant: more than one path, or a folder.
    public var isMany = false
  }

  private let recursive: Bool
  private var findings = Findings()
  private var plugins: [Plugin] = []
  private var places: [FileState.Identity: Int] = [:]
  private var sizes: [Int64: [Int]] = [:]

  /// Looks at names and inodes, never into a file.
  public static func find(_ paths: [PluginPath], recursive: Bool) -> Findings {
    var finder = PluginFinder(recursive: recursive)
    for path in paths { finder.add(path) }
    finder.findings.list = PluginList(finder.plugins)
    finder.findings.isMany = finder.findings.isMany || paths.count > 1
    finder.findings.sameSize = Set(finder.sizes.values.filter { $0.count > 1 }.joined())
    return finder.findings
  }

  private init(recursive: Bool) { self.recursive = recursive }

  private mutating func add(_ path: PluginPath) {
    // A path that cannot be reached is a row too: its inspection says why.
    guard let status = try? FileStatus(path: path), status.isFolder else { return addFile(path) }
    findings.isMany = true
    addFolder(path, depth: 0)
  }

  private mutating func addFile(_ path: PluginPath) {
    guard plugins.count < Limits.plugins else {
      let problem = "more than \(Limits.plugins) plugins; the rest is left out"
      if findings.problems.last != problem { findings.problems.append(problem) }
      return
    }
    if let status = try? FileStatus(path: path) {  // see above
      if let place = places[status.state.identity] {
        plugins[place].alsoGivenAs.append(path)
        findings.notes.append("plugin \(path.line) is already loaded as \(plugins[place].path.line)")
        return
      }
      places[status.state.identity] = plugins.count
      if status.isRegular, status.state.size > 0 { sizes[status.state.size, default: []].append(plugins.count) }
    }
    plugins.append(Plugin(path: path))
  }

  /// Its `*.so` files, sorted by name; with `--recursive` its folders too, links to folders not followed.
  private mutating func addFolder(_ folder: PluginPath, depth: Int) {
    let entries: [Folder.Entry]
    do {
      entries = try Folder.entries(of: folder, atMost: Limits.folderEntries)
    } catch {
      findings.problems.append("could not read folder \(folder.line): \(error.reason)")
      return
    }
    if entries.count == Limits.folderEntries {
      findings.problems.append("folder \(folder.line) has more than \(entries.count) names; the rest is left out")
    }
    for entry in entries.sorted(by: { $0.name.lexicographicallyPrecedes($1.name) }) {
      let path = folder.appending(entry.name)
      if entry.isFolder {
        if recursive, depth < Limits.folderDepth { addFolder(path, depth: depth + 1) }
      } else if entry.name.count > 3, entry.name.hasSuffix(".so") {
        addFile(path)
      }
    }
  }
}
