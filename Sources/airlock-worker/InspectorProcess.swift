import CLinux
import Glibc
import Linux
import PluginInspection
import PluginModel

/// The process that reads plugin files. It may crash, hang or run out of memory on one: then the server blames that
/// file and forks another process for the rest.
enum InspectorProcess {
  /// For one file, in nanoseconds.
  static let patience: UInt64 = 10_000_000_000
  /// Address space, in bytes: files are mapped, and debug info is decompressed.
  private static let memory: UInt64 = 4 << 30

  static func serve(_ socket: Int32) -> Never {
    guard linux_limit_memory(memory) == 0 else { _exit(1) }
    let inspector = Inspector()
    var channel = FrameChannel(descriptor: socket)
    var isWanted = true
    // A message that cannot be read is a fault of ours: the server sees this process end and says so.
    while isWanted, channel.fill(), let requests = try? channel.inspections() {
      inspector.inspect(requests) { inspection in
        isWanted = channel.send(Reply.inspected(inspection))
        return isWanted
      }
    }
    _exit(0)
  }
}

extension FrameChannel {
  /// What has been asked by now.
  fileprivate mutating func inspections() throws(WireError) -> [InspectionRequest] {
    var requests: [InspectionRequest] = []
    while case .inspect(let request)? = try next(Request.self) { requests.append(request) }
    return requests
  }
}
