import CLinux
import Glibc
import PluginModel

/// What holds a process that reads any files, answers on its socket, and does nothing else: whatever a file made of it
/// could do no more.
public enum ReaderEnclosure {
  /// From here on this process is held to it. Which files it has to read, libraries of libraries too, it finds out by
  /// reading, so it may read all.
  ///
  /// - Returns: Whether the layers that are there hold.
  public static func enter(_ layers: SandboxLayers) -> Bool {
    let isFiltered = layers.holding.contains(.seccomp)
    if layers.holding.contains(.landlock) {
      // Where the filter sees to it that files are opened for reading alone, this need not be asked at each.
      let ruleset = linux_landlock_begin(layers.landlockVersion, false, isFiltered)
      guard ruleset >= 0, isFiltered || allowsReading(ruleset, layers), linux_landlock_enforce(ruleset) == 0 else {
        return false
      }
      close(ruleset)
    }
    return !isFiltered || linux_filter_reader() == 0
  }

  private static func allowsReading(_ ruleset: Int32, _ layers: SandboxLayers) -> Bool {
    let root = linux_open_place("/")
    defer { close(root) }
    return linux_landlock_allow(ruleset, layers.landlockVersion, root, LINUX_ACCESS_READ) == 0
  }
}
