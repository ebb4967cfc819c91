import Display

extension Canvas {
  mutating func drawInput(_ state: State, _ layout: Layout) {
    let field = state.field
    let count = field.byteCount
    let size = [Span("\(count) \(count == 1 ? "byte" : "bytes")", .dim)]
    frame(
      layout.frame(of: .input), title: "3 Input", facts: (state.isEditing ? [Span("editing · ", .dim)] : []) + size,
      isFocused: state.focus == .input)
    let area = layout.interior(of: .input)
    guard area.columns > 1, area.rows > 0 else { return }
    let window = FieldWindow(field, columns: area.columns, hasCursor: state.isEditing)
    var column = area.column
    for piece in window.pieces {
      column = put(piece.text, piece.role, column: column, row: area.row, limit: area.column + area.columns - column)
    }
    if count == 0, !state.isEditing { put("empty", .dim, column: area.column, row: area.row, limit: area.columns) }
    if state.isEditing, state.helpTop == nil {
      screen.cursor = Position(column: area.column + window.cursor, row: area.row)
    }
  }
}

/// The part of a text field that is seen: around the cursor, or from the start while nobody edits. Looks at no more of
/// the text than fits.
struct FieldWindow {
  private(set) var pieces: [Span] = []
  /// In columns from the left.
  private(set) var cursor = 0

  init(_ field: TextField, columns: Int, hasCursor: Bool) {
    guard hasCursor else {
      let start = Self.beginning(of: field.before, columns: columns)
      let end = Self.beginning(of: field.after, columns: columns - start.columns)
      let isAll = start.isAll && end.isAll
      pieces =
        isAll
        ? start.pieces + end.pieces
        : Self.beginning(of: field.before + field.after.prefix(columns), columns: columns - 1).pieces + [
          Span("…", .dim)
        ]
      return
    }
    // The last column belongs to the cursor at the end of the text.
    let room = columns - 1
    let ahead = Self.beginning(of: field.after, columns: room)
    // All that follows if it is short, a quarter of the pane if it is long.
    let reserved = min(ahead.columns, columns / 4)
    var behind = Self.ending(
      of: field.before, columns: room - (Self.fits(field.before, room - reserved) ? 0 : reserved))
    if !behind.isAll {
      behind = Self.ending(of: field.before, columns: room - reserved - 1)
      behind.pieces.insert(Span("…", .dim), at: 0)
      behind.columns += 1
    }
    cursor = behind.columns
    var after = Self.beginning(of: field.after, columns: columns - cursor)
    if !after.isAll {
      after = Self.beginning(of: field.after, columns: columns - cursor - 1)
      after.pieces.append(Span("…", .dim))
    }
    pieces = behind.pieces + after.pieces
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
    default: (Span(String(character)), TextWidth.measured(character).width)
    }
  }
}
