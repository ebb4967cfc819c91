import CLinux
import Glibc
import Linux
import PluginModel

/// Reads the source around a place that debug info names.
///
/// Debug info may name any file, and a report may be sent to somebody: so a file is opened only if it is a regular one of
/// UTF-8 text, named as source files are, whose real path lies below a folder that has to do with the plugin, and no part
/// of the way there is hidden.
public struct SourceReader {
  /// Real paths.
  private let folders: [[UInt8]]
  /// Where `--source` leads, as it was given: a tree may have moved there as a whole.
  private let sources: [PluginPath]
  private let plugin: PluginPath

  /// Lines before and after the one that is meant.
  private static let linesAround = 4
  /// Of a line, in bytes.
  private static let longestLine = 400
  private static let endings: Set<String> = [
    "swift", "c", "h", "cc", "cpp", "cxx", "c++", "hh", "hpp", "hxx", "inc", "ipp", "tcc", "m", "mm", "rs", "zig", "go",
    "s", "asm", "d", "nim", "f90", "pas", "y", "l",
  ]

  /// - Parameter sources: more folders, from the user.
  public init(plugin: PluginPath, sources: [PluginPath]) {
    self.plugin = plugin
    self.sources = sources
    folders = ([plugin.folder, PluginPath(".")] + sources).compactMap { folder in
      guard let descriptor = try? Descriptor.openPlace(folder) else { return nil }
      defer { close(descriptor) }
      return Descriptor.path(of: descriptor)
    }
  }

  /// Nil if there is no such file, or none that may be shown.
  public func excerpt(at location: CodeLocation) -> SourceExcerpt? {
    guard location.line > 0, Self.isSourceName(location.file.bytes) else { return nil }
    for candidate in candidates(for: location.file.bytes) {
      if let excerpt = excerpt(of: candidate, at: location) { return excerpt }
    }
    return nil
  }

  /// The path itself; then, below each folder that the user gave, its end, the longest that is there.
  private func candidates(for file: [UInt8]) -> [PluginPath] {
    let slash = UInt8(ascii: "/")
    let parts = file.split(separator: slash).suffix(Self.deepestPath)
    let isAbsolute = file.first == slash
    let direct = isAbsolute ? [PluginPath(file)] : [PluginPath("."), plugin.folder].map { $0.appending(file) }
    return direct
      + sources.flatMap { folder in
        parts.indices.map { folder.appending(Array(parts[$0...].joined(separator: [slash]))) }
      }
  }

  private static let deepestPath = 32

  private func excerpt(of path: PluginPath, at location: CodeLocation) -> SourceExcerpt? {
    // First only named: to open a device or a pipe can do something, or wait for ever.
    guard let place = try? Descriptor.openPlace(path) else { return nil }
    defer { close(place) }
    guard let status = try? FileStatus(descriptor: place), status.isRegular,
      status.state.size <= Int64(Limits.sourceBytes), let real = Descriptor.path(of: place), isInView(real),
      let file = try? Descriptor.open(PluginPath("/proc/self/fd/\(place)"), O_RDONLY | O_NONBLOCK)
    else { return nil }
    defer { close(file) }
    guard let bytes = try? Descriptor.readAll(file, upTo: Limits.sourceBytes), !bytes.contains(0),
      ForeignText(bytes).exact != nil
    else { return nil }
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    guard location.line <= lines.count else { return nil }
    let index = Int(location.line) - 1
    let shown = max(0, index - Self.linesAround)..<min(lines.count, index + Self.linesAround + 1)
    let built = try? FileStatus(path: plugin)
    return SourceExcerpt(
      path: PluginPath(real), first: UInt32(shown.lowerBound + 1),
      lines: lines[shown].map { ForeignText($0.prefix(Self.longestLine)) }, line: location.line,
      column: location.column.flatMap { $0 > 0 && $0 <= lines[index].count + 1 ? $0 : nil },
      isNewer: built.map { status.state.modified > $0.state.modified } ?? false)
  }

  /// Whether a real path lies below one of the folders, and nothing on the way from there is hidden.
  private func isInView(_ path: [UInt8]) -> Bool {
    Self.isSourceName(path)
      && folders.contains { folder in
        path.lies(in: folder)
          && !path.dropFirst(folder.count).split(separator: UInt8(ascii: "/")).contains {
            $0.first == UInt8(ascii: ".")
          }
      }
  }

  private static func isSourceName(_ path: [UInt8]) -> Bool {
    let name = PluginPath(path).name.bytes
    guard let dot = name.lastIndex(of: UInt8(ascii: ".")), dot > 0 else { return false }
    return endings.contains(String(decoding: name[(dot + 1)...], as: UTF8.self).lowercased())
  }
}
