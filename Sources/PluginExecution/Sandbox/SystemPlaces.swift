import CLinux
import Glibc
import Linux
import PluginModel

/// What a library may read of the system, opened once and handed to each plugin process: it has no home folder, no
/// other user's files and no configuration in it.
struct SystemPlaces {
  struct Place {
    /// Of O_PATH: it names the file and cannot be read.
    let descriptor: Int32
    /// Links resolved.
    let path: [UInt8]
    let access: linux_access
  }

  let always: [Place]
  /// Names, addresses and certificates.
  let forNetwork: [Place]
  /// Programs.
  let forProcesses: [Place]

  init() {
    let libraries = Loader.libraries().map(\.path.folder)
    always =
      Self.open(libraries + Self.systemPaths.map { PluginPath($0) }, LINUX_ACCESS_READ)
      + Self.open([PluginPath("/dev/null")], LINUX_ACCESS_WRITE)
    forNetwork = Self.open(Self.networkPaths.map { PluginPath($0) }, LINUX_ACCESS_READ)
    forProcesses = Self.open(Self.programPaths.map { PluginPath($0) }, LINUX_ACCESS_EXECUTE)
  }

  func places(for policy: SandboxPolicy) -> [Place] {
    always + (policy.allowsNetwork ? forNetwork : []) + (policy.allowsProcesses ? forProcesses : [])
  }

  private static let systemPaths = [
    "/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/ld.so.preload",
    "/etc/localtime", "/etc/timezone", "/etc/locale.alias", "/dev/zero", "/dev/urandom", "/dev/random",
    // How many processors and how much memory there are: allocators and thread pools ask.
    "/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/proc/version", "/proc/filesystems", "/proc/loadavg",
    "/proc/sys/vm",
    "/proc/sys/kernel/osrelease", "/proc/sys/kernel/cap_last_cap",
    "/proc/sys/kernel/ngroups_max", "/etc/ssl/openssl.cnf", "/sys/devices/system/cpu",
    "/sys/devices/system/node", "/sys/kernel/mm",
  ]
  /// What a process may read of itself. Not all there is: its view of the network and of mounts tells of the machine.
  static func ofProcess(_ process: pid_t) -> [PluginPath] {
    processNames.map { PluginPath("/proc/\(process)/\($0)") }
  }
  private static let processNames = [
    "auxv", "cmdline", "comm", "environ", "fd", "fdinfo", "limits", "maps", "mem", "pagemap", "smaps", "smaps_rollup",
    "stat", "statm", "status",
  ]

  private static let networkPaths = [
    "/etc/resolv.conf", "/etc/hosts", "/etc/nsswitch.conf", "/etc/host.conf", "/etc/gai.conf", "/etc/services",
    "/etc/protocols", "/etc/ssl", "/etc/ca-certificates", "/etc/pki",
  ]
  private static let programPaths = ["/usr", "/bin", "/sbin", "/lib", "/lib64"]

  /// Those that there are. What lies in one that came before needs no place of its own.
  private static func open(_ paths: [PluginPath], _ access: linux_access) -> [Place] {
    var places: [Place] = []
    for path in paths {
      // Not every system has them all.
      guard let descriptor = try? Descriptor.openPlace(path) else { continue }
      guard let real = Descriptor.path(of: descriptor), !places.contains(where: { real.lies(in: $0.path) }) else {
        close(descriptor)
        continue
      }
      places.append(Place(descriptor: descriptor, path: real, access: access))
    }
    return places
  }
}
