import CLinux
import Glibc
import Linux
import PluginModel

/// A journal's file, open to be added to, for whoever has its lock.
struct JournalFile: ~Copyable {
  private let path: PluginPath
  private let name: String
  private let descriptor: Int32
  private let size: Int

  /// Makes it if it is not there.
  init(_ path: PluginPath, _ name: String) throws(JournalError) {
    let descriptor = try Self.open(path)
    let status: FileStatus
    do throws(SystemError) {
      status = try FileStatus(descriptor: descriptor)
    } catch {
      close(descriptor)
      throw .system(path, error)
    }
    if status.mode & 0o777 != 0o600 { _ = fchmod(descriptor, 0o600) }  // a file system may have no modes
    self.path = path
    self.name = name
    self.descriptor = descriptor
    size = Int(status.state.size)
  }

  deinit { close(descriptor) }

  /// Where the next line goes, and what is to be written before it.
  private enum End {
    case after(Int, String)
    case broken(JournalFault)
  }

  /// Why nothing can be added; nil if all is well. Looks at the first line and the last.
  func fault() throws(JournalError) -> JournalFault? {
    guard case .broken(let fault) = try end() else { return nil }
    return fault
  }

  /// Adds lines, all or none, in one write. A last line that was cut off is dropped first: nobody was told that it is there.
  func append(_ lines: [String], sync: Bool) throws(JournalError) {
    guard case .after(let length, let beginning) = try end() else { return }  // the caller has asked
    let bytes = Array((beginning + lines.map { $0 + "\n" }.joined()).utf8)
    guard length + bytes.count <= Journal.longestFile else { throw .full(path) }
    guard length == size || ftruncate(descriptor, off_t(length)) == 0 else {
      throw .system(path, SystemError("ftruncate"))
    }
    errno = 0
    let written = bytes.withUnsafeBytes { linux_write(descriptor, $0.baseAddress, $0.count) }
    guard written == bytes.count else {
      let error = SystemError("write", number: written < 0 ? errno : ENOSPC)
      _ = ftruncate(descriptor, off_t(length))  // if that fails too, the next append drops what was cut off
      throw .system(path, error)
    }
    guard !sync || linux_sync_data(descriptor) == 0 else { throw .system(path, SystemError("fdatasync")) }
    if sync, length == 0 { try Self.sync(folder: path.folder) }
  }

  private func end() throws(JournalError) -> End {
    guard size > 0 else { return .after(0, JournalHeader.line(name) + "\n") }
    guard size <= Journal.longestFile else { return .broken(.tooLong) }
    let head = try read(from: 0, Self.longestHeader)
    guard let headerEnd = head.firstIndex(of: Self.lineBreak) else {
      if JournalHeader.fault(of: head[...], name) == nil, head.count == size { return .after(size, "\n") }
      guard JournalHeader.isBeginning(head[...], name) else { return .broken(.foreign) }
      return .after(0, JournalHeader.line(name) + "\n")
    }
    if let fault = JournalHeader.fault(of: head[..<headerEnd], name) { return .broken(fault) }
    let tail = try read(from: max(0, size - Journal.longestLine - 1), Journal.longestLine + 1)
    guard let lastBreak = tail.lastIndex(of: Self.lineBreak) else { return .broken(.tooLong) }
    let rest = tail[(lastBreak + 1)...]
    if rest.isEmpty { return .after(size, "") }
    return JSONSyntax.isObject(rest) && String(validating: rest, as: UTF8.self) != nil
      ? .after(size, "\n") : .after(size - rest.count, "")
  }

  private static let lineBreak = UInt8(ascii: "\n")
  /// In bytes.
  private static let longestHeader = 256

  private func read(from offset: Int, _ count: Int) throws(JournalError) -> [UInt8] {
    var got = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      got = pread(descriptor, buffer.baseAddress, count, off_t(offset))
      filled = max(0, got)
    }
    guard got >= 0 else { throw .system(path, SystemError("pread")) }
    return bytes
  }

  // MARK: What is touched at all

  /// A regular file of the user's own, made if it is not there.
  static func open(_ path: PluginPath) throws(JournalError) -> Int32 {
    // First only looked at: to open a device can do something.
    if let status = try? FileStatus(link: path) { try expectOwn(status, path) }
    let descriptor = try JournalError.about(path) { () throws(SystemError) in
      let descriptor = try path.withCString { linux_open_private($0) }
      guard descriptor >= 0 else { throw SystemError("open") }
      return descriptor
    }
    do throws(JournalError) {
      try expectOwn(JournalError.about(path) { () throws(SystemError) in try FileStatus(descriptor: descriptor) }, path)
      return descriptor
    } catch {
      close(descriptor)
      throw error
    }
  }

  static func expectOwn(_ status: FileStatus, _ path: PluginPath) throws(JournalError) {
    guard status.isRegular else { throw .notAFile(path) }
    guard status.owner == geteuid() else { throw .anotherUsers(path) }
  }

  /// A new name is on the disk when its folder is.
  static func sync(folder: PluginPath) throws(JournalError) {
    try JournalError.about(folder) { () throws(SystemError) in
      let descriptor = try Descriptor.open(folder, O_RDONLY | O_DIRECTORY)
      defer { close(descriptor) }
      // Some file systems have nothing to do here, and say EINVAL.
      guard linux_sync(descriptor) == 0 || errno == EINVAL else { throw SystemError("fsync") }
    }
  }
}
