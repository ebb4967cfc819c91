import Display

extension Canvas {
  /// The first line: what is shown, how many rows have which mark, how well plugins are shut in.
  mutating func drawHeader(_ state: State, _ layout: Layout) {
    let columns = layout.size.columns
    let isSmall = layout.form == .small
    let gap = isSmall ? "" : " "
    let count = state.roster.presentCount

    let standing = SandboxStanding(state.sandbox, state.layers)
    var forms = standing.forms[...]
    var title = " airlock"
    var marks = Mark.allCases.filter { state.roster.tally[$0] ?? 0 > 0 }
    func facts() -> [Line] {
      marks.map { [Span("\($0.glyph)\(gap)\(state.roster.tally[$0] ?? 0)", $0.role)] }
        + [[Span(gap), Span(forms.first ?? "", standing.role)]]
    }
    func width() -> Int { facts().reduce(0) { $0 + $1.columns + 2 } }
    // What has no room is left out whole, the least important first: how plugins are shut in stays to the last.
    while title.count + 2 + width() > columns {
      if forms.count > 1 {
        forms.removeFirst()
      } else if let least = marks.min(by: { $0.importance < $1.importance }),
        title.isEmpty || least.importance < Mark.passed.importance
      {
        marks.removeAll { $0 == least }
      } else if !title.isEmpty {
        title = ""
      } else {
        break
      }
    }
    var at = put(title, .strong, column: 0, row: 0)
    var column = max(1, columns - width() + 1)
    let room = column - at - 4
    for fact in facts() { column = put(fact, column: column, row: 0, limit: columns - column) + 2 }

    let number = "\(count) \(count == 1 ? "plugin" : "plugins")"
    guard room >= 8 else { return }
    let full = " · \(number)"
    let tail = state.place == nil || isSmall || room < 8 + full.count ? "" : full
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
    case .passed: 2
    case .look: 3
    case .failed: 4
    }
  }
}
