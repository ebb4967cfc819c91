import Glibc
import Linux
import PluginModel

/// A file that is read whole, and is not long if it is what it should be.
struct SmallFile {
  let bytes: [UInt8]
  let status: FileStatus

  enum Failure: Error {
    case absent
    case notRegular
    case longerThan(Int)
    case unreadable(SystemError)

    var words: String {
      switch self {
      case .absent: "no such file or directory"
      case .notRegular: "not a regular file"
      case .longerThan(let limit): "longer than \(Decimal.bytes(UInt64(limit)))"
      case .unreadable(let error): error.reason
      }
    }
  }

  /// - Parameter limit: in bytes.
  init(_ path: PluginPath, atMost limit: Int) throws(Failure) {
    do throws(SystemError) {
      // Nothing but a regular file is ever opened: opening a pipe waits, opening a device can have effects.
      status = try FileStatus(path: path)
      bytes = status.isRegular ? try Self.content(of: path, upTo: limit + 1) : []
    } catch {
      throw [ENOENT, ENOTDIR].contains(error.number) ? .absent : .unreadable(error)
    }
    guard status.isRegular else { throw .notRegular }
    guard bytes.count <= limit else { throw .longerThan(limit) }
  }

  private static func content(of path: PluginPath, upTo limit: Int) throws(SystemError) -> [UInt8] {
    // Another file may have come to the path since: neither wait for it nor make it our terminal.
    let descriptor = try Descriptor.open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY)
    defer { close(descriptor) }
    return try Descriptor.readAll(descriptor, upTo: limit)
  }
}
