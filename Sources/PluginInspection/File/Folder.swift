import Glibc
import PluginModel

/// The names in a folder: this file alone speaks to readdir(3).
enum Folder {
  /// A folder may hold millions of names; a hint is not worth reading more than these.
  static let namesAtMost = 10_000

  /// The first names of a folder, unsorted, without `.` and `..`; nil if it cannot be read.
  static func names(in path: PluginPath) -> [[UInt8]]? {
    guard !path.bytes.contains(0), let stream = opendir(path.bytes.map(CChar.init(bitPattern:)) + [0]) else {
      return nil
    }
    defer { closedir(stream) }
    var names: [[UInt8]] = []
    while names.count < namesAtMost, let entry = readdir(stream) {
      guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else { return nil }
      let start = UnsafeRawPointer(entry) + offset
      let name = Array(UnsafeRawBufferPointer(start: start, count: strlen(start.assumingMemoryBound(to: CChar.self))))
      if name != [UInt8(ascii: ".")] && name != Array("..".utf8) { names.append(name) }
    }
    return names
  }

  /// Where a symbolic link leads, as it is written in it; nil if the path is none. See readlink(2).
  static func target(ofLink path: PluginPath) -> ForeignText? {
    guard !path.bytes.contains(0) else { return nil }
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let length = readlink(path.bytes.map(CChar.init(bitPattern:)) + [0], &buffer, buffer.count)
    guard length > 0 else { return nil }
    return ForeignText(buffer[..<length].map(UInt8.init(bitPattern:)))
  }
}
