import CLinux
import Glibc
import Linux
import PluginModel

/// Decides on the calls that a plugin's filter hands on, and remembers those that were denied.
///
/// What a call names in memory may change while it is looked at, so nothing rests on it: files are guarded by Landlock,
/// all else is decided by numbers that stand in registers.
struct Gatekeeper {
  private(set) var attempts = Attempts()
  /// The phase in which an allocation was refused last.
  private(set) var memoryRefused: Phase?

  private let policy: SandboxPolicy
  /// The address space that the plugin process may have, in bytes.
  private let memory: UInt64
  /// Real paths, with all that lies below them.
  private let readable: [[UInt8]]
  private let writable: [[UInt8]]
  /// Threads and processes that were let be made, and those that have ended.
  private var born = 1
  private var ended = 0
  /// The real path of the Go runner, until it was started.
  private var runner: [UInt8]?

  /// - Parameter places: what any library may read.
  init(_ request: RunRequest, _ places: SystemPlaces, process: pid_t) {
    policy = request.sandbox
    memory = request.memory
    let system = places.places(for: policy)
    writable =
      policy.writable.compactMap(Self.real) + system.filter { $0.access == LINUX_ACCESS_WRITE }.map(\.path)
    let own = [request.path] + request.libraries + (request.runner.map { [$0.path] } ?? [])
    runner = request.runner.flatMap { Self.real($0.path) }
    readable =
      system.map(\.path) + (own + policy.readable).compactMap(Self.real)
      + SystemPlaces.ofProcess(process).map(\.bytes) + writable
  }

  mutating func hasEnded() { ended += 1 }

  /// Answers the next call, if one waits.
  ///
  /// - Parameter tracees: the plugin's threads and processes.
  /// - Parameter phase: how far it has come, asked for once the call is there.
  /// - Returns: whether one waited.
  mutating func answerNext(_ listener: Int32, tracees: Set<pid_t>, in phase: () -> Phase) -> Bool {
    var entry = linux_poll(
      descriptor: listener, want_read: true, want_write: false, readable: false, writable: false, hung_up: false)
    guard linux_poll_all(&entry, 1, 0) > 0, entry.readable else { return false }
    var notice = linux_notice()
    guard linux_next_notice(listener, &notice) == 1 else { return true }
    let isAllowed = judge(&notice, in: phase(), tracees: tracees)
    _ = linux_answer_notice(listener, &notice, isAllowed)  // if it has died meanwhile, nobody waits for it
    return true
  }

  private mutating func judge(_ notice: inout linux_notice, in phase: Phase, tracees: Set<pid_t>) -> Bool {
    switch notice.asked {
    case LINUX_ASKED_THREAD where !notice.never: return mayBeBorn()
    case LINUX_ASKED_FORK where policy.allowsProcesses && !notice.never: return mayBeBorn()
    case LINUX_ASKED_KILL, LINUX_ASKED_SCHEDULE:
      if notice.process > 0, tracees.contains(notice.process) { return true }
    case LINUX_ASKED_EXEC: if startsRunner(&notice) { return true }
    case LINUX_ASKED_MEMORY: return mayGrow(notice, in: phase)
    case LINUX_ASKED_READ where !notice.never: if mayRead(&notice) { return true }
    case LINUX_ASKED_WRITE where !notice.never, LINUX_ASKED_DELETE: if mayWrite(&notice) { return true }
    default: break
    }
    let target = Self.target(&notice)
    if Self.isProbe(target) { return false }
    attempts.add(Self.action(notice.asked), target.isEmpty ? nil : ForeignText(target), in: phase)
    return false
  }

  /// Lets the Go runner through, once. The path stands in memory that could change after this look at it, but what could
  /// change it is the plugin, and none of its code is there before the runner opens it: until then all code is Airlock's.
  private mutating func startsRunner(_ notice: inout linux_notice) -> Bool {
    guard let expected = runner, case .success(expected) = Self.place(&notice, folder: false) else { return false }
    runner = nil
    return true
  }

  private mutating func mayBeBorn() -> Bool {
    guard born - ended < Limits.threads else { return false }
    born += 1
    return true
  }

  private mutating func mayGrow(_ notice: linux_notice, in phase: Phase) -> Bool {
    guard notice.bytes > 0 else { return true }
    let (size, isTooLarge) = linux_address_space(notice.thread).addingReportingOverflow(notice.bytes)
    guard isTooLarge || size > memory else { return true }
    memoryRefused = phase
    return false
  }

  // MARK: Files

  private func mayRead(_ notice: inout linux_notice) -> Bool {
    switch Self.place(&notice, folder: false) {
    case .success(let place): readable.contains { place.lies(in: $0) }
    // What is not there may be looked for: the kernel's own answer is the true one.
    case .failure(let error): error.number == ENOENT || error.number == ENOTDIR
    }
  }

  private func mayWrite(_ notice: inout linux_notice) -> Bool {
    if case .success(let place) = Self.place(&notice, folder: false) { return writable.contains { place.lies(in: $0) } }
    // A name that is to be made.
    guard case .success(let folder) = Self.place(&notice, folder: true) else { return false }
    return writable.contains { folder.lies(in: $0) }
  }

  private static func place(_ notice: inout linux_notice, folder: Bool) -> Result<[UInt8], SystemError> {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { buffer in
      guard linux_notice_place(&notice, folder, buffer.baseAddress, buffer.count) == 0 else {
        return .failure(SystemError("open"))
      }
      return .success(buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) })
    }
  }

  private static func real(_ path: PluginPath) -> [UInt8]? {
    // What is not there now can be neither read nor written later: the rules name files.
    guard let descriptor = try? Descriptor.openPlace(path) else { return nil }
    defer { close(descriptor) }
    return Descriptor.path(of: descriptor)
  }

  // MARK: What was asked

  /// What the C library looks for on its own when somebody asks for a user or a host; denied, and not worth telling.
  private static func isProbe(_ target: [UInt8]) -> Bool { probes.contains(target) || target.starts(with: quota) }

  /// How much processor time a container has: runtimes ask how many threads to start.
  private static let quota = Array("/sys/fs/cgroup/".utf8)
  private static let probes: Set<[UInt8]> = Set(
    [
      "unix:/var/run/nscd/socket", "/etc/nsswitch.conf", "/etc/host.conf", "/etc/resolv.conf", "/etc/gai.conf",
      "/etc/hosts", "/etc/services", "/etc/protocols",
      // Go's runtime, since 1.25: how many processors it may use.
      "/proc/self/cgroup", "/proc/self/mountinfo",
    ].map { Array($0.utf8) })

  private static func target(_ notice: inout linux_notice) -> [UInt8] {
    withUnsafeBytes(of: &notice.target) { Array($0.prefix { $0 != 0 }) }
  }

  private static func action(_ asked: linux_asked) -> Attempt.Action {
    switch asked {
    case LINUX_ASKED_READ: .read
    case LINUX_ASKED_WRITE: .write
    case LINUX_ASKED_DELETE: .delete
    case LINUX_ASKED_CHANGE: .change
    case LINUX_ASKED_CONNECT: .connect
    case LINUX_ASKED_LISTEN: .listen
    case LINUX_ASKED_SOCKET: .socket
    case LINUX_ASKED_FORK, LINUX_ASKED_THREAD: .fork
    case LINUX_ASKED_EXEC: .exec
    case LINUX_ASKED_KILL: .kill
    case LINUX_ASKED_TRACE: .trace
    case LINUX_ASKED_NAMESPACE: .namespace
    case LINUX_ASKED_IPC: .ipc
    default: .other
    }
  }
}
