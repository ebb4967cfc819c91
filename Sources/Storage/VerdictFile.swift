import CLinux
import Glibc
import Linux
import PluginModel

/// A file of lines that several processes add to, and that people check in, edit and merge besides.
///
/// Whoever adds lines holds a lock on the file itself, adds them in one write, and waits for the disk: what `add` has
/// returned from is there, whoever is killed and when. After that the file is brought into order by writing it anew beside
/// itself, so that there is no moment at which a line is in neither. It belongs to others: nothing in it that cannot be
/// read is moved or removed, but for a last line that was cut off, of which nobody was told.
public struct VerdictFile: Equatable, Sendable {
  public let path: PluginPath
  private let isPrivate: Bool
  private let patience: UInt64
  private let settling: UInt64

  /// In nanoseconds.
  public static let patience: UInt64 = 10_000_000_000
  public static let settling: UInt64 = 2_000_000_000

  /// - Parameters:
  ///   - isPrivate: It is the user's alone, and its folder is made if there is none; else others may read what is made.
  ///   - patience: How long another process may hold it, in nanoseconds.
  ///   - settling: How long nobody must have written to it before a last line without its end counts as cut off: one who
  ///     knows of no lock may be in the middle of it. In nanoseconds.
  public init(
    _ path: PluginPath, isPrivate: Bool, patience: UInt64 = Self.patience, settling: UInt64 = Self.settling
  ) {
    self.path = path
    self.isPrivate = isPrivate
    self.patience = patience
    self.settling = settling
  }

  /// The same file, for whoever has less time.
  public func with(patience: UInt64) -> VerdictFile {
    VerdictFile(path, isPrivate: isPrivate, patience: patience, settling: settling)
  }

  /// `verdicts.jsonl` in the state folder; nil where there is none.
  public static var ofUser: VerdictFile? {
    StateFolder.path.map { VerdictFile($0.appending("verdicts.jsonl".utf8), isPrivate: true) }
  }

  /// Its lines; nil for one that is not UTF-8. A file that is not there has none. Waits for nobody.
  public func read() throws(JournalError) -> [String?] {
    guard try Self.isThere(path) else { return [] }
    let descriptor = try JournalError.about(path) { () throws(SystemError) in
      try Descriptor.open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
    }
    defer { close(descriptor) }
    return try rows(of: descriptor).lines
  }

  /// The same; a file that is not there is an error.
  public func readExisting() throws(JournalError) -> [String?] {
    guard try Self.isThere(path) else { throw .system(path, SystemError("open", number: ENOENT)) }
    return try read()
  }

  /// Adds lines, and brings all of them into order; those that are added are on the disk when this returns.
  ///
  /// - Parameters:
  ///   - make: Of the lines that there are, those to add.
  ///   - inOrder: Of all lines, those that shall be there, in their order; nil to leave them as they are.
  /// - Returns: All lines.
  @discardableResult
  public func add(
    _ make: ([String?]) -> [String], inOrder: ([String?]) -> [String]?
  ) throws(JournalError) -> [String?] {
    if isPrivate { try JournalError.about(path.folder) { () throws(SystemError) in try StateFolder.make(path.folder) } }
    let end = linux_now() + patience
    repeat {
      let lock = try FileLock(path, patience: patience, open: open)
      let rows = try settledRows(of: lock.descriptor, by: end)
      let new = make(rows.lines)
      try append(new, after: rows, to: lock.descriptor)
      // Git, an editor may have put another in its place meanwhile: what was added to the old one is nowhere now.
      guard lock.isCurrent else { continue }
      let all = rows.lines + new
      guard let sorted = inOrder(all), sorted != all else { return all }
      switch replace(lock, ofSize: new.isEmpty ? rows.size : rows.size(with: new), by: sorted) {
      case .done: return sorted
      case .impossible: return all
      case .outrun: continue
      }
    } while linux_now() < end
    throw .held(path)
  }

  // MARK: What is touched at all

  /// Throws if it is anything but a file. Only looks: to open a device can do something.
  private static func isThere(_ path: PluginPath) throws(JournalError) -> Bool {
    do throws(SystemError) {
      let status = try FileStatus(link: path)
      if status.isSymbolicLink { throw SystemError("open", number: ELOOP) }
      if !status.isRegular { throw SystemError("open", number: EINVAL) }
      return true
    } catch {
      switch error.number {
      case ENOENT: return false
      case ELOOP where error.call == "open": throw .symbolicLink(path)
      case EINVAL where error.call == "open": throw .notAFile(path)
      default: throw .system(path, error)
      }
    }
  }

  private func open(_ path: PluginPath) throws(JournalError) -> Int32 {
    _ = try Self.isThere(path)
    do throws(SystemError) {
      let descriptor = try path.withCString { isPrivate ? linux_open_private($0) : linux_open_shared($0) }
      guard descriptor >= 0 else { throw SystemError("open") }
      return descriptor
    } catch {
      throw error.number == ENOENT ? .noFolder(path) : .system(path, error)
    }
  }

