/// The lines of a source file around the one that a frame stands on. The client reads it, under its own rules: debug info
/// may name any file.
public struct SourceExcerpt: Hashable, Sendable {
  /// The file's real path: what an editor is given.
  public var path: PluginPath
  /// The number of the first line.
  public var first: UInt32
  public var lines: [ForeignText]
  /// The line that the frame stands on, among them.
  public var line: UInt32
  /// From 1 on, in bytes; nil if it is not told or lies past the line's end.
  public var column: UInt32?
  /// The file was changed after the plugin was built: its lines may have moved.
  public var isNewer: Bool

  public init(
    path: PluginPath, first: UInt32, lines: [ForeignText], line: UInt32, column: UInt32? = nil, isNewer: Bool = false
  ) {
    self.path = path
    self.first = first
    self.lines = lines
    self.line = line
    self.column = column
    self.isNewer = isNewer
  }

  /// The line itself.
  public var text: ForeignText? {
    guard line >= first, line - first < UInt32(clamping: lines.count) else { return nil }
    return lines[Int(line - first)]
  }
}
