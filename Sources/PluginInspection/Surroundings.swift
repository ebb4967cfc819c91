import CLinux
import Glibc
import Linux
import PluginModel

/// What the inspector knows of this machine, found out once and kept from file to file.
final class Surroundings {
  let files = LibraryFiles()
  private(set) var rules = LoaderRules()
  /// Of the C library: "2.36". See gnu_get_libc_version(3).
  let libraryVersion: String

  /// Where debug files of installed libraries lie.
  let debugRoots: [PluginPath]
  /// The libraries that a plugin process has before it opens a plugin. They are part of this process too, so the files
  /// that they came from need not be asked again.
  private(set) lazy var host = readHost()
  private var owners = Owners()
  /// When `files` were last told to look again, by the monotonic clock.
  private var lookedAgain: UInt64 = 0
  /// Of this process, and so of every plugin that is loaded here.
  private(set) lazy var swiftCompiler = SwiftCompiler.ofRuntime()

  init(debugRoots: [PluginPath] = DebugFiles.standardRoots) {
    libraryVersion = Loader.libraryVersion
    self.debugRoots = debugRoots
  }

  func name(ofUser user: uid_t) -> String { owners.name(of: user) }

  /// Thousands of files may be asked for at one time; what they need is then looked at again after so long, in
  /// nanoseconds.
  private static let longestLook: UInt64 = 500_000_000

  /// To be called for each request: files may have changed before it was asked, and ldconfig(8) may have run.
  ///
  /// - Parameter asked: when that was, by the monotonic clock.
  func refresh(since asked: UInt64) {
    let now = linux_now()
    guard lookedAgain < asked || now - lookedAgain > Self.longestLook else { return }
    lookedAgain = now
    files.lookAgain()
    guard !rules.isCurrent else { return }
    rules = LoaderRules()
    host = readHost()
  }

  private func readHost() -> HostLibraries { HostLibraries(rules.loaded.values.map { files.look(at: $0).library }) }
}
