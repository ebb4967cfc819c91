import Glibc
import Linux
import PluginModel

/// A folder of a library's own search path, DT_RPATH or DT_RUNPATH: who can put a library there can replace what it needs.
struct SearchFolder {
  /// As it is written in the file.
  let text: [UInt8]
  let danger: Hardening.Danger?

  private static let foldersAtMost = 256

  static func all(of dynamic: DynamicSection, origin: PluginPath, rules: LoaderRules) -> [SearchFolder] {
    // The loader takes DT_RPATH only where there is no DT_RUNPATH, and an empty path for none.
    let (tag, path) = dynamic.runpath.map { ("RUNPATH", $0) } ?? ("RPATH", dynamic.rpath ?? [])
    guard !path.isEmpty else { return [] }
    let parts = path.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    return parts.prefix(foldersAtMost).map { SearchFolder(Array($0), tag: tag, origin: origin, rules: rules) }
      + (parts.count > foldersAtMost ? [SearchFolder(tooMany: parts.count, tag: tag)] : [])
  }

  private init(tooMany count: Int, tag: String) {
    text = []
    danger = Hardening.Danger(
      words: "an endless search path",
      hint: "Its \(tag) has \(count) folders, of which \(Self.foldersAtMost) were looked at: link it with fewer.")
  }

  private init(_ text: [UInt8], tag: String, origin: PluginPath, rules: LoaderRules) {
    self.text = text
    let shown = text.isEmpty ? "the current folder" : Words.name(text, atMost: 160)
    guard text.starts(with: "/".utf8) || text.starts(with: "$".utf8) else {
      danger = Hardening.Danger(
        words: "a relative search path",
        hint: "Its \(tag) has \(shown), which depends on where Airlock was started: write $ORIGIN/… or a whole path.")
      return
    }
    danger = Self.writable(PluginPath(rules.expanded(text, origin: origin))).map { folder in
      Hardening.Danger(
        words: "a search path that everyone can write to",
        hint: "Its \(tag) has \(shown), and everyone may write to \(Words.name(folder.bytes, atMost: 160)): "
          + "link it with a safer -rpath.")
    }
  }

  /// The folder, or where it is missing the nearest above it, if everyone may put something there.
  private static func writable(_ folder: PluginPath) -> PluginPath? {
    var folder = folder
    while true {
      if let status = try? FileStatus(path: folder) {  // missing, or not for us to see: go on above it
        return status.isFolder && status.isWritableByEveryone ? folder : nil
      }
      var bytes = folder.bytes[...]
      while bytes.last == UInt8(ascii: "/") { bytes = bytes.dropLast() }
      guard bytes.contains(UInt8(ascii: "/")) else { return nil }
      folder = PluginPath(bytes).folder
    }
  }
}
