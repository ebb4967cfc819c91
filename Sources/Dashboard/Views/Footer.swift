import Display

extension Canvas {
  /// The last line: what was just said, else the keys that work here.
  mutating func drawFooter(_ state: State, _ layout: Layout) {
    let row = layout.footerRow
    let columns = drawKeys(state, row: row)
    if let prompt = state.prompt, state.notice == nil { return drawPrompt(prompt, state, layout, columns: columns) }
    if let notice = state.notice {
      let mark = notice.mark.map { [Span("\($0.glyph) ", $0.role)] } ?? []
      put(Line([Span(" ")] + mark + [Span(notice.text)]), column: 0, row: row, limit: columns)
      return
    }
    var column = 1
    for (key, hint) in hints(state, columns: columns - 2) {
      column = put(key, .key, column: column, row: row)
      column = put(" " + hint, column: column, row: row) + 2
    }
  }

  /// What is typed, and on the right what comes of it.
  private mutating func drawPrompt(_ prompt: Prompt, _ state: State, _ layout: Layout, columns: Int) {
    let facts =
      switch prompt.purpose {
      case .filter: "\(state.listing.count) of \(state.roster.presentCount)  Enter keep  Esc clear"
      case .search: (state.page?.matchWords ?? "") + "  Enter keep  Esc clear"
      case .palette: "Enter do  Esc cancel"
      case .inputFile, .inputsFile: "Enter read  Esc cancel"
      case .verdict(let decision, _): "Enter \(decision.verb)  Esc cancel"
      }
    let start = put(" " + prompt.sign(state), .key, column: 0, row: layout.footerRow)
    let isRoomy = columns - start - TextWidth.of(facts) - 3 >= 12
    let room = max(2, columns - start - (isRoomy ? TextWidth.of(facts) + 3 : 1))
    let window = FieldWindow(prompt.field.before, prompt.field.after, columns: room, hasCursor: true)
    put(Line(window.pieces), column: start, row: layout.footerRow, limit: room)
    screen.cursor = Position(column: min(columns - 1, start + window.cursor), row: layout.footerRow)
    if isRoomy { put(facts, .dim, column: columns - TextWidth.of(facts) - 1, row: layout.footerRow) }
  }

  private static let roomForPalette = 90

  /// As many hints as fit, each whole: help and the way out always, then in the order of the table. Of two keys that do
  /// the same the first is told.
  private func hints(_ state: State, columns: Int) -> [(String, String)] {
    let context = state.context
    let able = state.keys.bindings.filter {
      $0.hint != nil && !$0.keys.isEmpty && $0.contexts.contains(context) && state.obstacle(to: $0.command) == nil
    }
    // The palette leads to all that has no room here.
    let last: Set<Command> =
      columns >= Self.roomForPalette ? [.close, .palette, .help, .quit] : [.close, .help, .quit]
    func width(_ binding: Binding) -> Int {
      TextWidth.of(binding.keys[0].name(unicode: theme.unicode)) + 1 + TextWidth.of(binding.hint ?? "") + 2
    }
    var room = columns + 2 - able.filter { last.contains($0.command) }.reduce(0) { $0 + width($1) }
    var shown: [Binding] = []
    for binding in able where !last.contains(binding.command) {
      guard width(binding) <= room, !shown.contains(where: { $0.hint == binding.hint }) else { continue }
      room -= width(binding)
      shown.append(binding)
    }
    return (shown + able.filter { last.contains($0.command) }).map {
      ($0.keys[0].name(unicode: theme.unicode), $0.hint ?? "")
    }
  }
}
