import CLinux
import Glibc
import Linux
import PluginModel

/// What holds for a process that reads signatures, which may be made to harm it: it may read and start programs, and write
/// nowhere. It holds for all that it starts, too.
public enum ReadingOnly {
  /// False if it cannot be had though this machine has Landlock.
  public static func enforce(_ layers: SandboxLayers) -> Bool {
    guard layers.holding.contains(.landlock) else { return true }
    let ruleset = linux_landlock_begin(layers.landlockVersion, false, false)
    // ssh-keygen opens /dev/null to write before all else, for standard streams that may be missing.
    for (path, access) in [("/", LINUX_ACCESS_EXECUTE), ("/dev/null", LINUX_ACCESS_WRITE)] {
      let place = linux_open_place(path)
      guard linux_landlock_allow(ruleset, layers.landlockVersion, place, access) == 0 else { return false }
      close(place)
    }
    guard linux_keep_privileges() == 0, linux_landlock_enforce(ruleset) == 0 else { return false }
    close(ruleset)
    return true
  }
}
