import CLinux
import Glibc
import Linux
import PluginModel

/// Lines of JSON in a file of the user's own, for several processes at once.
///
/// Whoever adds lines holds a lock, and adds them in one write. So they are there as a whole or not at all, whatever
/// happens: to be killed in the middle leaves at most one line without its end, which does not count. What cannot be read
/// is set aside under another name and told, never lost and never in the way.
public struct Journal: Sendable {
  /// Of the file, in bytes.
  public static let longestFile = 8 << 20
  /// Of a line, in bytes.
  public static let longestLine = 64 << 10

  public struct Contents: Equatable, Sendable {
    /// The oldest first.
    public var lines: [String] = []
    /// That a file was set aside, in a sentence.
    public var note: String?
  }

  private let name: String
  private let folder: PluginPath
  private let utcOffset: Int32
  private let patience: UInt64

  /// - Parameters:
  ///   - name: of letters; the file is `NAME.jsonl`.
  ///   - utcOffset: of the user, in seconds: for the time in the name of a file that is set aside.
  ///   - patience: How long another process may hold the journal, in nanoseconds.
  public init(_ name: String, in folder: PluginPath, utcOffset: Int32 = 0, patience: UInt64 = 200_000_000) {
    self.name = name
    self.folder = folder
    self.utcOffset = utcOffset
    self.patience = patience
  }

  public var path: PluginPath { folder.appending("\(name).jsonl".utf8) }

  /// All lines that were added before the call. Waits for nobody, unless something is wrong with the file.
  public func read() throws(JournalError) -> Contents {
    switch try JournalContents(at: path, name) {
    case .absent: return Contents()
    case .sound(let lines): return Contents(lines: lines)
    case .broken: break  // or another is just repairing it
    }
    return try locked { () throws(JournalError) in
      switch try JournalContents(at: path, name) {
      case .absent: Contents()
      case .sound(let lines): Contents(lines: lines)
      case .broken(let fault, let rest): Contents(lines: rest, note: try setAside(fault, keeping: rest))
      }
    }
  }

  /// Adds lines at the end, all of them or none.
  ///
  /// - Parameters:
  ///   - lines: each an object of JSON.
  ///   - sync: They are on the disk when this returns, so that no power cut can take them away; fdatasync(2).
  /// - Returns: That a file was set aside, in a sentence.
  @discardableResult
  public func append(_ lines: [String], sync: Bool) throws(JournalError) -> String? {
    guard !lines.isEmpty else { return nil }
    for line in lines where !Self.isLine(line) { throw .notALine(line.utf8.count) }
    return try locked { () throws(JournalError) in
      var note: String?
      if let fault = try JournalFile(path, name).fault() {
        switch try JournalContents(at: path, name) {
        case .absent: break
        case .sound(let lines): note = try setAside(fault, keeping: lines)  // all but an endless last line
        case .broken(let fault, let rest): note = try setAside(fault, keeping: rest)
        }
      }
      try JournalFile(path, name).append(lines, sync: sync)
      return note
    }
  }

  /// Writes the journal anew with what is to be kept of it; it is on the disk then.
  ///
  /// - Parameter keep: Of all lines, those that shall remain.
  /// - Returns: That a file was set aside, in a sentence.
  @discardableResult
  public func compact(_ keep: ([String]) -> [String]) throws(JournalError) -> String? {
    try locked { () throws(JournalError) in
      switch try JournalContents(at: path, name) {
      case .absent: return nil
      case .broken(let fault, let rest): return try setAside(fault, keeping: keep(rest))
      case .sound(let lines):
        try replace(by: keep(lines))
        return nil
      }
    }
  }

  // MARK: With the lock

  private func locked<Result>(_ body: () throws(JournalError) -> Result) throws(JournalError) -> Result {
    try JournalError.about(folder) { () throws(SystemError) in try StateFolder.make(folder) }
    let lock = try FileLock(folder.appending("\(name).lock".utf8), patience: patience)
    defer { withExtendedLifetime(lock) {} }
    return try body()
  }

  private func replace(by lines: [String]) throws(JournalError) {
    let bytes = Array(([JournalHeader.line(name)] + lines).map { $0 + "\n" }.joined().utf8)
    guard bytes.count <= Self.longestFile else { throw .full(path) }
    let new = folder.appending("\(PrivateFile.temporaryPrefix)\(name)".utf8)
    try JournalError.about(path) { () throws(SystemError) in
      // Of one that was killed here; nobody else writes it while this one has the lock.
      _ = try? PrivateFile.remove(new)
      let file = try new.withCString { linux_create_private($0) }
      guard file >= 0 else { throw SystemError("open") }
      defer { close(file) }
      // On the disk before it has its name: after a power cut the name must not lead to half a file.
      guard Descriptor.writeAll(file, bytes), linux_sync(file) == 0 else { throw SystemError("write") }
      let target = path.bytes.map { CChar(bitPattern: $0) } + [0]
      guard try new.withCString({ rename($0, target) }) == 0 else { throw SystemError("rename") }
    }
    try JournalFile.sync(folder: folder)
  }

  /// The file gets another name; what can be read of it stays.
  private func setAside(_ fault: JournalFault, keeping lines: [String]) throws(JournalError) -> String {
    guard fault != .newer else { throw .newer(path) }
    let stamp = Moment(nanoseconds: Int64(clamping: linux_wall_clock()), utcOffset: utcOffset).stamp
    let kept = try JournalError.about(path) { () throws(SystemError) in
      try PrivateFile.name(
        path, stem: "\(name).broken-\(stamp)", ending: nil, in: folder, keepingOld: !lines.isEmpty)
    }
    let words = "\(StateFolder.shortened(path).line) \(fault)"
    guard !lines.isEmpty else { return "\(words) and was set aside as \(kept)" }
    // Only now, and in one step: there is no moment at which a line is in neither.
    try replace(by: lines)
    return "\(words); all that can be read was kept, and the file as it was set aside as \(kept)"
  }

  private static func isLine(_ line: String) -> Bool {
    let bytes = Array(line.utf8)
    return bytes.count <= longestLine && !bytes.contains(UInt8(ascii: "\n")) && JSONSyntax.isObject(bytes[...])
  }
}
