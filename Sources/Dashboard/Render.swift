import Display

/// The screen that shows a state. Draws what is seen and nothing else, whatever the length of lists and texts.
public func render(_ state: State, theme: Theme) -> Screen {
  var canvas = Canvas(screen: Screen(size: state.size), theme: theme)
  let layout = Layout(state.size)
  if layout.form == .tooSmall {
    let smallest = Layout.smallest
    canvas.put(
      "airlock needs \(smallest.columns)×\(smallest.rows)", column: 0, row: 0, limit: state.size.columns, ellipsis: "…")
  } else {
    let crash = state.page == nil ? state.crashText : nil
    if crash == nil { canvas.drawHeader(state, layout) }
    if let crash {
      canvas.drawCrash(crash, layout)
    } else if state.isListed, state.roster.count == 0 {
      canvas.drawNoPlugins(layout)
    } else if state.page != nil {
      canvas.drawPage(state, layout)
    } else if layout.form == .wide {
      canvas.drawPlugins(state, layout)
      canvas.drawChecks(state, layout)
      canvas.drawInput(state, layout)
      canvas.drawResult(state, layout, layout.frame(of: .result))
    } else {
      canvas.drawOnePane(state, layout)
    }
    if state.sandboxRow != nil { canvas.drawSandbox(state, layout) }
    if state.helpTop != nil { canvas.drawHelp(state, layout) }
    canvas.drawFooter(state, layout)
  }
  theme.fit(&canvas.screen)
  return canvas.screen
}
