import Glibc
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
    let entries: [Entry]
    do {
      entries = try Self.entries(of: folder)
    } catch {
      findings.problems.append("could not read folder \(folder.line): \(error.reason)")
      return
    }
    for entry in entries {
      let path = folder.appending(entry.name)
      if entry.isFolder {
        if recursive, depth < Limits.folderDepth { addFolder(path, depth: depth + 1) }
      } else if entry.name.count > 3, entry.name.hasSuffix(".so") {
        addFile(path)
      }
    }
  }

  private struct Entry {
    let name: [UInt8]
    let isFolder: Bool
  }

  /// readdir(3), without `.` and `..`, sorted by the bytes of the names.
  private static func entries(of folder: PluginPath) throws(SystemError) -> [Entry] {
    guard let stream = try folder.withCString({ opendir($0) }) else { throw SystemError("opendir") }
    defer { closedir(stream) }
    var entries: [Entry] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      guard name != Array(".".utf8), name != Array("..".utf8) else { continue }
      var isFolder = Int32(entry.pointee.d_type) == Int32(DT_DIR)
      if Int32(entry.pointee.d_type) == Int32(DT_UNKNOWN) {  // some file systems leave the type to stat
        isFolder = (try? FileStatus(path: folder.appending(name)))?.isFolder ?? false  // gone meanwhile: no folder
      }
      entries.append(Entry(name: name, isFolder: isFolder))
    }
    return entries.sorted { $0.name.lexicographicallyPrecedes($1.name) }
  }
}
