import Linux
import PluginModel

/// Libraries that were read, kept for the next plugin that needs them: most need the same few.
///
/// What is kept belongs to one state of its file, which is compared each time.
final class LibraryFiles {
  /// Why the loader does not take a file.
  enum Refusal: Error, Hashable {
    /// It looks on: nothing is there, or a library for another machine.
    case passedOver
    /// It gives up, in words.
    case damaged(String)
  }

  /// Of libraries that are kept mapped, and of their bytes: the inspector's address space is limited.
  private static let keptAtMost = 512
  private static let bytesAtMost: Int64 = 1 << 30

  private var kept: [PluginPath: (state: FileState, library: Result<SharedLibrary, Refusal>)] = [:]

  private var keptBytes: Int64 = 0

  func library(at path: PluginPath) -> Result<SharedLibrary, Refusal> {
    guard let status = try? FileStatus(path: path), status.isRegular else { return .failure(.passedOver) }
    if let known = kept[path], known.state == status.state { return known.library }
    if kept.count >= Self.keptAtMost || keptBytes + status.state.size > Self.bytesAtMost {
      (kept, keptBytes) = ([:], 0)
    }
    let library = Self.read(path, status.state)
    // One that is larger than all that may be kept is read again each time.
    guard status.state.size <= Self.bytesAtMost else { return library }
    kept[path] = (status.state, library)
    keptBytes += status.state.size
    return library
  }

  /// Which file a path leads to, whatever its name; nil if to none.
  func identity(at path: PluginPath) -> FileState.Identity? {
    // One that is gone since is no file that another name could lead to.
    (kept[path]?.state ?? (try? FileStatus(path: path))?.state)?.identity
  }

  /// A folder that is not there leads nowhere.
  func isFolder(_ path: PluginPath) -> Bool { (try? FileStatus(path: path))?.isFolder ?? false }

  private static func read(_ path: PluginPath, _ state: FileState) -> Result<SharedLibrary, Refusal> {
    // The loader goes on to the next folder if a file cannot be opened.
    guard let file = try? OpenFile(path), let mapped = try? MappedFile(file, size: state.size) else {
      return .failure(.passedOver)
    }
    do {
      let identity = try ELFIdentity(mapped)
      guard identity.isNativeLayout, identity.machine == .current else { return .failure(.passedOver) }
      return .success(try SharedLibrary(try ELFImage(mapped, identity: identity, loadedOnly: true)))
    } catch {
      return .failure(.damaged(error.rejection.reason))
    }
  }
}
