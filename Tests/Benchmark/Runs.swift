import Foundation
import PluginModel
import TestSupport
import WorkerClient

/// One run from its request to its result, as the dashboard makes it, beside a fresh process that opens and calls.
enum Runs {
  static func measure() throws {
    for name in ["libHello.so", "libAnswer.so"] {
      let session = try Session(Executables.path(name))
      defer { session.end() }
      _ = try session.runs(50)  // warms both sides
      _ = FreshProcess.times(Executables.path(name), 10)
      var ours: [Double] = []
      var theirs: [Double] = []
      for _ in 0..<20 {
        ours += try session.runs(25)
        theirs += FreshProcess.times(Executables.path(name), 10)
      }
      Sample(ours).report("one run of \(name), request to result")
      Sample(theirs).report("a fresh process: start, dlopen, call, end")
      let start = now()
      _ = try session.runs(200)
      report("200 runs in a row", String(format: "%8.1f ms", now() - start))
    }
  }

  private final class Session {
    private let session: PluginSession

    init(_ path: String) throws {
      session = try PluginSession(digests: .whereAlike, details: false, settings: Settings(), jobs: 1)
      session.take(PluginList([Plugin(path: PluginPath(path))]))
    }

    func runs(_ count: Int) throws -> [Double] {
      try (0..<count).map { _ in
        let start = now()
        session.run(0, input: ForeignText("hello"))
        while true {
          var entry = pollfd(fd: session.descriptor, events: Int16(POLLIN), revents: 0)
          poll(&entry, 1, -1)
          for case .ran(_, let report, _) in try session.receive().events {
            precondition(report.ending == .returned(42), "\(report.ending)")
            return now() - start
          }
        }
      }
    }

    func end() { session.end() }
  }
}

/// What a shell script would do: one process a call.
enum FreshProcess {
  static func times(_ plugin: String, _ count: Int) -> [Double] {
    (0..<count).map { _ in
      var argv: [UnsafeMutablePointer<CChar>?] = [strdup("FreshProcess"), strdup(plugin), nil]
      defer { for text in argv { free(text) } }
      let start = now()
      var pid: pid_t = 0
      precondition(posix_spawn(&pid, Executables.path("FreshProcess"), nil, nil, &argv, environ) == 0)
      var status: Int32 = 0
      waitpid(pid, &status, 0)
      precondition(status == 0, "the fresh process failed")
      return now() - start
    }
  }
}
