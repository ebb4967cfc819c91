import Linux
import PluginModel

/// What to say about a path where nothing is: where the link leads, which folder is missing, which names are near.
enum MissingFile {
  private static let suggestionsAtMost = 3
  /// A folder may hold millions of names; a hint is not worth reading more than these.
  private static let namesAtMost = 10_000

  static func hint(for path: PluginPath) -> String? {
    if let target = Folder.target(ofLink: path) {
      return "It is a symbolic link to \(target.line), which does not exist."
    }
    // Whatever the reason: without names there is nothing to suggest.
    guard !path.name.isEmpty, let entries = try? Folder.entries(of: path.folder, atMost: namesAtMost) else {
      return path.folder == path || path.name.isEmpty ? nil : folderHint(for: path)
    }
    let wanted = path.name.bytes
    let names = entries.filter { $0.isFolder || $0.name.hasSuffix(".so") }.map(\.name)
    let near = names.compactMap { name in distance(from: wanted, to: name).map { (name: name, distance: $0) } }
      .sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
      .prefix(suggestionsAtMost)
      .map { (path.bytes.contains(UInt8(ascii: "/")) ? path.folder.appending($0.name) : PluginPath($0.name)).line }
    guard let list = Words.list(near, last: "or") else { return nil }
    return "Did you mean \(list)?"
  }

  /// Which folder of the path is missing, and the path with the nearest one in its place, if the file is there.
  private static func folderHint(for path: PluginPath) -> String {
    let words = "The folder \(path.folder.line) cannot be read or does not exist."
    let folder = path.folder
    // Whatever the reason: the sentence tells of the folder.
    guard !folder.name.isEmpty, let entries = try? Folder.entries(of: folder.folder, atMost: namesAtMost) else {
      return words
    }
    let wanted = folder.name.bytes
    let distance = EditDistance(from: wanted)
    let near = entries.filter(\.isFolder).compactMap { entry in
      distance?.to(entry.name, atMost: max(1, wanted.count / 4)).map { (name: entry.name, distance: $0) }
    }.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
    let isShort = !folder.bytes.contains(UInt8(ascii: "/"))
    let meant = near.lazy.map {
      (isShort ? PluginPath($0.name) : folder.folder.appending($0.name)).appending(path.name.bytes)
    }
    .first { (try? FileStatus(path: $0)) != nil }  // not there: the next may be
    return words + (meant.map { " Did you mean \($0.line)?" } ?? "")
  }

  /// How far a name is from the wanted one; nil if too far. `Hello` means `libHello.so`.
  private static func distance(from wanted: [UInt8], to name: [UInt8]) -> Int? {
    let whole = EditDistance(from: wanted)?.to(name, atMost: max(1, wanted.count / 4))
    let (wantedCore, core) = (core(of: wanted), core(of: name))
    guard name.hasSuffix(".so"), !wantedCore.isEmpty else { return whole }
    let cores = EditDistance(from: wantedCore)?.to(core, atMost: max(1, wantedCore.count / 4))
    return [whole, cores].compactMap(\.self).min()
  }

  private static func core(of name: [UInt8]) -> [UInt8] {
    let stem = name.hasSuffix(".so") ? name.dropLast(3) : name[...]
    return Array(stem.starts(with: "lib".utf8) ? stem.dropFirst(3) : stem)
  }
}

private func < (a: (Int, [UInt8]), b: (Int, [UInt8])) -> Bool {
  a.0 != b.0 ? a.0 < b.0 : a.1.lexicographicallyPrecedes(b.1)
}
