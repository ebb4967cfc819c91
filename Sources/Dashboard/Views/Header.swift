import Display

extension Canvas {
  /// The first line: what is shown, how many rows have which mark, how well plugins are shut in.
  mutating func drawHeader(_ state: State, _ layout: Layout) {
    let columns = layout.size.columns
    let isSmall = layout.form == .small
    let count = state.roster.count
    var at = put(" airlock", .strong, column: 0, row: 0)

    var facts: [(importance: Int, line: Line)] = Mark.allCases.compactMap { mark in
      guard let count = state.roster.tally[mark], count > 0 else { return nil }
      return (mark.importance, [Span("\(mark.glyph)\(isSmall ? "" : " ")\(count)", mark.role)])
    }
    if !state.isolation.isEmpty { facts.append((2, [Span((isSmall ? "" : " ") + state.isolation, .look)])) }
    // Facts that do not fit are left out whole, the least important first.
    func width() -> Int { facts.reduce(0) { $0 + $1.line.columns + 2 } }
    while at + 2 + width() > columns, let least = facts.indices.min(by: { facts[$0].importance < facts[$1].importance })
    {
      facts.remove(at: least)
    }
    var column = columns - width() + 1
    let room = column - at - 4
    for fact in facts { column = put(fact.line, column: column, row: 0, limit: columns - column) + 2 }

    let number = "\(count) \(count == 1 ? "plugin" : "plugins")"
    guard room >= 8 else { return }
    let tail = state.place == nil || isSmall ? "" : " · \(number)"
    // Of a long path the end tells most.
    let place = state.place.map { TextWidth.clippedLeft($0, to: room - TextWidth.of(tail)) } ?? number
    at = put(place + tail, column: at + 2, row: 0, limit: room)
  }
}

extension Mark {
  /// What goes first where the header has no room for all: failures stay to the last.
  fileprivate var importance: Int {
    switch self {
    case .skipped: 0
    case .pending: 1
    case .passed: 3
    case .look: 4
    case .failed: 5
    }
  }
}
