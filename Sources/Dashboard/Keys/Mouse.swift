import Display

/// What a click or the wheel does: it goes where it points.
func take(_ mouse: Mouse, _ state: inout State) -> [Effect] {
  guard state.isMouseOn else { return [] }
  switch mouse.kind {
  case .wheelUp, .wheelDown:
    focus(at: mouse.position, &state)
    for _ in 0..<linesOfWheel { state.scroll(mouse.kind == .wheelUp ? .up : .down) }
  case .press:
    state.notice = nil
    focus(at: mouse.position, &state)
    selectRow(at: mouse.position, &state)
  }
  return []
}

private let linesOfWheel = 3

/// The pane there gets the focus, where panes are to be seen and nobody types.
private func focus(at position: Position, _ state: inout State) {
  switch state.context {
  case .plugins, .checks, .input, .result:
    guard state.layout.form == .wide, state.layout.zoomed == nil,
      let pane = Pane.allCases.first(where: { state.layout.frame(of: $0).contains(position) })
    else { return }
    state.focus = pane
  default: break
  }
}

private func selectRow(at position: Position, _ state: inout State) {
  switch state.context {
  case .plugins:
    let area = state.layout.listInterior
    let first = area.row + (state.layout.hasColumnTitles ? 1 : 0)
    let place = state.listTop + position.row - first
    guard area.contains(position), position.row >= first, state.listing.shown.indices.contains(place) else { return }
    state.select(state.listing.shown[place])
  case .input: state.editingFrom = .input
  case .result:
    let area = ResultArea(state, inside: state.layout.interior(of: .result))
    guard let tabs = area.tabs, tabs.contains(position),
      let tab = TabLine.tab(at: position.column - tabs.column, state, columns: tabs.columns)
    else { return }
    state.show(tab)
  case .batch: selectInBatch(at: position, &state)
  case .matrix: selectInMatrix(at: position, &state)
  default: break
  }
}

private func selectInMatrix(at position: Position, _ state: inout State) {
  guard let run = state.matrixRun else { return }
  let axes = MatrixAxes(run)
  guard let cell = MatrixLayout(state.layout, axes).cell(at: position, axes) else { return }
  state.matrixRun?.cursor = cell
}

private func selectInBatch(at position: Position, _ state: inout State) {
  guard let batch = state.batch else { return }
  let rows = BatchRows(batch, state)
  let layout = BatchLayout(state.layout, runningCount: rows.running.count)
  let cursor = state.batchSelection.flatMap { rows.finished.firstIndex(of: $0) } ?? 0
  if layout.running.contains(position) {
    let place = position.row - layout.running.row
    if rows.running.indices.contains(place) { state.batch?.selection = rows.running[place] }
  } else if layout.finished.contains(position) {
    let place = position.row - layout.finished.row + layout.top(around: cursor, count: rows.finished.count)
    if rows.finished.indices.contains(place) { state.batch?.selection = rows.finished[place] }
  }
}
