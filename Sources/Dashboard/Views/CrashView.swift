import Display
import PluginModel

extension Canvas {
  mutating func drawCrash(_ text: CrashPageText, _ layout: Layout) {
    let crash = CrashLayout(text, layout)
    drawCrashHeader(text, layout)
    if crash.grid.isFramed {
      for part in text.sections { draw(part, crash) }
    } else {
      drawText(crash)
    }
    if let row = crash.grid.savedRow { drawSaving(crash, row: row, columns: layout.size.columns) }
  }

  /// The first line: whose report it is, how it ended; on the right which run it was, and how it was shut in.
  private mutating func drawCrashHeader(_ text: CrashPageText, _ layout: Layout) {
    let occurrence = text.crash.occurrence
    let columns = layout.size.columns
    let function = occurrence.settings.function
    let place = text.report.phase == .call ? function : text.report.phase.words(function: function)
    let ending = occurrence.run.ending.word + " after " + Decimal.time(occurrence.run.total)
    let left: Line = [
      Span(" ✗ ", .failed), Span(occurrence.plugin.path.name.cells, .strong), Span(" › ", .dim), Span(place.harmless),
      Span("   " + ending, .failed),
    ]
    var facts = [
      text.crash.number.map { "run \($0)" }, occurrence.ended.timeOfDay, occurrence.settings.sandbox.words,
    ].compactMap(\.self)
    // What has no room is left out whole.
    func right() -> String { facts.joined(separator: " · ") }
    while !facts.isEmpty, left.columns + 3 + TextWidth.of(right()) > columns { facts.removeFirst() }
    put(left, column: 0, row: 0, limit: columns)
    put(right(), .dim, column: columns - TextWidth.of(right()) - 1, row: 0)
  }

  // MARK: A frame for each section

  private mutating func draw(_ part: CrashPageText.Part, _ crash: CrashLayout) {
    guard let frame = crash.frames[part.section] else { return }
    let area = Layout.interior(of: frame)
    let top = crash.top(of: part.section)
    let isFocused = crash.text.page.focus == part.section
    self.frame(
      frame, title: part.section.title, facts: part.facts,
      foot: placeInText(top: top, rows: area.rows, count: part.lines.count), isFocused: isFocused)
    for (index, line) in part.lines.enumerated().dropFirst(top).prefix(area.rows) {
      put(
        line, at: index, of: part, crash.text, column: area.column, row: area.row + index - top, columns: area.columns)
    }
  }

  /// A line of a section; in a list with a bar before the selected one.
  private mutating func put(
    _ line: Line, at index: Int, of part: CrashPageText.Part, _ text: CrashPageText, column: Int, row: Int, columns: Int
  ) {
    guard part.items > 0 else {
      put(line, column: column, row: row, limit: columns)
      return
    }
    let isSelected = index < part.items && index == text.cursor(part.section)
    // The bar takes the space beside the frame: the text stands where that of other sections does.
    if isSelected { put("▌", .strong, column: column - 1, row: row) }
    put(line, column: column, row: row, limit: columns)
    guard isSelected, text.page.focus == part.section else { return }
    let bar = theme.selection
    screen.restyle(Rectangle(column: column - 1, row: row, columns: columns + 1, rows: 1)) { $0 = bar }
  }

  // MARK: One text

  private mutating func drawText(_ crash: CrashLayout) {
    let body = crash.grid.body
    for (row, line) in crash.lines.dropFirst(crash.top).prefix(body.rows).enumerated() {
      guard let part = crash.part(line.section) else { continue }
      if let index = line.index {
        put(
          part.lines[index], at: index, of: part, crash.text, column: 1, row: body.row + row,
          columns: body.columns - 2)
      } else {
        drawHeading(part, isFocused: crash.text.page.focus == part.section, row: body.row + row, columns: body.columns)
      }
    }
  }

  private mutating func drawHeading(_ part: CrashPageText.Part, isFocused: Bool, row: Int, columns: Int) {
    let border: Role = isFocused ? .focusedBorder : .border
    put(String(repeating: "─", count: columns), border, column: 0, row: row)
    let end = put(" \(part.section.title) ", isFocused ? .focusedTitle : .title, column: 2, row: row)
    let facts = Line([Span(" ")] + part.facts + [Span(" ")])
    if !part.facts.isEmpty, end + facts.columns + 2 <= columns {
      put(facts, column: columns - facts.columns - 2, row: row, limit: facts.columns)
    }
  }

  /// Where the report was saved; where all is one text, the place in that too.
  private mutating func drawSaving(_ crash: CrashLayout, row: Int, columns: Int) {
    let place =
      crash.grid.isFramed
      ? nil : placeInText(top: crash.top, rows: crash.grid.body.rows, count: crash.lines.count)
    let end = columns - 1 - (place.map { TextWidth.of($0) + 2 } ?? 0)
    if let place { put(place, .dim, column: end + 2, row: row) }
    switch crash.text.crash.saving {
    case .underWay: break
    case .saved(let path):
      let start = put(" Saved to ", .dim, column: 0, row: row)
      put(TextWidth.clippedLeft(path, to: end - start), .dim, column: start, row: row)
    case .failed(let reason): put(" Not saved: \(reason)", .look, column: 0, row: row, limit: end, ellipsis: "…")
    }
  }
}
