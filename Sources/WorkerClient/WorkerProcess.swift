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
struct WorkerProcess {
  let pid: pid_t
  let descriptor: Int32
  /// Where its stderr goes: words worth reading when it has ended.
  private let errors: Int32
  private var incoming = Frames()
  private var outgoing: [UInt8] = []
  private var sent = 0

  init(jobs: Int) throws(WorkerError) {
    let path = Executable.folder.appending("airlock-worker".utf8)
    let isThere = try? path.withCString { access($0, X_OK) == 0 }  // a path with a NUL byte is no path
    guard isThere == true else { throw .notFound(path.line) }
    do {
      let ends = try DescriptorPair.socket()
      errors = linux_memory_file("airlock-worker-errors")
      pid = Self.spawn(path, arguments: [String(jobs), String(getpid())], socket: ends.second, errors: errors)
      let failure = SystemError("posix_spawn")
      close(ends.second)
      guard pid > 0 else {
        close(ends.first)
        throw failure
      }
      guard linux_set_nonblocking(ends.first) == 0 else { throw SystemError("fcntl") }
      descriptor = ends.first
    } catch let error as SystemError {
      throw .cannotStart(error)
    } catch {
      throw .cannotStart(SystemError("socketpair"))
    }
  }

  var wantsToWrite: Bool { sent < outgoing.count }

  mutating func send(_ message: Message<Request>) {
    outgoing.append(contentsOf: Frames.frame(message.wireBytes))
    flush()
  }

  /// Sends what the socket takes now. If the worker has ended, `receive` says so.
  mutating func flush() {
    while sent < outgoing.count {
      let count = outgoing.withUnsafeBytes { linux_write(descriptor, $0.baseAddress! + sent, $0.count - sent) }
      guard count > 0 else { return }
      sent += count
    }
    outgoing.removeAll(keepingCapacity: outgoing.capacity < 1 << 20)
    sent = 0
  }

  /// What has arrived; nil once the worker has ended or speaks no sense.
  mutating func receive() -> [Message<Reply>]? {
    var messages: [Message<Reply>] = []
    var isAlive = true
    while isAlive {
      guard let bytes = Descriptor.read(descriptor, upTo: 64 << 10) else {
        isAlive = false
        break
      }
      guard !bytes.isEmpty else { break }
      incoming.append(bytes)
    }
    do {
      while let payload = try incoming.next() { messages.append(try Message<Reply>(wireBytes: payload)) }
    } catch {
      isAlive = false
    }
    return isAlive || !messages.isEmpty ? messages : nil
  }

  /// Ends the worker, if it has not ended, and says how it went, in words.
  func end() -> String {
    kill(pid, SIGKILL)
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    close(descriptor)
    defer { close(errors) }
    lseek(errors, 0, SEEK_SET)
    let words = ForeignText((Descriptor.read(errors, upTo: 4096) ?? []).split(separator: UInt8(ascii: "\n")).last ?? [])
    let signal = status & 0x7F
    let cause = signal == 0 ? "exited with status \(status >> 8 & 0xFF)" : "was ended by \(SignalName.of(signal))"
    return "the worker \(cause)" + (words.isEmpty ? "" : " (\(words.line))")
  }

  /// What the worker, and so every plugin process, may know of the user's environment.
  private static let passedVariables = ["PATH", "LANG", "TZ", "LD_LIBRARY_PATH"]

  private static func environment() -> [String] {
    var entries: [String] = []
    var entry = environ
    while let text = entry.pointee {
      let variable = String(cString: text)
      let name = variable.prefix { $0 != "=" }
      if name.hasPrefix("LC_") || passedVariables.contains(String(name)) { entries.append(variable) }
      entry += 1
    }
    // With its crash reporter off, the Swift runtime follows each fatal error with a stack trace of its own, twenty lines
    // of addresses. With it on it leaves that to its signal handlers, which the worker takes out again.
    return entries + ["SWIFT_BACKTRACE=enable=yes"]
  }

  private static func spawn(_ path: PluginPath, arguments: [String], socket: Int32, errors: Int32) -> pid_t {
    let argv = (["airlock-worker"] + arguments).map { strdup($0) } + [nil]
    let envp = environment().map { strdup($0) } + [nil]
    defer { for text in argv + envp { free(text) } }
    // The path has been found, so there is no NUL in it.
    let pid = try? path.withCString { linux_spawn($0, argv, envp, socket, errors) }
    return pid ?? -1
  }
}
