import Glibc
import Linux
import PluginModel

/// What the inspector knows of this machine, found out once and kept from file to file.
final class Surroundings {
  let files = LibraryFiles()
  private(set) var rules = LoaderRules()
  /// Of the C library: "2.36". See gnu_get_libc_version(3).
  let libraryVersion: String

  /// The libraries that a plugin process has before it opens a plugin.
  private(set) var host: [SharedLibrary] = []

  init() {
    libraryVersion = Loader.libraryVersion
    readHost()
  }

  /// To be called before each file: ldconfig(8) may have run since the last.
  func refresh() {
    guard !rules.isCurrent else { return }
    rules = LoaderRules()
    readHost()
  }

  /// They are part of this process too, so the files that they came from need not be asked again.
  private func readHost() { host = rules.loaded.values.compactMap { path in try? files.library(at: path).get() } }
}
