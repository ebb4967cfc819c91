import Display

/// The tabs of the Result pane, with how much there is in each: "[value]  output  history 5  attempts 2  report"; what has
/// nothing is dim.
enum TabLine {
  static func line(_ state: State, columns: Int) -> Line { Line(pieces(state, columns: columns).map(\.span)) }

  /// The tab that stands there; nil between two.
  static func tab(at column: Int, _ state: State, columns: Int) -> ResultTab? {
    var end = 0
    for piece in pieces(state, columns: columns) {
      end += TextWidth.of(piece.span.text)
      if column < end { return piece.tab }
    }
    return nil
  }

  private typealias Piece = (tab: ResultTab?, span: Span)

  private static func pieces(_ state: State, columns: Int) -> [Piece] {
    let counts = counts(state)
    let tabs = ResultTab.allCases
    let open = tabs.firstIndex(of: state.resultTab) ?? 0
    /// Those that are left out are told by "…".
    func pieces(_ shown: Range<Int>, isCounted: Bool) -> [Piece] {
      var pieces: [Piece] = shown.lowerBound > 0 ? [(nil, Span("… ", .dim))] : []
      for place in shown {
        let count = counts[tabs[place]] ?? 0
        let word = tabs[place].rawValue + (isCounted && count > 1 ? " \(count)" : "")
        if place > shown.lowerBound { pieces.append((nil, Span(place == open ? " " : "  "))) }
        let role: Role =
          count == 0 ? .dim : tabs[place] == .attempts ? .look : tabs[place] == .report ? .failed : .plain
        pieces.append((tabs[place], place == open ? Span("[\(word)]", .strong) : Span(word, role)))
      }
      return pieces + (shown.upperBound < tabs.count ? [(nil, Span(" …", .dim))] : [])
    }
    func width(_ pieces: [Piece]) -> Int { pieces.reduce(0) { $0 + TextWidth.of($1.span.text) } }
    let full = pieces(tabs.indices, isCounted: true)
    if width(full) <= columns { return full }
    var shown = tabs.indices
    while shown.count > 1, width(pieces(shown, isCounted: false)) > columns {
      // What is farther away goes first.
      shown =
        shown.upperBound - 1 - open >= open - shown.lowerBound
        ? shown.lowerBound..<(shown.upperBound - 1) : (shown.lowerBound + 1)..<shown.upperBound
    }
    return pieces(shown, isCounted: false)
  }

  private static func counts(_ state: State) -> [ResultTab: Int] {
    guard let plugin = state.selected, let row = state.selectedRow else { return [:] }
    let report = plugin.run ?? plugin.load
    return [
      .value: 1,
      // Its lines are not counted for this: there may be many.
      .output: report.map { $0.stdout.isEmpty && $0.stderr.isEmpty ? 0 : 1 } ?? 0,
      .history: row.past.count,
      .attempts: report.map { Int(clamping: $0.attempts.total) } ?? 0,
      .report: row.crash == nil ? 0 : 1,
    ]
  }
}
