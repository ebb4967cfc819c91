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
  default: break
  }
}
