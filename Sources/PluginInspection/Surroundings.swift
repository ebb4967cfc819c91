import Glibc
import Linux
import PluginModel

/// What the inspector knows of this machine, found out once and kept from file to file.
final class Surroundings {
  let files = LibraryFiles()
  private(set) var rules = LoaderRules()
  /// Of the C library: "2.36". See gnu_get_libc_version(3).
  let libraryVersion: String

  let debugRoots: [PluginPath]
  private var owners = Owners()
  /// Of this process, and so of every plugin that is loaded here.
  private(set) lazy var swiftCompiler = SwiftCompiler.ofRuntime()

  init(debugRoots: [PluginPath] = DebugFiles.standardRoots) {
    libraryVersion = Loader.libraryVersion
    self.debugRoots = debugRoots
  }

  func name(ofUser user: uid_t) -> String { owners.name(of: user) }

  /// To be called before each file: ldconfig(8) may have run since the last.
  func refresh() { if !rules.isCurrent { rules = LoaderRules() } }

  /// The libraries that a plugin process has before it opens a plugin.
  var host: [SharedLibrary] {
    rules.loaded.values.compactMap { path in try? files.library(at: path).get() }
  }
}
