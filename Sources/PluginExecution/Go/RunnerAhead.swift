import Linux
import PluginModel

/// A Go runner that was started before anybody asked for it: Go's own start takes longer than to open a plugin.
///
/// Its process is sealed around the plugin of the last run, and waits before it opens it: nothing of the plugin is there,
/// and it is of use for the same plugin only, in the same state and as strictly shut in.
struct RunnerAhead {
  private var run: WatchedRun
  private let request: RunRequest
  private let places: [FileState.Identity?]

  /// What fits into the socket at once, in bytes: the monitor must not wait for a process that may wait for the monitor.
  private static let longestCall = 64 << 10

  init(of request: RunRequest, _ run: WatchedRun) {
    (self.run, self.request) = (run, request)
    places = Self.places(of: request)
  }

  /// Lets it get ready until the server has something to say; false if it has died.
  mutating func getReady(_ server: inout FrameChannel) -> Bool { run.getReady(&server) }

  /// The run that was asked for; nil if this runner is of no use for it.
  mutating func begin(_ request: RunRequest, since began: UInt64) -> WatchedRun? {
    guard fits(request) else { return nil }
    let call = GoCall(request).wireBytes
    guard call.count <= Self.longestCall else { return nil }
    run.begin(request, call, since: began)
    return run
  }

  mutating func discard() { run.discard() }

  private func fits(_ request: RunRequest) -> Bool {
    var asked = request
    (asked.input, asked.goal) = (self.request.input, self.request.goal)
    return asked == self.request && Self.places(of: request) == places
  }

  /// Landlock's rules are about files, not names: another one by the same name would not be let in.
  private static func places(of request: RunRequest) -> [FileState.Identity?] {
    (request.libraries + request.sandbox.readable + request.sandbox.writable).map {
      (try? FileStatus(path: $0))?.state.identity
    }
  }
}
