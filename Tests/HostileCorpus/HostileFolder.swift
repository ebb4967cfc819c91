import Foundation
import TestSupport

/// A folder of hostile plugins with a good one after each, and beside it what is no business of a plugin: files, and
/// somebody who listens for calls. What becomes of those is the evidence, whatever Airlock and the plugins say.
public final class HostileFolder {
  public let plugins: [HostilePlugin]
  /// Where the plugins are. The name tells them where somebody listens.
  public let path: String

  private let folder: TemporaryFolder
  private let listener: Listener
  private let before: [String: String]

  /// - Parameter owner: whom all of it belongs to, so that nothing but the sandbox is in the way.
  public init(_ plugins: [HostilePlugin], owner: uid_t = geteuid()) throws {
    self.plugins = plugins
    folder = try TemporaryFolder()
    let outside = try folder.folder("outside")
    listener = try Listener(folder: outside)
    path = try folder.folder("port-\(listener.port)")
    for plugin in plugins {
      try FileManager.default.copyItem(
        atPath: try AttackLibraries.path(of: plugin.name), toPath: "\(path)/\(plugin).so")
      try FileManager.default.copyItem(
        atPath: Executables.path("libAnswer.so"), toPath: "\(path)/\(Self.goodName(after: plugin)).so")
    }
    try folder.folder("outside/folder")
    try folder.write("outside/file", "a secret\n")
    try folder.write("outside/.bashrc", "# nothing yet\n")
    symlink("../outside/file", path + "/link")
    for path in [folder.path] + Self.everything(in: folder.path) { chown(path, owner, owner) }
    chmod(folder.path, 0o755)
    before = Self.state(of: folder.path)
  }

  /// The good plugin that runs after another: in the order of files, `NAME.then.so` follows `NAME.so` at once.
  public static func goodName(after plugin: HostilePlugin) -> String { "\(plugin).then" }

  /// What has been done to the files and who has called, in words; empty if nothing and nobody.
  public var evidence: [String] {
    let after = Self.state(of: folder.path)
    let changed = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }
    return changed.sorted().map { "\($0) was \(before[$0] ?? "not there"), is \(after[$0] ?? "gone")" } + listener.calls
  }

  /// What an expected attempt is called here.
  public func filledIn(_ attempt: String, of plugin: HostilePlugin) -> String {
    let values = [
      "{outside}": folder("outside"), "{plugins}": path, "{self}": "\(path)/\(plugin).so", "{port}": "\(listener.port)",
      "{parent}": "…",
    ]
    return values.reduce(attempt) { $0.replacingOccurrences(of: $1.key, with: $1.value) }
  }

  private static func everything(in path: String) -> [String] {
    (FileManager.default.enumerator(atPath: path)?.allObjects as? [String] ?? []).map { path + "/" + $0 }
  }

  /// Of every file: whatever changes when it is written to, renamed, or given another mode, owner or attribute.
  private static func state(of path: String) -> [String: String] {
    Dictionary(
      uniqueKeysWithValues: ([path] + everything(in: path)).map { path in
        var status = stat()
        guard lstat(path, &status) == 0 else { return (path, "unreadable") }
        let changed = Double(status.st_ctim.tv_sec) + Double(status.st_ctim.tv_nsec) / 1e9
        return (path, "inode \(status.st_ino), mode \(String(status.st_mode, radix: 8)), changed \(changed)")
      })
  }
}
