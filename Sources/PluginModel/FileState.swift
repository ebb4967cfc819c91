/// Which file, in which state: a verdict belongs to one of these and to no other.
///
/// The C type is `struct stat`; see inode(7).
public struct FileState: Hashable, Sendable {
  public var device: UInt64
  public var inode: UInt64
  /// In bytes.
  public var size: Int64
  /// Last change of the content, in nanoseconds since 1970.
  public var modified: Int64
  /// Last change of the content or the inode, in nanoseconds since 1970.
  public var changed: Int64

  public init(device: UInt64, inode: UInt64, size: Int64, modified: Int64, changed: Int64) {
    self.device = device
    self.inode = inode
    self.size = size
    self.modified = modified
    self.changed = changed
  }

  /// The file itself, whatever its content.
  public struct Identity: Hashable, Sendable {
    public let device: UInt64
    public let inode: UInt64
  }
  public var identity: Identity { Identity(device: device, inode: inode) }
}

extension FileState: WireValue {
  public func write(to writer: inout WireWriter) {
    writer.put(device)
    writer.put(inode)
    writer.put(size)
    writer.put(modified)
    writer.put(changed)
  }
  public init(from reader: inout WireReader) throws(WireError) {
    device = try reader.integer()
    inode = try reader.integer()
    size = try reader.integer()
    modified = try reader.integer()
    changed = try reader.integer()
  }
}
