import Linux

/// One of the two standard streams. What is written is whole lines, already harmless.
struct Output {
  static let stdout = Output(descriptor: 1)
  static let stderr = Output(descriptor: 2)

  private let descriptor: Int32

  func write(_ text: String) {
    // A reader that has gone away (`| head`) ends this process by SIGPIPE, as it does every filter.
    _ = Descriptor.writeAll(descriptor, Array(text.utf8))
  }

  func write(_ lines: [String]) {
    guard !lines.isEmpty else { return }
    write(lines.joined(separator: "\n") + "\n")
  }
}
