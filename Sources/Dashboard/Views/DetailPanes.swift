import Display
import PluginModel

extension Canvas {
  mutating func drawChecks(_ state: State, _ layout: Layout) {
    let area = layout.interior(of: .checks)
    let text = ChecksText(state, columns: area.columns, rows: area.rows)
    let top = text.top(rows: area.rows)
    let outcome = state.selected.flatMap { ChecksText.outcome(of: $0, settings: state.settings) }
    frame(
      layout.frame(of: .checks), title: "2 Checks", facts: outcome.map { [Span($0.words, $0.mark.role)] } ?? [],
      foot: placeInText(top: top, rows: area.rows, count: text.lines.count), isFocused: state.focus == .checks)
    put(text.lines.dropFirst(top), in: area)
  }

  mutating func drawResult(_ state: State, _ layout: Layout, _ frame: Rectangle) {
    let area = ResultArea(state, inside: Layout.interior(of: frame))
    let text = ResultText(state, columns: area.text.columns, rows: area.text.rows)
    let top = max(0, min(state.resultTop, text.count - area.text.rows))
    var facts: [Span] = []
    if let row = state.selectedRow, row.activity == .idle, state.selected?.run != nil, let last = row.past.last,
      let number = last.number
    {
      facts = [Span("run \(number) · \(last.ended.timeOfDay)", .dim)]
    }
    self.frame(
      frame, title: "4 Result", facts: facts, foot: placeInText(top: top, rows: area.text.rows, count: text.count),
      isFocused: state.focus == .result)
    if let tabs = area.tabs {
      put(TabLine.line(state, columns: tabs.columns), column: tabs.column, row: tabs.row, limit: tabs.columns)
    }
    put(text.lines(from: top, rows: area.text.rows), in: area.text)
  }
}
