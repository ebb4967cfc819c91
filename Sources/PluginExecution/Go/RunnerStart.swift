import CLinux
import Glibc
import Linux
import PluginModel

/// Turns a sealed process into the Go runner: filter, Landlock, limits and tracer stay with it.
struct RunnerStart {
  /// Where the runner reads what it is asked.
  enum Call {
    /// The request tells it. The descriptor is that of an empty file in memory: it was made before the filter, which
    /// allows none.
    case known(Int32)
    /// The monitor will send it on this descriptor.
    case follows(Int32)
  }

  let request: RunRequest
  let runner: GoRunner.Program
  /// Where the runner tells its records.
  let records: Int32
  let call: Call

  /// Where the runner finds what it is asked.
  private static let callDescriptor: Int32 = 4
  /// Each processor that Go uses has a thread, and some more wait in system calls: this leaves room below the bound.
  private static let mostProcessors = 16
  /// For GOMAXPROCS. To be asked for before the filter: then nobody has to let it through.
  static let processors = max(1, min(mostProcessors, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))))

  /// Returns only if it cannot be done.
  func execute() -> SystemError {
    switch call {
    case .known(let memory):
      guard Descriptor.writeAll(memory, GoCall(request).wireBytes), lseek(memory, 0, SEEK_SET) == 0 else {
        return SystemError("write")
      }
      guard dup2(memory, Self.callDescriptor) >= 0 else { return SystemError("dup2") }
    case .follows(let control):
      guard dup2(control, Self.callDescriptor) >= 0 else { return SystemError("dup2") }
    }
    for descriptor in [records, Self.callDescriptor] {
      guard fcntl(descriptor, F_SETFD, 0) == 0 else { return SystemError("fcntl") }
    }
    linux_close_from(Self.callDescriptor + 1)
    furnish()
    let arguments: [UnsafeMutablePointer<CChar>?] = [strdup("airlock-go-runner"), nil]
    // The monitor has just found it by this path, so it holds no NUL byte.
    _ = try? runner.path.withCString { execve($0, arguments, environ) }
    return SystemError("execve")
  }

  /// What the user set with `--env` stays.
  private func furnish() {
    setenv("GOMAXPROCS", String(Self.processors), 0)
    // Where each goroutine was, not only the one that panics.
    setenv("GOTRACEBACK", "all", 0)
  }
}
