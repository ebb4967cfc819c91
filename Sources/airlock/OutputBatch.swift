/// Lines on their way to the two streams, in the order in which they are to be seen where both go to one terminal, with
/// as few writes as that allows.
struct OutputBatch {
  private var pieces: [(output: Output, bytes: [UInt8])] = []

  var isEmpty: Bool { pieces.isEmpty }

  mutating func append(_ lines: [String], to output: Output) {
    for line in lines {
      append(line, to: output)
      pieces[pieces.count - 1].bytes.append(UInt8(ascii: "\n"))
    }
  }

  /// A part of a text that is no line of a terminal.
  mutating func append(_ text: String, to output: Output) {
    if pieces.last?.output != output { pieces.append((output, [])) }
    pieces[pieces.count - 1].bytes += text.utf8
  }

  mutating func flush() {
    for piece in pieces { piece.output.write(piece.bytes) }
    pieces = []
  }
}
