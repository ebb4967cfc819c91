import Glibc
import GoRunner
import Linux
import PluginModel

/// The process that finds and builds runners for Go plugins. It reads no plugin and runs none: what it knows of one is what
/// the inspector told, held to its bounds.
enum BuilderProcess {
  /// For one plugin, in nanoseconds: longer than any build may take.
  static let patience: UInt64 = 3600 * 1_000_000_000

  static func serve(_ socket: Int32) -> Never {
    var channel = FrameChannel(descriptor: socket)
    // A message that cannot be read is a fault of ours: the server sees this process end and says so.
    while case .prepare(let request)? = try? channel.receive(Request.self) {
      let preparation = RunnerFinder.prepare(request) { channel.send(Reply.preparing($0)) }
      guard channel.send(Reply.prepared(preparation)) else { break }
    }
    _exit(0)
  }
}
