/// Lines on their way to the two streams, in the order in which they are to be seen where both go to one terminal, with
/// as few writes as that allows.
struct OutputBatch {
  private var pieces: [(output: Output, text: String)] = []

  var isEmpty: Bool { pieces.isEmpty }

  mutating func append(_ lines: [String], to output: Output) {
    for line in lines {
      append(line, to: output)
      append("\n", to: output)
    }
  }

  /// A part of a text that is no line of a terminal.
  mutating func append(_ text: String, to output: Output) {
    if pieces.last?.output != output { pieces.append((output, "")) }
    pieces[pieces.count - 1].text += text
  }

  mutating func flush() {
    for piece in pieces { piece.output.write(piece.text) }
    pieces = []
  }
}
