import CLinux
import Glibc
import Linux
import PluginModel

/// Tells when something happens in some folders, and nothing of what it was: whoever wants to know looks. So nothing is
/// lost when there is more than the kernel keeps.
///
/// The C interface is inotify(7).
public final class FolderWatch {
  /// Of the folders that are watched at a time; the kernel has room for a few thousand of each user's.
  public static let mostFolders = 1024

  /// What came of following some folders.
  public struct Following: Equatable {
    /// Some were not watched before: what happened in them until now was not seen.
    public var isNew = false
    /// They are not there.
    public var missing: [PluginPath] = []
    /// They are there, and could not be watched.
    public var unwatched = 0
    /// Why the first of them could not.
    public var problem: SystemError?
  }

  /// To be polled for reading.
  public let descriptor: Int32
  /// The kernel's numbers of the folders.
  private var numbers: Set<Int32> = []

  public init() throws(SystemError) {
    descriptor = linux_watch_begin()
    guard descriptor >= 0 else { throw SystemError("inotify_init1") }
  }

  deinit { close(descriptor) }

  /// Watches these folders and no others. A folder that was replaced by another of its name is watched anew, so this is
  /// to be called again after each look.
  public func follow(_ folders: [PluginPath]) -> Following {
    var following = Following()
    var current: Set<Int32> = []
    for folder in folders.prefix(Self.mostFolders) {
      do {
        current.insert(try number(of: folder))
      } catch {
        if error.number == ENOENT || error.number == ENOTDIR {
          following.missing.append(folder)
        } else {
          following.unwatched += 1
          following.problem = following.problem ?? error
        }
      }
    }
    following.unwatched += max(0, folders.count - Self.mostFolders)
    following.isNew = !current.isSubset(of: numbers)
    for old in numbers.subtracting(current) { _ = linux_watch_forget(descriptor, old) }  // it may be gone already
    numbers = current
    return following
  }

  private func number(of folder: PluginPath) throws(SystemError) -> Int32 {
    let number = try folder.withCString { linux_watch_folder(descriptor, $0) }
    guard number >= 0 else { throw SystemError("inotify_add_watch") }
    return number
  }

  /// Whether anything has happened since the last call.
  public func drain() -> Bool { linux_watch_drain(descriptor) }
}
