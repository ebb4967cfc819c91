import Display

/// A crash report on the screen: what of which section is seen, and what the keys that move make of that.
struct CrashLayout {
  /// A line of the text that all sections are where they have no frames.
  struct TextLine {
    let section: CrashSection
    /// Its place in the section; nil for the heading.
    let index: Int?
  }

  let text: CrashPageText
  let grid: CrashGrid
  /// With frames only.
  let frames: [CrashSection: Rectangle]
  /// Without frames only.
  let lines: [TextLine]
  private let page: CrashPage

  init(_ text: CrashPageText, _ layout: Layout) {
    self.text = text
    page = text.page
    grid = CrashGrid(layout.size, holding: Set(text.sections.map(\.section)))
    guard grid.isFramed else {
      frames = [:]
      lines = text.sections.flatMap { part in
        [TextLine(section: part.section, index: nil)]
          + part.lines.indices.map { TextLine(section: part.section, index: $0) }
      }
      return
    }
    frames = grid.frames(lines: Dictionary(uniqueKeysWithValues: text.sections.map { ($0.section, $0.lines.count) }))
    lines = []
  }

  func part(_ section: CrashSection) -> CrashPageText.Part? { text.sections.first { $0.section == section } }

  // MARK: What is seen

  private func rows(of section: CrashSection) -> Int { max(1, (frames[section]?.rows ?? 3) - 2) }

  /// The first line of a section in its frame: where it was scrolled to, else so that what matters is in the middle.
  func top(of section: CrashSection) -> Int {
    guard let part = part(section) else { return 0 }
    let rows = rows(of: section)
    let centred = part.anchor.map { $0.lowerBound - max(0, rows - $0.count) / 2 } ?? 0
    return max(0, min(page.tops[section] ?? centred, part.lines.count - rows))
  }

  /// The first line of the text.
  var top: Int { max(0, min(page.top, lines.count - grid.body.rows)) }

  // MARK: Moving

  func moved(_ move: Command.Move) -> CrashPage {
    grid.isFramed ? movedInFrame(move) : movedInText(move)
  }

  private func movedInFrame(_ move: Command.Move) -> CrashPage {
    var page = page
    guard let part = part(page.focus) else { return page }
    let rows = rows(of: page.focus)
    var top = top(of: page.focus)
    if part.items > 0 {
      let cursor = move.from(text.cursor(page.focus), count: part.items, page: rows)
      page.cursors[page.focus] = cursor
      // With the last of the list, what is said below it is seen too.
      let last = cursor == part.items - 1 ? part.lines.count - 1 : cursor
      top = min(cursor, max(top, last - rows + 1))
    } else {
      top = move.from(top, count: max(1, part.lines.count - rows + 1), page: rows)
    }
    page.tops[page.focus] = top
    return page
  }

  /// A list in the focus moves its selection first; past its ends the text goes on, and the focus with it.
  private func movedInText(_ move: Command.Move) -> CrashPage {
    var page = page
    let rows = grid.body.rows
    if let part = part(page.focus), part.items > 0, move != .first, move != .last {
      let cursor = move.from(text.cursor(page.focus), count: part.items, page: rows)
      if cursor != text.cursor(page.focus), let line = place(of: page.focus, cursor) {
        page.cursors[page.focus] = cursor
        page.top = min(line - (cursor == 0 ? 1 : 0), max(top, line - rows + 1))
        return page
      }
    }
    page.top = move.from(top, count: max(1, lines.count - rows + 1), page: rows)
    if page.top != top, lines.indices.contains(page.top) { page.focus = lines[page.top].section }
    return page
  }

  /// With the focus on a section, and its beginning in sight.
  func focused(on section: CrashSection) -> CrashPage {
    var page = page
    page.focus = section
    guard !grid.isFramed, let heading = place(of: section, nil), let part = part(section) else { return page }
    // As much of it as there is room for, and no more movement than that takes.
    let end = heading + min(part.lines.count, grid.body.rows - 1)
    page.top = max(0, min(heading, max(top, end - grid.body.rows + 1)))
    return page
  }

  private func place(of section: CrashSection, _ index: Int?) -> Int? {
    lines.firstIndex { $0.section == section && $0.index == index }
  }
}
