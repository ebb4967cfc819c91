import CLinux
import Glibc
import PluginModel

/// The running kernel: its name, and what it can do for a sandbox.
public enum Kernel {
  /// "Linux 6.12.9 x86_64"; uname(2).
  public static var name: String {
    var names = utsname()
    guard uname(&names) == 0 else { return "unknown" }
    func text<Field>(_ field: Field) -> String {
      withUnsafeBytes(of: field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
    return "\(text(names.sysname)) \(text(names.release)) \(text(names.machine))"
  }

  /// The layers that should hold here. Some can still be refused where they are put up, in a container for one.
  public static func sandboxLayers() -> SandboxLayers {
    let version = linux_landlock_version()
    var layers = SandboxLayers(landlockVersion: version)
    if version == 0 { layers.holding.remove(.landlock) }
    if !linux_can_filter(false) { layers.holding.remove(.seccomp) }
    if !mayTrace { layers.holding.remove(.tracing) }
    // Taking over a filter's listener is tracing too.
    if !linux_can_filter(true) || !mayTrace { layers.holding.remove(.attempts) }
    return layers
  }

  /// Yama, where it is, may forbid ptrace(2) for good; see its file in proc(5).
  private static var mayTrace: Bool {
    guard let descriptor = try? Descriptor.open(PluginPath("/proc/sys/kernel/yama/ptrace_scope"), O_RDONLY) else {
      return true
    }
    defer { close(descriptor) }
    return Descriptor.read(descriptor, upTo: 1) != [UInt8(ascii: "3")]
  }
}
