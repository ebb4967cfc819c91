import CLinux
import Linux
import PluginModel

/// The SHA-256 of a whole file, or why there is none: no plugin is to blame for its length or for a slow disk.
enum FileDigest: Equatable {
  /// In lower-case hexadecimal.
  case computed(String)
  case leftOut(String)

  /// In bytes.
  static let longest: UInt64 = 4 << 30
  /// Half of what the inspector has for a file, in nanoseconds: the checks need the rest.
  static let patience: UInt64 = 5_000_000_000
  /// Of what is read at once, in bytes.
  private static let pieceLength = 64 << 10

  init(of file: MappedFile, within patience: UInt64 = Self.patience) {
    guard file.count <= Self.longest else {
      self = .leftOut("longer than \(Decimal.bytes(Self.longest))")
      return
    }
    let end = linux_now() + patience
    var digest = SHA256()
    var offset: UInt64 = 0
    while offset < file.count {
      guard linux_now() < end else {
        self = .leftOut("it would take longer than \(patience / 1_000_000_000) s")
        return
      }
      let piece = file.text(at: offset, upTo: Self.pieceLength)
      digest.update(piece)
      offset += UInt64(piece.count)
    }
    self = .computed(digest.finishHexadecimal())
  }
}
