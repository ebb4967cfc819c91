import CLinux
import Glibc
import Linux
import PluginModel

/// Watches over plugin processes, one run after another: forks, traces, limits and reaps them. It never reads a
/// plugin's file; of its process it reads pipes, bounded, and what the kernel tells.
///
/// It stands between runs because a warm fork costs a fraction of starting anew, and it is a process of its own so that
/// the fork server never has plugins among its children.
public struct Monitor {
  private var server: FrameChannel
  private let signals: Int32

  /// Serves runs until the server hangs up. Call it in a process that was forked for it.
  public static func serve(_ socket: Int32) -> Never {
    guard linux_become_subreaper() == 0, let monitor = Monitor(server: FrameChannel(descriptor: socket)) else {
      _exit(1)
    }
    monitor.serve()
  }

  private init?(server: FrameChannel) {
    self.server = server
    signals = linux_watch_children()
    guard signals >= 0 else { return nil }
  }

  private consuming func serve() -> Never {
    while true {
      // A message that cannot be read is a fault of ours: the server sees this process end and says so.
      guard let request = try? server.receive(Request.self) else { _exit(1) }
      guard case .run(let run, _) = request else { continue }  // a stop that came after its run had ended
      guard server.send(Reply.finished(perform(run))) else { _exit(0) }
    }
  }

  private mutating func perform(_ request: RunRequest) -> RunReport {
    if let refusal = Self.refusal(of: request) { return RunReport(ending: refusal) }
    do {
      var run = try WatchedRun(request, signals: signals)
      return run.watch(&server)
    } catch {
      return RunReport(ending: .lost("its process could not be started: \(error)"))
    }
  }

  /// Why the run must not begin.
  private static func refusal(of request: RunRequest) -> Ending? {
    guard let status = try? FileStatus(path: request.path), status.state == request.file else { return .fileChanged }
    if request.kind == .c, request.input.bytes.contains(0) {
      return .refused("the input holds a NUL byte, which ends a text in C")
    }
    return nil
  }
}
