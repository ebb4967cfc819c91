import CLinux
import Glibc
import Linux
import PluginModel

/// A folder of crash reports, a file each, by name `PLUGIN-20261122-144907.json`.
public struct CrashArchive: Sendable {
  public let folder: PluginPath
  /// More are dropped when one is saved, the oldest first; nil keeps all.
  private let limit: Int?

  /// In the user's own folder.
  public static let keptAtMost = 200
  /// Of the names that are looked at in a folder that may hold anything.
  private static let entriesAtMost = 10_000

  public init(folder: PluginPath, limit: Int? = nil) {
    self.folder = folder
    self.limit = limit
  }

  /// `crashes` in the state folder; nil where there is none.
  public static var ofUser: CrashArchive? {
    StateFolder.path.map { CrashArchive(folder: $0.appending("crashes".utf8), limit: keptAtMost) }
  }

  /// Writes a report, and drops those that are too many.
  ///
  /// - Returns: The file's path.
  public func save(_ json: String, of plugin: PluginPath, at moment: Moment) throws(SystemError) -> PluginPath {
    try StateFolder.make(folder)
    let name = try PrivateFile.write(
      Array(json.utf8), stem: "\(Self.stem(of: plugin))-\(moment.stamp)", ending: Self.ending, in: folder)
    if let limit {
      for old in try names().dropFirst(limit) { _ = try? PrivateFile.remove(folder.appending(old.utf8)) }
    }
    return folder.appending(name.utf8)
  }

  /// The reports' names, the newest first. Files of other names are none of ours. A folder that is not there has none.
  public func names() throws(SystemError) -> [String] {
    do throws(SystemError) {
      return try Folder.entries(of: folder, atMost: Self.entriesAtMost)
        .compactMap { entry in entry.isFolder ? nil : SavedName(entry.name) }
        .sorted { $0 > $1 }.map(\.text)
    } catch {
      guard error.number == ENOENT else { throw error }
      return []
    }
  }

  /// What a report's file holds. A link, a pipe, a device is not opened, and nothing is read beyond `longest` bytes.
  public func read(_ name: String, upTo longest: Int) throws(SystemError) -> [UInt8] {
    let file = try Descriptor.open(folder.appending(name.utf8), O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
    defer { close(file) }
    let status = try FileStatus(descriptor: file)
    guard status.isRegular else { throw SystemError("open", number: EINVAL) }
    guard status.state.size <= Int64(longest) else { throw SystemError("read", number: EFBIG) }
    return try Descriptor.readAll(file, upTo: longest)
  }

  /// Removes the reports, and what is left of those that were not finished; how many reports there were.
  public func clear() throws(SystemError) -> Int {
    let names = try names()
    for name in names { try PrivateFile.remove(folder.appending(name.utf8)) }
    guard let entries = try? Folder.entries(of: folder, atMost: Self.entriesAtMost) else { return names.count }
    for entry in entries where entry.name.starts(with: PrivateFile.temporaryPrefix.utf8) {
      _ = try? PrivateFile.remove(folder.appending(entry.name))
    }
    return names.count
  }

  private static let ending = "json"
  /// Of the part of a file's name that comes from the plugin's.
  private static let longestStem = 64

  /// The plugin's name in letters, digits, `.`, `_` and `-`: it may be any bytes, and a file's name goes through shells.
  public static func stem(of plugin: PluginPath) -> String {
    let name = plugin.shortName.bytes.prefix(longestStem).map { byte in
      switch Unicode.Scalar(byte) {
      case "a"..."z", "A"..."Z", "0"..."9", ".", "_", "-": Character(Unicode.Scalar(byte))
      default: "_" as Character
      }
    }
    let text = String(name.drop { $0 == "." || $0 == "-" })
    return text.isEmpty ? "plugin" : text
  }
}
