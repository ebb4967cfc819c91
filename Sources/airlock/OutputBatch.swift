/// Lines on their way to the two streams, in the order in which they are to be seen where both go to one terminal, with
/// as few writes as that allows.
struct OutputBatch {
  private var pieces: [(output: Output, text: String)] = []

  var isEmpty: Bool { pieces.isEmpty }

  mutating func append(_ lines: [String], to output: Output) {
    guard !lines.isEmpty else { return }
    if pieces.last?.output != output { pieces.append((output, "")) }
    for line in lines {
      pieces[pieces.count - 1].text += line
      pieces[pieces.count - 1].text += "\n"
    }
  }

  mutating func flush() {
    for piece in pieces { piece.output.write(piece.text) }
    pieces = []
  }
}
