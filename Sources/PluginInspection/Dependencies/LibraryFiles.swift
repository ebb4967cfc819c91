import CLinux
import Linux
import PluginModel

/// Libraries that were read, kept for the next plugin that needs them: most need the same few, and plugins are needed by
/// others in their turn.
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

  /// What a path leads to.
  struct Look {
    let result: Result<SharedLibrary, Refusal>
    /// Which file it is, whatever its name; nil if there is none.
    let identity: FileState.Identity?

    var library: SharedLibrary? { try? result.get() }  // why there is none is told by the result

    fileprivate static var nothing: Look { Look(result: .failure(.passedOver), identity: nil) }
  }

  /// Of libraries that are kept mapped, and of their bytes: the inspector's address space is limited.
  private static let keptAtMost = 4096
  private static let bytesAtMost: Int64 = 1 << 30
  /// A file that was changed just now may change again without its times telling, for they go by the kernel's tick: it is
  /// kept only until `lookAgain`. In nanoseconds.
  private static let settledAfter: Int64 = 1_000_000_000
  /// A hostile library may lead to any number of paths where nothing is.
  private static let seenAtMost = 10_000

  /// Which libraries have met the needs of which.
  let bindings = Bindings()

  private var kept: [FileState: Result<SharedLibrary, Refusal>] = [:]
  private var keptBytes: Int64 = 0
  /// Those that are kept until `lookAgain` only.
  private var unsettled: [FileState] = []
  /// What was seen since `lookAgain`.
  private var seen: [PluginPath: Look] = [:]
  private var folders: [PluginPath: FileStatus?] = [:]
  private var last = LastFolder()
  /// What was found since then by names alone, wherever it is needed.
  var named: [LibraryName: Dependency] = [:]
  /// What was found in this way for all that a plugin needs.
  var common: [[LibraryName]: DependencyGraph.Common] = [:]

  /// To be called when requests have come: what is looked at from then on holds for all of them, and one look is enough.
  func lookAgain() {
    (seen, folders, last) = ([:], [:], LastFolder())
    (named, common) = ([:], [:])
    for state in unsettled where kept.removeValue(forKey: state) != nil { keptBytes -= state.size }
    unsettled = []
  }

  func look(at path: PluginPath) -> Look {
    if let known = seen[path] { return known }
    var look = Look.nothing
    if let status = try? FileStatus(path: path), status.isRegular {
      look = Look(result: library(at: path, status), identity: status.state.identity)
      // One that is larger than all that may be kept is read again each time.
      guard status.state.size <= Self.bytesAtMost else { return look }
    }
    if look.library != nil || seen.count < Self.seenAtMost { seen[path] = look }
    return look
  }

  /// A folder that is not there leads nowhere.
  func isFolder(_ path: PluginPath) -> Bool {
    folder(at: path)?.isFolder ?? false
  }

  /// Nil if there is nothing, or nothing for us to see.
  func folder(at path: PluginPath) -> FileStatus? {
    if let known = folders[path] { return known }
    let status = try? FileStatus(path: path)
    if folders.count < Self.seenAtMost { folders[path] = .some(status) }
    return status
  }

  func open(_ plugin: PluginPath) throws(FileError) -> OpenFile { try OpenFile(plugin, in: last.folder(of: plugin)) }

  /// The content of a plugin's open file.
  func content(of file: OpenFile, _ state: FileState) throws(FileError) -> MappedFile {
    if case .success(let library)? = kept[state] { return library.image.file }
    return try MappedFile(file, size: state.size, briefly: true)
  }

  /// The tables of a plugin for this machine.
  func plugin(_ image: ELFImage, _ state: FileState) throws(FormatError) -> SharedLibrary {
    if case .success(let library)? = kept[state] { return library }
    let library = try SharedLibrary(image)
    // If it is needed by others all the same, it is read once more.
    if !image.file.isCopy { keep(.success(library), state) }
    return library
  }

  private func library(at path: PluginPath, _ status: FileStatus) -> Result<SharedLibrary, Refusal> {
    if let known = kept[status.state] { return known }
    let library = Self.read(path, status)
    keep(library, status.state)
    return library
  }

  private func keep(_ library: Result<SharedLibrary, Refusal>, _ state: FileState) {
    guard state.size <= Self.bytesAtMost, kept[state] == nil else { return }
    if kept.count >= Self.keptAtMost || keptBytes + state.size > Self.bytesAtMost { forgetAll() }
    kept[state] = library
    keptBytes += state.size
    let age = Int64(clamping: linux_wall_clock()) - max(state.modified, state.changed)
    if age <= Self.settledAfter {
      unsettled.append(state)
    } else if case .success(let library) = library {
      bindings.admit(library)
    }
  }

  private func forgetAll() {
    lookAgain()
    (kept, keptBytes) = ([:], 0)
    bindings.forget()
  }

  private static func read(_ path: PluginPath, _ status: FileStatus) -> Result<SharedLibrary, Refusal> {
    // The loader goes on to the next folder if a file cannot be opened.
    guard let file = try? OpenFile(path, seen: status),
      let mapped = try? MappedFile(file, size: file.opened.state.size)
    else {
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
