/// Whether two files hold the same bytes, and if not, which of them comes first by the first that differs: so contents can
/// be put in order, and a new one finds its place among many by a few comparisons.
public struct Comparison: Hashable, Sendable {
  /// A file in one of its states; of another state nothing is told.
  public struct Side: Hashable, Sendable {
    public let path: PluginPath
    public let file: FileState

    public init(path: PluginPath, file: FileState) {
      self.path = path
      self.file = file
    }
  }
  /// How the first one's content stands to the other's.
  public enum Order: UInt8, Sendable { case before, same, after }

  public let one: Side
  public let other: Side

  public init(_ one: Side, with other: Side) {
    self.one = one
    self.other = other
  }
}

extension Comparison: WireValue {
  public func write(to writer: inout WireWriter) {
    for side in [one, other] {
      writer.put(side.path)
      writer.put(side.file)
    }
  }
  public init(from reader: inout WireReader) throws(WireError) {
    one = Side(path: try PluginPath(from: &reader), file: try FileState(from: &reader))
    other = Side(path: try PluginPath(from: &reader), file: try FileState(from: &reader))
  }
}

extension Comparison.Order: WireValue {
  public func write(to writer: inout WireWriter) { writer.put(rawValue) }
  public init(from reader: inout WireReader) throws(WireError) {
    let tag = try reader.integer(UInt8.self)
    guard let order = Self(rawValue: tag) else { throw .unknownCase(tag) }
    self = order
  }
}
