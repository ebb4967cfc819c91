import CLinux
import Glibc
import Linux
import PluginModel

/// Turns a sealed process into the Go runner: filter, Landlock, limits and tracer stay with it.
struct RunnerStart {
  let request: RunRequest
  let runner: GoRunner.Program
  /// An empty file in memory that was made before the filter, which allows none.
  let memory: Int32
  /// Where the runner tells its records.
  let records: Int32

  /// Where the runner finds what it is asked.
  private static let callDescriptor: Int32 = 4
  /// Each processor that Go uses has a thread, and some more wait in system calls: this leaves room below the bound.
  private static let mostProcessors = 16
  /// For GOMAXPROCS. To be asked for before the filter: then nobody has to let it through.
  static let processors = max(1, min(mostProcessors, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))))

  /// Returns only if it cannot be done.
  func execute() -> SystemError {
    guard Descriptor.writeAll(memory, GoCall(request).wireBytes), lseek(memory, 0, SEEK_SET) == 0 else {
      return SystemError("write")
    }
    guard dup2(memory, Self.callDescriptor) >= 0, fcntl(records, F_SETFD, 0) == 0 else { return SystemError("dup2") }
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
