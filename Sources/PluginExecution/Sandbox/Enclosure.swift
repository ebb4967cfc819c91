import CLinux
import Glibc
import Linux
import PluginModel

/// The sandbox as a plugin process puts it around itself, before anything of the plugin is there: first what holds for any
/// plugin, later, when it is known which one, what this one may read.
struct Enclosure {
  /// A layer that could not be put up. Nothing runs without the layers that this machine has.
  struct Gap: Error {
    let reason: String

    init(_ layer: String) { reason = "the sandbox has a gap: \(SystemError(layer))" }
  }

  let policy: SandboxPolicy
  let layers: SandboxLayers
  /// Landlock's rules, not yet in force; -1 without Landlock.
  private var ruleset: Int32 = -1

  init(_ policy: SandboxPolicy, _ layers: SandboxLayers, _ places: SystemPlaces) throws(Gap) {
    (self.policy, self.layers) = (policy, layers)
    guard policy.isOn, layers.holding.contains(.landlock) else { return }
    ruleset = linux_landlock_begin(layers.landlockVersion, policy.allowsNetwork, false)
    guard ruleset >= 0 else { throw Gap("landlock_create_ruleset") }
    for place in places.places(for: policy) { try allow(place.descriptor, place.access) }
    for path in SystemPlaces.ofProcess(getpid()) { try allow(path, LINUX_ACCESS_READ) }
  }

  /// Where the rules are, to be kept open, and where they are to be found from now on.
  var descriptor: Int32 {
    get { ruleset }
    set { ruleset = newValue }
  }

  /// The environment, limits, privileges and the filter.
  ///
  /// - Returns: the filter's listener; -1 if there is none.
  ///
  /// - Parameter executing: an execve(2) passes it, for nobody listens who could let a single one through.
  func seal(executing: Bool) throws(Gap) -> Int32 {
    Self.furnish(policy)
    guard linux_limit_files(Limits.fileBytes, Limits.openFiles) == 0 else { throw Gap("setrlimit") }
    guard policy.isOn else { return -1 }
    guard linux_drop_privileges() == 0 else { throw Gap("capset") }
    guard layers.holding.contains(.seccomp) else { return -1 }
    let notify = layers.holding.contains(.attempts)
    let listener = linux_filter_plugin(
      linux_filter(
        notify: notify, network: policy.allowsNetwork, processes: policy.allowsProcesses, execute: executing,
        files: !policy.writable.isEmpty, cutting_unguarded: layers.landlockVersion < 3))
    guard listener >= 0 else { throw Gap("seccomp") }
    return notify ? listener : -1
  }

  /// The plugin, its libraries and what the user allowed; from here on the rules are in force.
  ///
  /// - Parameter plugin: an open descriptor of its file: by its path it would be another file, were it exchanged now.
  mutating func close(around request: RunRequest, plugin: Int32) throws(Gap) {
    guard ruleset >= 0 else { return }
    try allow(plugin, LINUX_ACCESS_READ)
    for library in request.libraries { try allow(library: library) }
    if let runner = request.runner {
      for program in [runner.path, Self.interpreter] { try allow(program, LINUX_ACCESS_EXECUTE) }
    }
    for path in policy.readable { try allow(chosen: path, LINUX_ACCESS_READ) }
    for path in policy.writable { try allow(chosen: path, LINUX_ACCESS_WRITE) }
    guard linux_landlock_enforce(ruleset) == 0 else { throw Gap("landlock_restrict_self") }
    Glibc.close(ruleset)
    ruleset = -1
  }

  /// The dynamic loader, which the kernel executes together with a program.
  #if arch(x86_64)
    private static let interpreter = PluginPath("/lib64/ld-linux-x86-64.so.2")
  #else
    private static let interpreter = PluginPath("/lib/ld-linux-aarch64.so.1")
  #endif

  /// The environment: where it may write, temporary files have their place there.
  private static func furnish(_ policy: SandboxPolicy) {
    let folder = policy.writable.first?.bytes ?? Array("/nonexistent".utf8)
    set(Array("TMPDIR".utf8), folder)
    for variable in policy.variables { set(variable.name.bytes, variable.value.bytes) }
  }

  private static func set(_ name: [UInt8], _ value: [UInt8]) {
    let (name, value) = (name.map { CChar(bitPattern: $0) } + [0], value.map { CChar(bitPattern: $0) } + [0])
    setenv(name, value, 1)
  }

  private func allow(_ path: PluginPath, _ access: linux_access) throws(Gap) {
    // What is not there, or not for this user, cannot be given: the loader will say so.
    guard let descriptor = try? Descriptor.openPlace(path) else { return }
    defer { Glibc.close(descriptor) }
    try allow(descriptor, access)
  }

  private func allow(_ descriptor: Int32, _ access: linux_access) throws(Gap) {
    guard linux_landlock_allow(ruleset, layers.landlockVersion, descriptor, access) == 0 else {
      throw Gap("landlock_add_rule")
    }
  }

  /// A place that the user allowed, by its real path: a link on the way was put there since, by a plugin perhaps.
  private func allow(chosen path: PluginPath, _ access: linux_access) throws(Gap) {
    guard let descriptor = try? Descriptor.openPlace(path) else { return }  // gone since
    defer { Glibc.close(descriptor) }
    guard Descriptor.path(of: descriptor) == path.bytes else { return }
    try allow(descriptor, access)
  }

  /// The inspector names the libraries, and a file may have made it say anything: only ELF files are given.
  private func allow(library path: PluginPath) throws(Gap) {
    guard let descriptor = try? Descriptor.open(path, O_RDONLY | O_NONBLOCK) else { return }  // the loader will say so
    defer { Glibc.close(descriptor) }
    guard Descriptor.read(descriptor, upTo: 4) == [0x7F, 0x45, 0x4C, 0x46] else { return }
    try allow(descriptor, LINUX_ACCESS_READ)
  }
}
