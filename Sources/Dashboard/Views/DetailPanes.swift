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

  mutating func drawResult(_ state: State, _ layout: Layout, _ area: Rectangle) {
    let interior = Layout.interior(of: area)
    let text = ResultText(state, columns: interior.columns, rows: interior.rows)
    let top = max(0, min(state.resultTop, text.count - interior.rows))
    var facts: [Span] = []
    if let row = state.selectedRow, row.activity == .idle, state.selected?.run != nil, let last = row.past.last {
      facts = [Span("run \(last.number) · \(last.ended.timeOfDay)", .dim)]
    }
    frame(
      area, title: "4 Result", facts: facts,
      foot: placeInText(top: top, rows: interior.rows, count: text.count), isFocused: state.focus == .result)
    put(text.lines(from: top, rows: interior.rows), in: interior)
  }
}
