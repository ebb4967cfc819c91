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

  /// In nanoseconds.
  public static let patience: UInt64 = 10_000_000_000

  /// - Parameters:
  ///   - isPrivate: It is the user's alone, and its folder is made if there is none; else others may read what is made.
  ///   - patience: How long another process may hold it, in nanoseconds.
  public init(_ path: PluginPath, isPrivate: Bool, patience: UInt64 = Self.patience) {
    self.path = path
    self.isPrivate = isPrivate
    self.patience = patience
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
      let rows = try rows(of: lock.descriptor)
      let new = make(rows.lines)
      try append(new, after: rows, to: lock.descriptor)
      // Git, an editor may have put another in its place meanwhile: what was added to the old one is nowhere now.
      guard lock.isCurrent else { continue }
      let all = rows.lines + new
      guard let sorted = inOrder(all), sorted != all, replace(lock, by: sorted) else { return all }
      return sorted
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
    return try JournalError.about(path) { () throws(SystemError) in
      let descriptor = try path.withCString { isPrivate ? linux_open_private($0) : linux_open_shared($0) }
      guard descriptor >= 0 else { throw SystemError("open") }
      return descriptor
    }
  }

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
    let bytes = Array((rows.separator + new.map { $0 + "\n" }.joined()).utf8)
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

  /// Puts a file with these lines in the place of the one that is locked. False if that cannot be: then it is in order the
  /// next time, and nothing is lost.
  private func replace(_ lock: borrowing FileLock, by lines: [String]) -> Bool {
    let bytes = Array(lines.map { $0 + "\n" }.joined().utf8)
    let new = path.folder.appending("\(PrivateFile.temporaryPrefix)".utf8 + path.name.bytes)
    // To take another user's file is not to put it in order.
    guard let old = try? FileStatus(descriptor: lock.descriptor), old.owner == geteuid(),
      // One that was left by a process that was killed here is not locked, and is taken over.
      let temporary = try? FileLock(new, patience: 0, open: open)
    else { return false }
    guard let own = try? FileStatus(descriptor: temporary.descriptor), own.owner == geteuid(),
      ftruncate(temporary.descriptor, 0) == 0, fchmod(temporary.descriptor, old.mode & 0o777) == 0,
      // On the disk before it has its name: after a power cut the name must not lead to half a file.
      Descriptor.writeAll(temporary.descriptor, bytes), linux_sync(temporary.descriptor) == 0,
      lock.isCurrent, temporary.isCurrent, Self.rename(new, to: path)
    else {
      _ = try? PrivateFile.remove(new)  // the next one would take it over
      return false
    }
    // Without it a power cut may bring back the old file, in which all lines are, too.
    _ = try? JournalFile.sync(folder: path.folder)
    return true
  }

  /// rename(2).
  private static func rename(_ old: PluginPath, to new: PluginPath) -> Bool {
    let target = new.bytes.map { CChar(bitPattern: $0) } + [0]
    return (try? old.withCString { Glibc.rename($0, target) }) == 0
  }
}
