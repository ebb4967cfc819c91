import CLinux

/// What the C library and runtimes look for on their own, when somebody asks for a user, a host or the number of
/// processors: denied, and not worth telling. Only the reading of just these files is.
enum Probes {
  static func contain(_ asked: linux_asked, _ target: [UInt8]) -> Bool {
    switch asked {
    case LINUX_ASKED_READ: files.contains(target) || (target.starts(with: quota) && !target.contains(dots))
    case LINUX_ASKED_CONNECT: target == nameServer
    default: false
    }
  }

  private static let files = Set(
    [
      "/etc/nsswitch.conf", "/etc/host.conf", "/etc/resolv.conf", "/etc/gai.conf", "/etc/hosts", "/etc/services",
      "/etc/protocols", "/proc/self/cgroup", "/proc/self/mountinfo",
    ].map { Array($0.utf8) })
  /// How much processor time a container has: runtimes ask, to know how many threads to start.
  private static let quota = Array("/sys/fs/cgroup/".utf8)
  private static let dots = Array("..".utf8)
  private static let nameServer = Array("unix:/var/run/nscd/socket".utf8)
}
