import Glibc
import Linux
import PluginModel

/// Where the dynamic loader of this system looks, apart from what a library itself says. See ld.so(8).
final class LoaderRules {
  /// The folders of LD_LIBRARY_PATH, which the plugin process inherits from this one.
  ///
  /// `$ORIGIN` there is the folder of the program, whatever library is looked for: the loader expands it once, at the
  /// start. See `_dl_init_paths` in glibc's `elf/dl-load.c`.
  let environmentFolders: [PluginPath]
  /// Searched last.
  let defaultFolders: [PluginPath]
  /// Below `glibc-hwcaps` of any folder, best first.
  let hardwareFolders: [[UInt8]]
  /// What the plugin process has before it opens a plugin, by soname.
  let loaded: [LibraryName: PluginPath]
  let cache: LoaderCache
  /// Of the cache's file, to notice that ldconfig(8) has run.
  private let cacheState: FileState?

  private static let triplet: String = {
    #if arch(x86_64)
      "x86_64-linux-gnu"
    #elseif arch(arm64)
      "aarch64-linux-gnu"
    #else
      "riscv64-linux-gnu"
    #endif
  }()

  /// - Parameters:
  ///   - libraryPath: LD_LIBRARY_PATH.
  ///   - program: the folder of the program that loads.
  init(libraryPath: [UInt8] = LoaderRules.environmentPath(), program: PluginPath = Executable.folder) {
    hardwareFolders = Loader.hardwareFolders
    // Debian builds its loader with a folder for each architecture; elsewhere 64-bit libraries lie in lib64.
    let isMultiarch = (try? FileStatus(path: PluginPath("/usr/lib/" + Self.triplet)))?.isFolder ?? false  // or absent
    folder = isMultiarch ? "lib/" + Self.triplet : "lib64"
    // It may be separated by semicolons too.
    let colons = libraryPath.map { $0 == UInt8(ascii: ";") ? UInt8(ascii: ":") : $0 }
    environmentFolders = Self.folders(of: colons, origin: program, libraryFolder: folder)
    defaultFolders = ["/" + folder, "/usr/" + folder, "/lib", "/usr/lib"].map { PluginPath($0) }
    loaded = Dictionary(
      Loader.libraries().filter { !$0.soname.isEmpty }.map { (LibraryName(bytes: $0.soname), $0.path) },
      uniquingKeysWith: { first, _ in first })
    // A system may have no cache: then the folders are all there is.
    let file = try? OpenFile(LoaderCache.path)
    let state = try? file?.state()
    let mapped = file.flatMap { file in state.flatMap { try? MappedFile(file, size: $0.size) } }
    cache = mapped.map { LoaderCache($0, hardware: Loader.hardwareFolders) } ?? LoaderCache()
    cacheState = state
  }

  /// Whether the cache's file is still the one that was read.
  var isCurrent: Bool { (try? FileStatus(path: LoaderCache.path))?.state == cacheState }

  private let folder: String

  private static func environmentPath() -> [UInt8] {
    guard let text = getenv("LD_LIBRARY_PATH") else { return [] }
    return UnsafeBufferPointer(start: text, count: strlen(text)).map { UInt8(bitPattern: $0) }
  }

  /// The folders of a search path, its tokens expanded; an empty one is the current folder.
  ///
  /// - Parameter origin: the folder of the library that the path belongs to, for `$ORIGIN`.
  func folders(of path: [UInt8], origin: PluginPath) -> [PluginPath] {
    Self.folders(of: path, origin: origin, libraryFolder: folder)
  }

  private static func folders(of path: [UInt8], origin: PluginPath, libraryFolder: String) -> [PluginPath] {
    // One that is empty as a whole is none.
    guard !path.isEmpty else { return [] }
    return path.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).map { part in
      part.isEmpty
        ? PluginPath(".") : PluginPath(expanded(Array(part), origin: origin, libraryFolder: libraryFolder))
    }
  }

  /// A name or a folder with `$ORIGIN`, `$LIB` and `$PLATFORM` replaced; each may be written with braces.
  func expanded(_ text: [UInt8], origin: @autoclosure () -> PluginPath) -> [UInt8] {
    Self.expanded(text, origin: origin(), libraryFolder: folder)
  }

  private static func expanded(
    _ text: [UInt8], origin: @autoclosure () -> PluginPath, libraryFolder: String
  ) -> [UInt8] {
    guard text.contains(UInt8(ascii: "$")) else { return text }
    let tokens: [(String, [UInt8])] = [
      ("ORIGIN", origin().bytes), ("LIB", Array(libraryFolder.utf8)), ("PLATFORM", Loader.platform),
    ]
    var result: [UInt8] = []
    var rest = text[...]
    next: while let byte = rest.first {
      if byte == UInt8(ascii: "$") {
        for (name, value) in tokens {
          for spelling in ["${\(name)}", "$\(name)"] where rest.starts(with: spelling.utf8) {
            result += value
            rest = rest.dropFirst(spelling.utf8.count)
            continue next
          }
        }
      }
      result.append(byte)
      rest = rest.dropFirst()
    }
    return result
  }
}
