import Glibc
import Linux
import PluginModel

/// The check `file`: how long the file is, whose, how old, and whether others can exchange it.
struct FileSafety {
  /// How others could exchange it.
  let danger: (words: String, hint: String)?
  private let status: FileStatus

  /// - Parameter folder: what the folder is that it lies in, if that is known.
  init(_ path: PluginPath, _ status: FileStatus, in folder: FileStatus?) {
    self.status = status
    let shown = { (path: PluginPath) in Words.name(path.bytes, atMost: 200) }
    if status.isWritableByEveryone {
      danger = ("writable by everyone", "Everyone can change what it does: chmod o-w \(shown(path)).")
    } else if let folder, folder.isWritableByEveryone, folder.mode & S_ISVTX == 0 {
      // With the sticky bit, only a file's owner may replace it; see unlink(2).
      danger = ("in a folder writable by everyone", "Everyone can replace it: chmod o-w \(shown(path.folder)).")
    } else {
      danger = nil
    }
  }

  /// "16.2 kB, owned by root, 2 h old".
  ///
  /// - Parameter now: in seconds since 1970.
  func facts(owner: String, now: Int64) -> String {
    [
      Decimal.bytes(UInt64(clamping: status.state.size)), "owned by " + owner,
      Self.age(of: status.state.modified, now: now),
    ].compactMap(\.self).joined(separator: ", ")
  }

  /// "2 h old"; nil for a time to come.
  ///
  /// - Parameter modified: in nanoseconds; `now` in seconds. Both since 1970.
  static func age(of modified: Int64, now: Int64) -> String? {
    let seconds = now - modified / 1_000_000_000
    guard seconds >= 0 else { return nil }
    for (unit, length) in [("d", Int64(86_400)), ("h", 3600), ("min", 60)] where seconds >= length {
      return "\(seconds / length) \(unit) old"
    }
    return "\(seconds) s old"
  }
}
