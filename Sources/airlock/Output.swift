import Glibc
import Linux
import PluginModel

/// One of the two standard streams. What is written is whole lines, already harmless.
struct Output: Equatable {
  static let stdout = Output(descriptor: 1)
  static let stderr = Output(descriptor: 2)

  private let descriptor: Int32

  /// A reader that has gone away (`| head`) ends this process by SIGPIPE, as it does every filter. A full disk ends it
  /// too: half a report must not look like a whole one.
  func write(_ bytes: [UInt8]) {
    guard !Descriptor.writeAll(descriptor, bytes) else { return }
    let reason = SystemError("write").reason
    if descriptor != Self.stderr.descriptor {
      _ = Descriptor.writeAll(2, Array("Error: the report could not be written: \(reason)\n".utf8))
    }
    exit(70)  // EX_SOFTWARE of sysexits.h; nobody is left to tell if stderr is gone as well
  }

  func write(_ text: String) { write(Array(text.utf8)) }

  func write(_ lines: [String]) {
    guard !lines.isEmpty else { return }
    write(lines.joined(separator: "\n") + "\n")
  }
}
