import Display

extension Canvas {
  /// The first line: what is shown, how many rows have which mark, how well plugins are shut in.
  mutating func drawHeader(_ state: State, _ layout: Layout) {
    let columns = layout.size.columns
    let isSmall = layout.form == .small
    let count = state.roster.count
    var at = put(" airlock", .strong, column: 0, row: 0)

    var facts: [[Span]] = Mark.allCases.compactMap { mark in
      guard let count = state.roster.tally[mark], count > 0 else { return nil }
      return [Span("\(mark.glyph)\(isSmall ? "" : " ")\(count)", mark.role)]
    }
    if !state.isolation.isEmpty { facts.append([Span((isSmall ? "" : " ") + state.isolation, .look)]) }
    // Facts that do not fit are left out whole, the last first.
    func width() -> Int { facts.reduce(0) { $0 + Line($1).columns + 2 } }
    while !facts.isEmpty, at + 2 + width() > columns { facts.removeLast() }
    var column = columns - width() + 1
    let room = column - at - 4
    for fact in facts { column = put(Line(fact), column: column, row: 0, limit: columns - column) + 2 }

    let number = "\(count) \(count == 1 ? "plugin" : "plugins")"
    let place = state.place.map { isSmall ? $0 : "\($0) · \(number)" } ?? number
    if room >= 8 { at = put(place, column: at + 2, row: 0, limit: room, ellipsis: "…") }
  }
}
