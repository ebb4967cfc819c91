import Glibc
import PluginModel

/// What stat(2) says of a path or a descriptor.
public struct FileStatus {
  public let state: FileState
  /// `st_mode`: type and permissions.
  public let mode: mode_t
  /// `st_uid`.
  public let owner: uid_t
  /// `st_gid`.
  public let group: gid_t
  /// `st_nlink`: how many names the file has.
  public let links: UInt
  /// `st_blocks`: how much of a disk it takes, in pieces of 512 bytes; none if it lies on none.
  public let blocks: Int64

  public var isFolder: Bool { mode & S_IFMT == S_IFDIR }
  public var isRegular: Bool { mode & S_IFMT == S_IFREG }
  /// Only of a path itself: where it is followed, there is none.
  public var isSymbolicLink: Bool { mode & S_IFMT == S_IFLNK }
  public var isWritableByEveryone: Bool { mode & S_IWOTH != 0 }

  /// Of the file that the path leads to, symbolic links followed.
  public init(path: PluginPath, in folder: OpenFolder? = nil) throws(SystemError) {
    var status = stat()
    guard try path.withCString(in: folder, { fstatat($0, $1, &status, 0) }) == 0 else { throw SystemError("stat") }
    self.init(status)
  }

  /// Of the path itself, though it be a symbolic link; lstat(2).
  public init(link path: PluginPath, in folder: OpenFolder? = nil) throws(SystemError) {
    var status = stat()
    guard try path.withCString(in: folder, { fstatat($0, $1, &status, AT_SYMLINK_NOFOLLOW) }) == 0 else {
      throw SystemError("lstat")
    }
    self.init(status)
  }

  public init(descriptor: Int32) throws(SystemError) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw SystemError("fstat") }
    self.init(status)
  }

  private init(_ status: stat) {
    state = FileState(
      device: UInt64(status.st_dev), inode: UInt64(status.st_ino), size: Int64(status.st_size),
      modified: Self.nanoseconds(status.st_mtim), changed: Self.nanoseconds(status.st_ctim))
    mode = status.st_mode
    owner = status.st_uid
    group = status.st_gid
    links = UInt(status.st_nlink)
    blocks = Int64(status.st_blocks)
  }

  /// Times far from ours saturate: a file system may tell any.
  private static func nanoseconds(_ time: timespec) -> Int64 {
    let (seconds, overflow) = Int64(time.tv_sec).multipliedReportingOverflow(by: 1_000_000_000)
    if overflow { return time.tv_sec < 0 ? .min : .max }
    return seconds.addingReportingOverflow(Int64(time.tv_nsec)).partialValue
  }
}

extension PluginPath {
  /// The path for a system call. One with a NUL byte in it names no file, and must not name the one before the NUL.
  public func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) throws(SystemError) -> Result {
    guard !bytes.contains(0) else { throw SystemError("open", number: ENOENT) }
    return withUnsafeTemporaryAllocation(byteCount: bytes.count + 1, alignment: 1) { buffer in
      buffer.copyBytes(from: bytes)
      buffer[bytes.count] = 0
      return body(buffer.baseAddress!.assumingMemoryBound(to: CChar.self))  // never empty: the NUL is there
    }
  }
}
