import CLinux
import Glibc
import Linux
import PluginModel

/// A plugin process that is forked, traced and sealed, and waits to be told which plugin to open: made ahead, it saves
/// the next run most of its time.
struct PreparedProcess {
  /// Why there is none.
  enum Failure: Error {
    case system(SystemError)
    /// It ended, or did not come as far as to wait.
    case notReady(String)
    /// The kernel lets nobody take over the listener: attempts cannot be told here.
    case attemptsUntold
  }

  let process: pid_t
  let policy: SandboxPolicy
  /// It can become the Go runner though nobody listens to its filter.
  let executes: Bool
  /// Whether ptrace(2) is allowed here. Without it a crash has no address, and a daemon is found only by its parentage.
  let isTraced: Bool
  let stdout: Int32
  let stderr: Int32
  let records: Int32
  /// Where the request goes.
  let control: Int32
  /// Where the filter's calls come from; -1 without.
  let listener: Int32

  /// How long it may take to seal itself, in milliseconds; it needs less than one.
  private static let patience: Int32 = 5000
  /// What it says when it is sealed: the listener's number. Anything else is a reason why not.
  static let ready = UInt8(ascii: "r")

  /// - Parameter ahead: it has time until its run, which it does itself.
  init(
    _ policy: SandboxPolicy, _ layers: SandboxLayers, _ places: SystemPlaces, executes: Bool, ahead: Bool
  ) throws(Failure) {
    var pairs: [DescriptorPair] = []
    do {
      for kind in [DescriptorPair.Kind.socket, .pipe, .pipe, .stamped] { pairs.append(try DescriptorPair(kind)) }
    } catch {
      for pair in pairs { pair.close() }
      throw .system(error)
    }
    let (control, output, errors, record) = (pairs[0], pairs[1], pairs[2], pairs[3])
    let monitor = getpid()
    let process = linux_fork()
    if process == 0 {
      PluginProcess.serve(
        policy, layers, places, executes: executes, ahead: ahead,
        ends: .init(stdout: output.second, stderr: errors.second, record: record.second, control: control.second),
        parent: monitor)
    }
    let failure = SystemError("fork")
    for descriptor in [control.second, output.second, errors.second, record.second] { close(descriptor) }
    var listener: Int32 = -1
    guard process > 0 else {
      for descriptor in [control.first, output.first, errors.first, record.first] { close(descriptor) }
      throw .system(failure)
    }
    let isTraced = linux_trace(process) == 0
    do {
      listener = try Self.takeListener(process, control.first)
    } catch {
      linux_end(process)
      for descriptor in [control.first, output.first, errors.first, record.first] { close(descriptor) }
      throw error
    }
    for descriptor in [output.first, errors.first] { _ = linux_set_nonblocking(descriptor) }
    (self.process, self.policy, self.executes, self.isTraced) = (process, policy, executes, isTraced)
    (self.control, self.listener) = (control.first, listener)
    (stdout, stderr, records) = (output.first, errors.first, record.first)
  }

  /// Tells it what to open; false if it is no more.
  ///
  /// - Parameter callFollows: only its Go runner is to be started.
  func start(_ request: RunRequest, callFollows: Bool) -> Bool {
    let seconds = UInt64(request.timeout) / 1000 * Self.processorFactor + Self.processorGrace
    guard linux_limit_process(process, request.memory, seconds) == 0 else { return false }
    return Descriptor.writeAll(control, Frames.frame(Assignment(request, callFollows: callFollows).wireBytes))
  }

  /// Processor time is a backstop behind the time limits of four phases; threads use it up at once.
  private static let processorFactor: UInt64 = 16
  private static let processorGrace: UInt64 = 30

  /// Ends one that is not needed.
  func discard() {
    linux_end(process)
    closeAll()
  }

  func closeAll() {
    for descriptor in [stdout, stderr, records, control, listener] where descriptor >= 0 { close(descriptor) }
  }

  private static func takeListener(_ process: pid_t, _ control: Int32) throws(Failure) -> Int32 {
    var entry = linux_poll(reading: control)
    let isHeard = linux_poll_all(&entry, 1, patience) > 0
    let said = isHeard ? Descriptor.read(control, upTo: 512) ?? [] : []
    guard said.first == ready, said.count == 5 else {
      throw .notReady(said.isEmpty ? "its process did not get ready" : ForeignText(said).line)
    }
    let number = said.dropFirst().reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    var listener: Int32 = -1
    if Int32(bitPattern: number) >= 0 {
      listener = linux_take_descriptor(process, Int32(bitPattern: number))
      guard listener >= 0 else { throw .attemptsUntold }
      _ = linux_notices_setup(listener)  // only to be quicker
    }
    _ = Descriptor.writeAll(control, [ready])  // if it has died, the request will say so
    return listener
  }
}
