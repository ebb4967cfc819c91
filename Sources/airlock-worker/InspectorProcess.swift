import CLinux
import Glibc
import Linux
import PluginExecution
import PluginInspection
import PluginModel

/// The process that reads plugin files. It may crash, hang or run out of memory on one: then the server blames that
/// file and forks another process for the rest.
enum InspectorProcess {
  /// For one file, in nanoseconds.
  static let patience: UInt64 = 10_000_000_000
  /// Address space, in bytes: files are mapped, and debug info is decompressed.
  private static let memory: UInt64 = 4 << 30

  static func serve(_ socket: Int32, _ layers: SandboxLayers) -> Never {
    linux_keep_freed_memory()
    let inspector = Inspector()
    guard seal(layers) else { _exit(1) }
    var channel = FrameChannel(descriptor: socket)
    var isWanted = true
    // A message that cannot be read is a fault of ours: the server sees this process end and says so.
    while isWanted, channel.fill(), let requests = try? channel.requests() {
      inspector.answer(requests) { reply in
        isWanted = channel.send(reply)
        return isWanted
      }
    }
    _exit(0)
  }

  private static func seal(_ layers: SandboxLayers) -> Bool {
    linux_limit_process(0, memory, processorTime) == 0 && linux_limit_files(lastWords, openFiles) == 0
      && linux_drop_privileges() == 0 && ReaderEnclosure.enter(layers)
  }

  /// In seconds, for all the files that it reads in its life: a backstop.
  private static let processorTime: UInt64 = 24 * 3600
  private static let openFiles: UInt64 = 1024
  /// Of what it says on stderr as it dies, in bytes.
  private static let lastWords: UInt64 = 1 << 20
}

extension FrameChannel {
  /// What has been asked by now.
  fileprivate mutating func requests() throws(WireError) -> [Request] {
    var requests: [Request] = []
    while let request = try next(Request.self) { requests.append(request) }
    return requests
  }
}
