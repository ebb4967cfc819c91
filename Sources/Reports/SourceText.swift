import PluginModel

/// Source lines with their numbers, and a caret below the place.
struct SourceText {
  let lines: [String]

  /// Of a line, in characters.
  private static let longestLine = 120

  /// - Parameter around: how many lines to show before and after.
  init(_ excerpt: SourceExcerpt, around: UInt32) {
    var lines = excerpt.isNewer ? ["The source is newer than the plugin: lines may have moved."] : []
    let last = excerpt.first + UInt32(clamping: excerpt.lines.count)
    let shown = max(excerpt.first, excerpt.line - min(excerpt.line, around))..<min(last, excerpt.line + around + 1)
    let width = String(shown.upperBound).count
    for number in shown {
      let text = excerpt.lines[Int(number - excerpt.first)]
      let label = String(repeating: " ", count: width - String(number).count) + String(number)
      lines.append(((number == excerpt.line ? "> " : "  ") + label + " | " + Self.spaced(text)).trimmedEnd)
      if number == excerpt.line, let column = excerpt.column {
        // What stands before the column takes as many cells here as in the line above.
        let before = Self.spaced(ForeignText(text.bytes.prefix(Int(column) - 1))).count
        if before < Self.longestLine {
          lines.append(String(repeating: " ", count: width + 2) + " | " + String(repeating: " ", count: before) + "^")
        }
      }
    }
    self.lines = lines
  }

  private static func spaced(_ text: ForeignText) -> String {
    let wide = text.bytes.flatMap { $0 == UInt8(ascii: "\t") ? Array("    ".utf8) : [$0] }
    return String(ForeignText(wide).line.prefix(longestLine))
  }
}

extension String {
  fileprivate var trimmedEnd: String {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
