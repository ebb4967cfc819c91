import CLinux
import Glibc
import Linux
import PluginModel

/// Why there is no worker.
public enum WorkerError: Error, CustomStringConvertible {
  /// The executable is not beside this one.
  case notFound(String)
  case cannotStart(SystemError)
  /// It ends as soon as it is started; its last words, if it had any.
  case keepsEnding(String)

  public var description: String {
    switch self {
    case .notFound(let path):
      "the worker \(path) is missing; airlock and airlock-worker must lie in one folder"
    case .cannotStart(let error): "the worker could not be started: \(error)"
    case .keepsEnding(let words): "the worker ended again and again" + (words.isEmpty ? "" : ": \(words)")
    }
  }
}

/// A running `airlock-worker` and the socket to it. Nothing here blocks: what cannot be sent waits in `outgoing`.
///
/// It may be started before it is known what for; one that nobody takes is ended.
public struct WorkerProcess: ~Copyable {
  private var pid: pid_t
  let descriptor: Int32
  private var isConnected = true
  /// Where its stderr goes: words worth reading when it has ended.
  private let errors: Int32
  private var incoming = Frames()
  private var outgoing = WireWriter()
  private var sent = 0

  public init() throws(WorkerError) {
    let path = Executable.folder.appending("airlock-worker".utf8)
    let isThere = try? path.withCString { access($0, X_OK) == 0 }  // a path with a NUL byte is no path
    guard isThere == true else { throw .notFound(path.line) }
    do {
      (pid, descriptor, errors) = try Self.start(path)
    } catch {
      throw .cannotStart(error)
    }
  }

  deinit {
    if isConnected { close(descriptor) }
    if pid > 0 { _ = Self.lastWords(of: pid, errors) }
  }

  private static func start(
    _ path: PluginPath
  ) throws(SystemError) -> (pid: pid_t, descriptor: Int32, errors: Int32) {
    let ends = try DescriptorPair(.socket)
    let errors = linux_memory_file("airlock-worker-errors")
    let pid = spawn(path, socket: ends.second, errors: errors)
    let failure = SystemError("posix_spawn")
    close(ends.second)
    guard pid > 0 else {
      for descriptor in [ends.first, errors] where descriptor >= 0 { close(descriptor) }
      throw failure
    }
    _ = linux_set_nonblocking(ends.first)  // fcntl(2) has no way to fail here
    return (pid, ends.first, errors)
  }

  var wantsToWrite: Bool { sent < outgoing.bytes.count }

  /// To be followed by `flush`: many requests go in one piece.
  mutating func send(_ message: Message<Request>) { outgoing.put(framed: message) }

  /// Sends what the socket takes now. If the worker has ended, `receive` says so.
  mutating func flush() {
    while sent < outgoing.bytes.count {
      let count = outgoing.bytes.withUnsafeBytes { linux_write(descriptor, $0.baseAddress! + sent, $0.count - sent) }
      guard count > 0 else { return }
      sent += count
    }
    outgoing.removeAll()
    sent = 0
  }

  /// What has arrived, as much of it as can be dealt with before a key is looked for again; nil once the worker has ended
  /// or speaks no sense.
  mutating func receive() -> [Message<Reply>]? {
    var messages: [Message<Reply>] = []
    let bytes = Descriptor.read(descriptor, upTo: Self.portion)
    var isAlive = bytes != nil
    incoming.append(bytes ?? [])
    do {
      while let payload = try incoming.next() { messages.append(try Message(handedOn: payload)) }
    } catch {
      isAlive = false
    }
    return isAlive || !messages.isEmpty ? messages : nil
  }

  /// In bytes: some twenty inspections, a millisecond's work.
  private static let portion = 32 << 10

  /// The end of the socket tells the worker to clear up after its plugins.
  mutating func hangUp() {
    guard isConnected else { return }
    close(descriptor)
    isConnected = false
  }

  /// Ends the worker, if it has not ended, and says how it went, in words. Again it says nothing. One that does not clear
  /// up is killed.
  mutating func end() -> String {
    guard pid > 0 else { return "" }
    hangUp()
    defer { pid = -1 }
    return Self.lastWords(of: pid, errors)
  }

  /// Waits for the end of a worker that was hung up on: it clears up after its own processes.
  private static func lastWords(of pid: pid_t, _ errors: Int32) -> String {
    var status: Int32 = 0
    let deadline = linux_now() + grace
    while waitpid(pid, &status, WNOHANG) == 0 {
      if linux_now() > deadline { kill(pid, SIGKILL) }
      linux_await(pid, pause)
    }
    lseek(errors, 0, SEEK_SET)
    let text = Descriptor.read(errors, upTo: 4096) ?? []  // most say nothing
    close(errors)
    let words = ForeignText(text.split(separator: UInt8(ascii: "\n")).last ?? [])
    let signal = status & 0x7F
    let cause = signal == 0 ? "exited with status \(status >> 8 & 0xFF)" : "was ended by \(SignalName.of(signal))"
    return "the worker \(cause)" + (words.isEmpty ? "" : " (\(words.line))")
  }

  /// How long a worker may take to clear up, in nanoseconds; it needs about a millisecond.
  private static let grace: UInt64 = 500_000_000
  /// Between two looks at it if it does not end, in milliseconds.
  private static let pause: Int32 = 50

  /// What the worker, and so every plugin process, may know of the user's environment.
  private static let passedVariables = ["PATH", "LANG", "TZ", "LD_LIBRARY_PATH"]

  /// The variables that are passed on, byte by byte, as new C strings.
  private static func environment() -> [UnsafeMutablePointer<CChar>?] {
    var entries: [UnsafeMutablePointer<CChar>?] = []
    var entry = environ
    while let text = entry.pointee {
      let name = UnsafeBufferPointer(start: text, count: strlen(text)).prefix { $0 != CChar(UInt8(ascii: "=")) }
      let variable = String(decoding: name.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      if variable.hasPrefix("LC_") || passedVariables.contains(variable) { entries.append(strdup(text)) }
      entry += 1
    }
    // With its crash reporter off, the Swift runtime follows each fatal error with a stack trace of its own, twenty lines
    // of addresses. With it on it leaves that to its signal handlers, which the worker takes out again.
    for fixed in ["HOME=/nonexistent", "TMPDIR=/nonexistent", "SWIFT_BACKTRACE=enable=yes"] {
      entries.append(strdup(fixed))
    }
    return entries + [nil]
  }

  private static func spawn(_ path: PluginPath, socket: Int32, errors: Int32) -> pid_t {
    let argv: [UnsafeMutablePointer<CChar>?] = [strdup("airlock-worker"), strdup("serve"), nil]
    let envp = environment()
    defer { for text in argv + envp { free(text) } }
    // The path has been found, so there is no NUL in it.
    let pid = try? path.withCString { linux_spawn($0, argv, envp, socket, errors) }
    return pid ?? -1
  }
}
