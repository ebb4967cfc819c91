import Glibc
import Linux
import PluginModel

/// What a journal's file holds.
enum JournalContents: Equatable {
  case absent
  /// The lines after the first.
  case sound([String])
  /// With the lines that can be read all the same.
  case broken(JournalFault, rest: [String])

  /// Reads it, with the lock or without: then another may be in the middle of a line, which does not count yet.
  init(at path: PluginPath, _ name: String) throws(JournalError) {
    guard let descriptor = try Self.open(path) else {
      self = .absent
      return
    }
    defer { close(descriptor) }
    let bytes = try JournalError.about(path) { () throws(SystemError) in
      try Descriptor.readAll(descriptor, upTo: Journal.longestFile + 1)
    }
    self = bytes.count > Journal.longestFile ? .broken(.tooLong, rest: []) : Self(bytes, name)
  }

  init(_ bytes: [UInt8], _ name: String) {
    var rows = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    // After the last line break is nothing, or a line that was cut off; only its break may be missing.
    if let last = rows.popLast(), JSONSyntax.isObject(last) { rows.append(last) }
    guard let header = rows.first else {
      self = JournalHeader.isBeginning(bytes[...], name) ? .sound([]) : .broken(.foreign, rest: [])
      return
    }
    if let fault = JournalHeader.fault(of: header, name) {
      self = .broken(fault, rest: [])
      return
    }
    var lines: [String] = []
    var damaged: Int?
    for (index, row) in rows.enumerated().dropFirst() {
      if row.count <= Journal.longestLine, JSONSyntax.isObject(row), let text = String(validating: row, as: UTF8.self) {
        lines.append(text)
      } else {
        damaged = damaged ?? index + 1
      }
    }
    self = damaged.map { .broken(.damaged(line: $0), rest: lines) } ?? .sound(lines)
  }

  /// Nil if there is none.
  private static func open(_ path: PluginPath) throws(JournalError) -> Int32? {
    let status: FileStatus
    do throws(SystemError) {
      status = try FileStatus(link: path)
    } catch {
      guard error.number == ENOENT || error.number == ENOTDIR else { throw .system(path, error) }
      return nil
    }
    try JournalFile.expectOwn(status, path)
    return try JournalError.about(path) { () throws(SystemError) in
      try Descriptor.open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
    }
  }
}
