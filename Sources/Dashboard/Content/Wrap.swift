import Display

/// Text broken into lines of a pane.
enum Wrap {
  /// Room for one more without overflow.
  static let unlimited = Int.max / 2

  /// Between words, or inside one that is longer than a line. Of more than `limit` lines the last ends in "…".
  static func words(_ text: String, columns: Int, limit: Int = unlimited) -> [String] {
    guard columns > 0, limit > 0 else { return [] }
    var lines: [String] = []
    var line = ""
    var used = 0
    func isFull() -> Bool { lines.count > limit }
    for word in text.split(separator: " ", omittingEmptySubsequences: true) {
      let width = TextWidth.of(word)
      if used > 0, used + 1 + width <= columns {
        line += " " + word
        used += 1 + width
        continue
      }
      if used > 0 { lines.append(line) }
      if isFull() { break }
      let pieces = width > columns ? characters(String(word), columns: columns, limit: limit + 1) : [String(word)]
      lines += pieces.dropLast()
      line = pieces.last ?? ""
      used = TextWidth.of(line)
    }
    if used > 0, !isFull() { lines.append(line) }
    guard lines.count > limit else { return lines }
    return lines.prefix(limit - 1) + [TextWidth.clipped(lines[limit - 1] + " " + lines[limit], to: columns)]
  }

  /// Wherever the line is full: for a plugin's output, where spaces count.
  static func characters(_ text: some StringProtocol, columns: Int, limit: Int = unlimited) -> [String] {
    guard columns > 0 else { return [] }
    if text.utf8.count <= columns { return [String(text)] }
    var lines: [String] = []
    var line = ""
    var used = 0
    for character in text {
      let width = TextWidth.measured(character).width
      if used + width > columns {
        lines.append(line)
        if lines.count >= limit { return lines }
        (line, used) = ("", 0)
      }
      line.append(character)
      used += width
    }
    lines.append(line)
    return lines
  }
}
