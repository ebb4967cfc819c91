import Display
import PluginModel

extension Canvas {
  /// Where two columns have no room: the list with a strip about its selection, or one other pane.
  mutating func drawOnePane(_ state: State, _ layout: Layout) {
    switch state.focus {
    case .plugins:
      drawRows(state, layout, isFocused: true)
      if layout.stripRows > 0 { drawStrip(state, layout) }
    case .checks: drawChecks(state, layout)
    case .input:
      drawInput(state, layout)
      if layout.belowInput.rows >= 3 { drawResult(state, layout, layout.belowInput) }
    case .result: drawResult(state, layout, layout.frame(of: .result))
    }
  }

  private mutating func drawStrip(_ state: State, _ layout: Layout) {
    let columns = layout.size.columns
    let row = layout.list.row + layout.list.rows
    put(String(repeating: "─", count: columns), .border, column: 0, row: row)
    // What has no room is left out whole, the least important last.
    var parts = (place(state)?.components(separatedBy: " · ") ?? []) + [state.listing.order.words]
    while parts.count > 1, TextWidth.of(parts.joined(separator: " · ")) > columns - 5 { parts.removeLast() }
    let place = parts.joined(separator: " · ")
    put(" \(place) ", .dim, column: columns - TextWidth.of(place) - 4, row: row)
    guard let plugin = state.selected, let selected = state.selectedRow else { return }
    let status = Self.status(of: plugin, selected, state)
    let name = TextWidth.clipped(plugin.path.shortName.cells, to: max(8, columns / 3))
    put(Line([Span(" \(name)  ", .strong)] + status.first), column: 0, row: row + 1, limit: columns)
    if let reason = status.reason {
      put(Line(" " + reason, .dim), column: 0, row: row + 2, limit: columns - 1)
      return
    }
    let head = put(" in ", .dim, column: 0, row: row + 2)
    let half = max(4, columns / 2 - head)
    let window = FieldWindow(state.field.before, state.field.after, columns: min(half, 24), hasCursor: false)
    var at = put(Line(window.pieces), column: head, row: row + 2, limit: half)
    if let second = status.second {
      at = max(at + 2, min(head + 14, columns / 2))
      at = put("out ", .dim, column: at, row: row + 2)
      put(Line([second]), column: at, row: row + 2, limit: columns - at - 1)
    }
  }

  /// What happened, and what came out.
  private static func status(of plugin: Plugin, _ row: Row, _ state: State) -> (
    first: [Span], second: Span?, reason: String?
  ) {
    let settings = state.settings
    switch row.activity {
    case .running(let progress):
      if progress.isStopping { return ([Span("… stopping")], nil, nil) }
      let seconds = state.now.since(progress.began) / 1_000_000_000
      return ([Span(progress.phase == nil ? "… waits for its turn" : "… running \(seconds) s")], nil, nil)
    case .waiting: return ([Span("… waits for its checks")], nil, nil)
    case .loading where plugin.load == nil: return ([Span("… being opened")], nil, nil)
    case .idle, .loading: break
    }
    if let rejection = plugin.rejection(settings) {
      var reason = Judgement(of: plugin, rejection: rejection, settings: settings).summary.cells
      // What is expected is known; what was found is news.
      if rejection.failure == .wrongSignature, let found = plugin.inspection?.signature?.found {
        reason = "found " + found.harmless
      }
      return ([Span("✗ rejected: \(rejection.failure.words)", .failed)], nil, reason)
    }
    guard let report = plugin.run ?? plugin.load else {
      return ([Span(plugin.inspection == nil ? row.beingInspected : "not called yet", .dim)], nil, nil)
    }
    let judgement = Judgement(of: plugin, report: report, settings: settings)
    let outcome = ResultText.outcome(plugin, report, settings, columns: .max / 2).first?.spans ?? []
    let attempts = AttemptLines.words(report.attempts.total)
    let isCalled = report.ending != .loaded
    return (
      Array(outcome.prefix(3)) + (report.attempts.isEmpty ? [] : [Span("  \(attempts)", .look)])
        + (isCalled ? [] : [Span(", not called yet", .dim)]),
      isCalled ? Span(ResultText.headline(judgement), judgement.isError ? .failed : .strong) : nil, nil
    )
  }
}
