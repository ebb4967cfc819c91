import Linux
import PluginModel

/// A Go program of Airlock's own making, read back: whether it is still what was built, and what it can open.
public struct GoProgram {
  public let status: FileStatus
  /// SHA-256 of the content, in lower-case hexadecimal.
  public let digest: String
  public let hashes: GoHashes

  /// Nil if there is none at the path, or it cannot be read.
  public init?(at path: PluginPath) {
    guard let file = try? OpenFile(path), let mapped = try? MappedFile(file, size: file.opened.state.size),
      case .computed(let digest) = FileDigest(of: mapped),
      let identity = try? ELFIdentity(mapped), identity.isNativeLayout,
      let image = try? ELFImage(mapped, identity: identity), let tables = try? SharedLibrary(image)
    else { return nil }
    status = file.opened
    self.digest = digest
    hashes = GoHashes(in: tables)
  }

  /// SHA-256 of a text, in lower-case hexadecimal.
  public static func digest(of text: String) -> String {
    var digest = SHA256()
    digest.update(Array(text.utf8))
    return digest.finishHexadecimal()
  }
}
