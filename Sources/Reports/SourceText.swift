import PluginModel

/// Source lines with their numbers, and a caret below the place.
package struct SourceText {
  package struct Row {
    /// The line's number, padded to those of the others.
    package let number: String
    /// Harmless, tabs as spaces.
    package let text: String
    /// It is the line that is meant.
    package let isPlace: Bool
    /// What stands before the column that is meant: as many cells here as below, where the caret goes.
    package let beforeCaret: String?
  }

  package let rows: [Row]
  /// What is to be known of the lines before they are believed.
  package let warning: String?

  /// Of a line, in characters.
  private static let longestLine = 120

  /// - Parameter around: how many lines to show before and after.
  package init(_ excerpt: SourceExcerpt, around: UInt32) {
    warning = excerpt.isNewer ? "The source is newer than the plugin: lines may have moved." : nil
    let last = excerpt.first + UInt32(clamping: excerpt.lines.count)
    let shown = max(excerpt.first, excerpt.line - min(excerpt.line, around))..<min(last, excerpt.line + around + 1)
    let width = String(shown.upperBound).count
    rows = shown.map { number in
      let text = excerpt.lines[Int(number - excerpt.first)]
      let isPlace = number == excerpt.line
      let before = excerpt.column.map { Self.spaced(ForeignText(text.bytes.prefix(Int($0) - 1))) }
      return Row(
        number: String(repeating: " ", count: width - String(number).count) + String(number), text: Self.spaced(text),
        isPlace: isPlace, beforeCaret: before.flatMap { isPlace && $0.count < Self.longestLine ? $0 : nil })
    }
  }

  /// For plain text.
  var lines: [String] {
    (warning.map { [$0] } ?? [])
      + rows.flatMap { row in
        let line = ((row.isPlace ? "> " : "  ") + row.number + " | " + row.text).trimmedEnd
        let caret = row.beforeCaret.map { before in
          String(repeating: " ", count: row.number.count + 2) + " | " + String(repeating: " ", count: before.count)
            + "^"
        }
        return [line] + (caret.map { [$0] } ?? [])
      }
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
