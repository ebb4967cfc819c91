import Display

/// The tabs of the Result pane, with how much there is in each: "[value]  output  history 5  attempts 2  report"; what has
/// nothing is dim.
enum TabLine {
  static func line(_ state: State, columns: Int) -> Line {
    let counts = counts(state)
    let tabs = ResultTab.allCases
    let open = tabs.firstIndex(of: state.resultTab) ?? 0
    /// Those that are left out are told by "…".
    func line(_ shown: Range<Int>, isCounted: Bool) -> Line {
      let words = shown.map { place -> Span in
        let count = counts[tabs[place]] ?? 0
        let number = isCounted && count > 1 ? " \(count)" : ""
        let word = tabs[place].rawValue + number
        if place == open { return Span("[\(word)]", .strong) }
        return Span(
          word, count == 0 ? .dim : tabs[place] == .attempts ? .look : tabs[place] == .report ? .failed : .plain)
      }
      let gaps = shown.map { Span($0 == shown.lowerBound ? "" : $0 == open ? " " : "  ") }
      return Line(
        (shown.lowerBound > 0 ? [Span("… ", .dim)] : []) + zip(gaps, words).flatMap { [$0, $1] }
          + (shown.upperBound < tabs.count ? [Span(" …", .dim)] : []))
    }
    let full = line(tabs.indices, isCounted: true)
    if full.columns <= columns { return full }
    var shown = tabs.indices
    while shown.count > 1, line(shown, isCounted: false).columns > columns {
      // What is farther away goes first.
      shown =
        shown.upperBound - 1 - open >= open - shown.lowerBound
        ? shown.lowerBound..<(shown.upperBound - 1) : (shown.lowerBound + 1)..<shown.upperBound
    }
    return line(shown, isCounted: false)
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
