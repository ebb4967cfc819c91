import CLinux
import Glibc
import Linux
import PluginModel

/// Decides on the calls that a plugin's filter hands on, and remembers those that were denied.
///
/// What a call names in memory may change while it is looked at, so nothing rests on it: files are guarded by Landlock,
/// all else is decided by numbers that stand in registers.
struct Gatekeeper {
  private enum Decision {
    /// As if there were no filter.
    case goOn
    /// It fails; the attempt is told.
    case deny
    /// It fails, and is not worth telling.
    case denyQuietly
    /// The monitor opens the file for it.
    case give(PluginPath)
    /// The monitor has done it.
    case done
  }

  private(set) var attempts = Attempts()
  /// The last allocation that was refused, if none as large was granted since: in which phase, when, and its bytes.
  private(set) var memoryRefused: (phase: Phase, time: UInt64, bytes: UInt64)?

  private let request: RunRequest
  private let system: SystemPlaces
  private let process: pid_t
  /// Found out when it is first asked for: most plugins open nothing but themselves.
  private lazy var places = AllowedPlaces(for: request, system, process: process)
  /// Threads that were let make another one and have not been seen since, and those that were made and not seen yet.
  private var expecting: Set<pid_t> = []
  /// Whether the Go runner is still to be started.
  private var awaitsRunner: Bool

  init(_ request: RunRequest, _ system: SystemPlaces, process: pid_t) {
    (self.request, self.system, self.process) = (request, system, process)
    awaitsRunner = request.runner != nil
  }

  private var policy: SandboxPolicy { request.sandbox }

  /// A run begins: what its process did before is not the plugin's doing.
  mutating func beginRun() {
    attempts = Attempts()
    memoryRefused = nil
  }

  /// No more threads and processes can be made: it is worth looking whether some have ended.
  func isCrowded(_ tracees: Set<pid_t>) -> Bool { tracees.count + expecting.count >= Limits.threads }

  /// A thread has stopped or ended; if it stopped to make another one, that is still to come.
  mutating func sees(_ thread: pid_t, making child: pid_t? = nil) {
    expecting.remove(thread)
    if let child { expecting.insert(child) }
  }

  /// Answers the next call, if one waits.
  ///
  /// - Parameter tracees: the plugin's threads and processes.
  /// - Parameter phase: how far it has come, asked for once the call is there.
  /// - Returns: whether one waited.
  mutating func answerNext(_ listener: Int32, tracees: Set<pid_t>, in phase: () -> Phase) -> Bool {
    var entry = linux_poll(reading: listener)
    guard linux_poll_all(&entry, 1, 0) > 0, entry.readable else { return false }
    var notice = linux_notice()
    guard linux_next_notice(listener, &notice) == 1 else { return true }
    expecting.remove(notice.thread)
    let phase = phase()
    // If it has died meanwhile, nobody waits for the answer.
    switch decide(&notice, in: phase, tracees: tracees) {
    case .goOn: _ = linux_answer_notice(listener, &notice, true)
    case .done: _ = linux_answer_done(listener, &notice)
    case .denyQuietly: _ = linux_answer_notice(listener, &notice, false)
    case .give(let path):
      let isGiven = try? path.withCString { linux_answer_with_file(listener, &notice, $0) == 0 }  // a path with a NUL
      if isGiven != true { _ = linux_answer_notice(listener, &notice, false) }
    case .deny:
      tell(&notice, in: phase)
      _ = linux_answer_notice(listener, &notice, false)
    }
    return true
  }

