import Display

extension Canvas {
  mutating func drawInput(_ state: State, _ layout: Layout) {
    let field = state.field
    let outside = layout.frame(of: .input)
    // What has no room is left out whole, the least important first.
    var facts = (state.isEditing ? ["editing"] : []) + Self.sizes(of: field)
    while facts.count > 1, TextWidth.of(facts.joined(separator: " · ")) > outside.columns - 16 { facts.removeFirst() }
    frame(
      outside, title: "3 Input", facts: [Span(facts.joined(separator: " · "), .dim)], isFocused: state.focus == .input)
    let area = layout.interior(of: .input)
    guard area.columns > 1, area.rows > 0 else { return }
    let hasCursor = state.isEditing
    let window = InputWindow(field, columns: area.columns, rows: area.rows, hasCursor: hasCursor)
    put(window.lines, in: area)
    if field.byteCount == 0, !hasCursor { put("empty", .dim, column: area.column, row: area.row, limit: area.columns) }
    if hasCursor, state.helpTop == nil, state.prompt == nil {
      screen.cursor = Position(column: area.column + window.cursor.column, row: area.row + window.cursor.row)
    }
  }

  /// "5 bytes"; before that the characters, where they are fewer, and the number of several lines.
  private static func sizes(of field: TextField) -> [String] {
    func counted(_ count: Int, _ word: String) -> String { "\(count) \(word)\(count == 1 ? "" : "s")" }
    let bytes = field.byteCount
    let lines = field.lineCount
    var parts = lines > 1 ? [counted(lines, "line")] : []
    // Of a very long text the characters are not counted at each key.
    if bytes <= Self.countedBytes, field.characterCount != bytes {
      parts.append(counted(field.characterCount, "character"))
    }
    return parts + [counted(bytes, "byte")]
  }
  private static let countedBytes = 64 << 10
}

/// The lines of the input that are seen: those around the cursor's. Where one row is all there is, all is one line.
struct InputWindow {
  private(set) var lines: [Line] = []
  private(set) var cursor = Position(column: 0, row: 0)

  init(_ field: TextField, columns: Int, rows: Int, hasCursor: Bool) {
    guard rows > 1, field.lineCount > 1 else {
      let window = FieldWindow(field.before, field.after, columns: columns, hasCursor: hasCursor)
      lines = [Line(window.pieces)]
      cursor.column = window.cursor
      return
    }
    let before = field.before.split(omittingEmptySubsequences: false, whereSeparator: \.isLineBreak)
    let after = field.after.split(omittingEmptySubsequences: false, whereSeparator: \.isLineBreak)
    let line = before.count - 1
    let count = before.count + after.count - 1
    let top = hasCursor ? max(0, min(line - rows / 2, count - rows)) : 0
    for number in top..<min(count, top + rows) {
      let parts = (
        number < line ? before[number] : number > line ? "" : before[line], number < line ? "" : after[number - line]
      )
      let isAtCursor = hasCursor && number == line
      let mark = number < count - 1 ? [Span("⏎", .dim)] : []
      let window = FieldWindow(
        String(parts.0), String(parts.1), columns: max(1, columns - mark.count), hasCursor: isAtCursor)
      lines.append(Line(window.pieces + mark))
      if isAtCursor { cursor = Position(column: window.cursor, row: number - top) }
    }
  }
}

/// The part of a text field that is seen: around the cursor, or from the start while nobody edits. Looks at no more of
/// the text than fits.
struct FieldWindow {
  private(set) var pieces: [Span] = []
  /// In columns from the left.
  private(set) var cursor = 0

  /// - Parameters:
  ///   - before: what lies before the cursor.
  ///   - after: what lies after it.
  init(_ before: String, _ after: String, columns: Int, hasCursor: Bool) {
    guard hasCursor else {
      let start = Self.beginning(of: before, columns: columns)
      let end = Self.beginning(of: after, columns: columns - start.columns)
      let isAll = start.isAll && end.isAll
      pieces =
        isAll
        ? start.pieces + end.pieces
        : Self.beginning(of: before + after.prefix(columns), columns: columns - 1).pieces + [
          Span("…", .dim)
        ]
      return
    }
    // The last column belongs to the cursor at the end of the text.
    let room = columns - 1
    let ahead = Self.beginning(of: after, columns: room)
    // All that follows if it is short, a quarter of the pane if it is long.
    let reserved = min(ahead.columns, columns / 4)
    var behind = Self.ending(
      of: before, columns: room - (Self.fits(before, room - reserved) ? 0 : reserved))
    if !behind.isAll {
      behind = Self.ending(of: before, columns: room - reserved - 1)
      behind.pieces.insert(Span("…", .dim), at: 0)
      behind.columns += 1
    }
    cursor = behind.columns
    var rest = Self.beginning(of: after, columns: columns - cursor)
    if !rest.isAll {
      rest = Self.beginning(of: after, columns: columns - cursor - 1)
      rest.pieces.append(Span("…", .dim))
    }
    pieces = behind.pieces + rest.pieces
  }

  private struct Part {
    var pieces: [Span] = []
    var columns = 0
    var isAll = true
  }

  private static func fits(_ text: String, _ columns: Int) -> Bool { ending(of: text, columns: columns).isAll }

  private static func beginning(of text: String, columns: Int) -> Part {
    var part = Part()
    for character in text {
      let (span, width) = shown(character)
      guard part.columns + width <= columns else {
        part.isAll = false
        break
      }
      part.pieces.append(span)
      part.columns += width
    }
    return part
  }

  private static func ending(of text: String, columns: Int) -> Part {
    var part = Part()
    for character in text.reversed() {
      let (span, width) = shown(character)
      guard part.columns + width <= columns else {
        part.isAll = false
        break
      }
      part.pieces.append(span)
      part.columns += width
    }
    part.pieces.reverse()
    return part
  }

  /// Line breaks and tabs are seen as what they are.
  private static func shown(_ character: Character) -> (Span, columns: Int) {
    switch character {
    case "\n", "\r\n": (Span("⏎", .dim), 1)
    case "\t": (Span("⇥", .dim), 1)
    // A space that is none, and what takes no room at all, would be taken for nothing.
    case "\u{A0}", "\u{2007}", "\u{202F}": (Span("␣", .dim), 1)
    case _ where TextWidth.measured(character).width == 0 || TextWidth.measured(character).character == "\u{FFFD}":
      Self.spelled(character)
    default: (Span(String(character)), TextWidth.measured(character).width)
    }
  }

  /// "<200B>"
  private static func spelled(_ character: Character) -> (Span, columns: Int) {
    let text =
      "<"
      + character.unicodeScalars.prefix(4).map { String($0.value, radix: 16, uppercase: true) }.joined(separator: " ")
      + ">"
    return (Span(text, .dim), text.count)
  }
}
