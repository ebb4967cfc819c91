import Glibc
import Linux
import PluginModel
import SignatureVerification

/// The process that verifies signatures. It reads plugins as data, takes none of them apart, and runs ssh-keygen, which
/// is sealed further: so it knows nothing of a plugin that the plugin could have made up.
enum VerifierProcess {
  /// For one file, in nanoseconds: what ssh-keygen has, and time to read the file.
  static let patience = Verifier.patience + 5_000_000_000

  static func serve(_ socket: Int32, _ layers: SandboxLayers) -> Never {
    // Its privileges stay: a lease on another user's file takes one.
    guard ReadingOnly.enforce(layers) else { _exit(1) }
    var channel = FrameChannel(descriptor: socket)
    // A message that cannot be read is a fault of ours: the server sees this process end and says so.
    while case .verify(let request)? = try? channel.receive(Request.self) {
      guard channel.send(Reply.verified(Verifier.verify(request, layers))) else { break }
    }
    _exit(0)
  }
}
