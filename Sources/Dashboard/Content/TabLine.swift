import Display

/// The tabs of the Result pane, with how much there is in each: "[value]  output  history 5  attempts 2  report"; what has
/// nothing is dim.
enum TabLine {
  static func line(_ state: State, columns: Int) -> Line {
    let counts = counts(state)
    func line(_ isCounted: Bool) -> Line {
      Line(
        ResultTab.allCases.enumerated().flatMap { place, tab -> [Span] in
          let count = counts[tab] ?? 0
          let number = isCounted && count > 1 ? " \(count)" : ""
          let isOpen = tab == state.resultTab
          let word = isOpen ? "[\(tab.rawValue)\(number)]" : tab.rawValue + number
          let role: Role = isOpen ? .strong : count == 0 ? .dim : tab == .attempts ? .look : tab == .report ? .failed : .plain
          return (place == 0 ? [] : [Span(isOpen ? " " : "  ")]) + [Span(word, role)]
        })
    }
    let full = line(true)
    return full.columns <= columns ? full : line(false)
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
