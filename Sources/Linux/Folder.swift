import Glibc
import PluginModel

/// The names in a folder.
public enum Folder {
  public struct Entry {
    public let name: [UInt8]
    public let isFolder: Bool
    /// It is a symbolic link; false where the file system leaves that to lstat(2).
    public let isLink: Bool
  }

  /// The first entries, unsorted, without `.` and `..`; readdir(3).
  public static func entries(of path: PluginPath, atMost limit: Int) throws(SystemError) -> [Entry] {
    guard let stream = try path.withCString({ opendir($0) }) else { throw SystemError("opendir") }
    defer { closedir(stream) }
    var entries: [Entry] = []
    while entries.count < limit, let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      guard name != Array(".".utf8), name != Array("..".utf8) else { continue }
      entries.append(
        Entry(
          name: name, isFolder: isFolder(entry.pointee, path.appending(name)),
          isLink: Int32(entry.pointee.d_type) == Int32(DT_LNK)))
    }
    return entries
  }

  /// Where a symbolic link leads, as it is written in it; nil if the path is none. readlink(2).
  public static func target(ofLink path: PluginPath) -> ForeignText? {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { buffer in
      // A path with a NUL byte names no link either.
      let count = (try? path.withCString { readlink($0, buffer.baseAddress!, buffer.count) }) ?? -1
      return count > 0 ? ForeignText(buffer[..<count].map { UInt8(bitPattern: $0) }) : nil
    }
  }

  /// Some file systems leave the type to stat(2). What has gone meanwhile is no folder.
  private static func isFolder(_ entry: dirent, _ path: PluginPath) -> Bool {
    if Int32(entry.d_type) != Int32(DT_UNKNOWN) { return Int32(entry.d_type) == Int32(DT_DIR) }
    return (try? FileStatus(path: path))?.isFolder ?? false
  }
}