  /// What it holds, once a last line without its end has been cut off indeed.
  private func settledRows(of descriptor: Int32, by end: UInt64) throws(JournalError) -> VerdictRows {
    var rows = try rows(of: descriptor)
    while rows.endsInTheMiddle {
      let status = try JournalError.about(path) { () throws(SystemError) in try FileStatus(descriptor: descriptor) }
      let age = Int64(clamping: linux_wall_clock()) - status.state.modified
      guard (0..<Int64(clamping: settling)).contains(age) else { break }
      guard linux_now() < end else { throw .held(path) }
      usleep(Self.pause)
      rows = try self.rows(of: descriptor)
    }
    return rows
  }
  /// Between two looks, in microseconds.
  private static let pause: UInt32 = 10_000

  private func rows(of descriptor: Int32) throws(JournalError) -> VerdictRows {
    let bytes = try JournalError.about(path) { () throws(SystemError) in
      guard try FileStatus(descriptor: descriptor).isRegular else { throw SystemError("read", number: EINVAL) }
      return try Descriptor.readAll(descriptor, upTo: Journal.longestFile + 1)
    }
    guard bytes.count <= Journal.longestFile else { throw .full(path) }
    return VerdictRows(bytes)
  }

  // MARK: With the lock

  private func append(_ new: [String], after rows: VerdictRows, to descriptor: Int32) throws(JournalError) {
    guard !new.isEmpty else { return }
    let bytes = rows.bytes(of: new)
    guard rows.length + bytes.count <= Journal.longestFile else { throw .full(path) }
    try JournalError.about(path) { () throws(SystemError) in
      guard rows.length == rows.size || ftruncate(descriptor, off_t(rows.length)) == 0 else {
        throw SystemError("ftruncate")
      }
      errno = 0
      let written = bytes.withUnsafeBytes { linux_write(descriptor, $0.baseAddress, $0.count) }
      guard written == bytes.count, linux_sync_data(descriptor) == 0 else {
        let error = SystemError("write", number: written >= 0 && written < bytes.count ? ENOSPC : errno)
        _ = ftruncate(descriptor, off_t(rows.length))  // if that fails too, the next one drops what was cut off
        throw error
      }
    }
    if rows.length == 0 { try JournalFile.sync(folder: path.folder) }
  }

  private enum Replacement {
    case done
    /// Then it is in order the next time, and nothing is lost.
    case impossible
    /// Somebody has put another file there: what was added is nowhere now.
    case outrun
  }

  /// Puts a file with these lines in the place of the one that is locked, and no other.
  ///
  /// - Parameter size: of what these lines are, in bytes: there is more in it if somebody has written without a lock.
  private func replace(_ lock: borrowing FileLock, ofSize size: Int, by lines: [String]) -> Replacement {
    let bytes = Array(lines.map { $0 + "\n" }.joined().utf8)
    let beside = path.folder.appending("\(PrivateFile.temporaryPrefix)".utf8 + path.name.bytes)
    // To take another user's file is not to put it in order.
    guard let old = try? FileStatus(descriptor: lock.descriptor), old.owner == geteuid(), removeLeftover(beside),
      let new = try? FileLock(beside, patience: 0, open: create)
    else { return .impossible }
    // The group first: to change it may take bits of the mode away. On the disk before it has its name: after a power
    // cut the name must not lead to half a file.
    guard fchown(new.descriptor, uid_t.max, old.group) == 0, fchmod(new.descriptor, old.mode & 0o777) == 0,
      Descriptor.writeAll(new.descriptor, bytes), linux_sync(new.descriptor) == 0,
      (try? FileStatus(descriptor: lock.descriptor))?.state.size == Int64(size), lock.isCurrent, new.isCurrent,
      Self.exchange(beside, path)
    else {
      if new.isCurrent { _ = try? PrivateFile.remove(beside) }  // the next one would remove it
      return lock.isCurrent ? .impossible : .outrun
    }
    // What came out must be what was locked: git may have put another there between the look and the exchange.
    guard let out = try? FileStatus(link: beside), out.state.identity == old.state.identity else {
      if Self.exchange(beside, path), new.isCurrent { _ = try? PrivateFile.remove(beside) }
      return .outrun
    }
    _ = try? PrivateFile.remove(beside)  // the next one would remove it
    // Without it a power cut may bring back the old file, in which all lines are, too.
    _ = try? JournalFile.sync(folder: path.folder)
    return .done
  }

  /// Removes what one that was killed has left; false if that is in use, or may be somebody's.
  private func removeLeftover(_ path: PluginPath) -> Bool {
    guard let there = try? FileStatus(link: path) else { return true }
    guard there.isRegular, there.owner == geteuid(), there.links == 1,
      let lock = try? FileLock(path, patience: 0, open: open), lock.isCurrent
    else { return false }
    return (try? PrivateFile.remove(path)) != nil
  }

  private func create(_ path: PluginPath) throws(JournalError) -> Int32 {
    try JournalError.about(path) { () throws(SystemError) in
      let descriptor = try path.withCString { linux_create_private($0) }
      guard descriptor >= 0 else { throw SystemError("open") }
      return descriptor
    }
  }

  private static func exchange(_ one: PluginPath, _ other: PluginPath) -> Bool {
    let target = other.bytes.map { CChar(bitPattern: $0) } + [0]
    return (try? one.withCString { linux_exchange($0, target) }) == 0
  }
}