  private mutating func decide(_ notice: inout linux_notice, in phase: Phase, tracees: Set<pid_t>) -> Decision {
    switch notice.asked {
    case _ where notice.never: return .deny
    case LINUX_ASKED_THREAD: return birth(of: notice.thread, tracees)
    case LINUX_ASKED_FORK where policy.allowsProcesses: return birth(of: notice.thread, tracees)
    case LINUX_ASKED_EXEC where startsRunner(&notice): return .goOn
    case LINUX_ASKED_EXEC where policy.allowsProcesses: return places.mayExecute(&notice) ? .goOn : .deny
    case LINUX_ASKED_KILL, LINUX_ASKED_SCHEDULE:
      return notice.process > 0 && tracees.contains(notice.process) ? .goOn : .deny
    case LINUX_ASKED_MEMORY: return growth(notice, in: phase)
    // A message to whoever is at the other end already.
    case LINUX_ASKED_SEND where Self.target(&notice).isEmpty: return .denyQuietly
    case LINUX_ASKED_CHANGE where change(&notice): return .done
    case LINUX_ASKED_READ, LINUX_ASKED_WRITE, LINUX_ASKED_MAKE, LINUX_ASKED_DELETE: return file(&notice, tracees)
    default: return Probes.contain(notice.asked, Self.target(&notice)) ? .denyQuietly : .deny
    }
  }

  /// Lets the Go runner through, once. The path stands in memory that could change after this look at it, but what could
  /// change it is the plugin, and none of its code is there before the runner opens it: until then all code is Airlock's.
  private mutating func startsRunner(_ notice: inout linux_notice) -> Bool {
    guard awaitsRunner, places.isRunner(&notice) else { return false }
    awaitsRunner = false
    return true
  }

  private mutating func birth(of parent: pid_t, _ tracees: Set<pid_t>) -> Decision {
    guard !isCrowded(tracees) else { return .deny }
    expecting.insert(parent)
    return .goOn
  }

  private mutating func growth(_ notice: linux_notice, in phase: Phase) -> Decision {
    guard notice.bytes > 0 else { return .goOn }
    let (size, isTooLarge) = linux_address_space(notice.thread).addingReportingOverflow(notice.bytes)
    guard isTooLarge || size > request.memory else {
      if let refused = memoryRefused, notice.bytes >= refused.bytes { memoryRefused = nil }
      return .goOn
    }
    // Room that is only kept free is asked for in large numbers, to be content with less.
    if !notice.reserved { memoryRefused = (phase, linux_now(), notice.bytes) }
    return .denyQuietly
  }

  private mutating func file(_ notice: inout linux_notice, _ tracees: Set<pid_t>) -> Decision {
    // By the path as it was given, as the loader opens it.
    if notice.opens, Self.target(&notice) == request.path.bytes { return .goOn }
    if notice.opens, let own = places.ownFile(&notice, tracees) { return .give(own) }
    let may = places.may(&notice) && (!linux_second_notice(&notice) || places.may(&notice))
    return may ? .goOn : Probes.contain(notice.asked, Self.target(&notice)) ? .denyQuietly : .deny
  }

  /// Mode and times of a file that it has open to write, where it may write: nothing guards the call itself, so it is made
  /// here, on the very file that was looked at.
  private mutating func change(_ notice: inout linux_notice) -> Bool {
    guard !policy.writable.isEmpty else { return false }
    let file = linux_notice_file(&notice)
    guard file >= 0 else { return false }
    defer { close(file) }
    return places.mayWrite(file) && linux_change_file(&notice, file) == 0
  }

  // MARK: What was asked

  private mutating func tell(_ notice: inout linux_notice, in phase: Phase) {
    let target = Self.target(&notice)
    let isCrowd = notice.asked == LINUX_ASKED_THREAD || (notice.asked == LINUX_ASKED_FORK && policy.allowsProcesses)
    if isCrowd, !notice.never {
      attempts.add(.other, "more than \(Limits.threads) threads", in: phase)
    } else {
      attempts.add(Self.action(notice.asked), target.isEmpty ? nil : ForeignText(target), in: phase)
    }
  }

  static func target(_ notice: inout linux_notice) -> [UInt8] {
    withUnsafeBytes(of: &notice.target) { Array($0.prefix { $0 != 0 }) }
  }

  private static func action(_ asked: linux_asked) -> Attempt.Action {
    switch asked {
    case LINUX_ASKED_READ: .read
    case LINUX_ASKED_WRITE, LINUX_ASKED_MAKE: .write
    case LINUX_ASKED_DELETE: .delete
    case LINUX_ASKED_CHANGE: .change
    case LINUX_ASKED_CONNECT, LINUX_ASKED_SEND: .connect
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
