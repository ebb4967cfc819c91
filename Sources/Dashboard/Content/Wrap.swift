import Display

/// Text broken into lines of a pane.
enum Wrap {
  /// Room for one more without overflow.
  static let unlimited = Int.max / 2

  /// Between words, or inside one that is longer than a line; line breaks stay. Of more than `limit` lines the last ends
  /// in "…".
  static func words(_ text: String, columns: Int, limit: Int = unlimited) -> [String] {
    guard columns > 0, limit > 0 else { return [] }
    var lines: [String] = []
    for paragraph in text.split(separator: "\n") where lines.count <= limit {
      lines += broken(paragraph, columns: columns, limit: limit)
    }
    guard lines.count > limit else { return lines }
    return lines.prefix(limit - 1) + [TextWidth.clipped(lines[limit - 1] + " " + lines[limit], to: columns)]
  }

  /// Facts side by side, " · " between them; none is broken that fits on a line.
  static func facts(_ facts: [String], columns: Int) -> [String] {
    var lines: [String] = []
    for fact in facts {
      if let last = lines.last, TextWidth.of(last) + 3 + TextWidth.of(fact) <= columns {
        lines[lines.count - 1] = last + " · " + fact
      } else {
        lines += words(fact, columns: columns)
      }
    }
    return lines
  }

  /// At most `limit` and one lines.
  private static func broken(_ text: Substring, columns: Int, limit: Int) -> [String] {
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
    return lines
  }

  /// A line of a tree: where it is too long it goes on four columns to the right of where it begins.
  static func hanging(_ line: String, columns: Int) -> [String] {
    guard TextWidth.of(line) > columns else { return [line] }
    let depth = min(line.prefix { $0 == " " }.count, max(0, columns / 2))
    let indent = String(repeating: " ", count: depth)
    let further = indent + "    "
    guard columns > further.count else { return characters(line, columns: columns) }
    // What goes on has less room than what begins; the beginning gets it all.
    let first = words(line, columns: columns - depth).first ?? ""
    let text = line.drop { $0 == " " }.split(separator: " ").joined(separator: " ")
    let rest = String(text.dropFirst(first.count))
    return [indent + first] + words(rest, columns: columns - further.count).map { further + $0 }
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
