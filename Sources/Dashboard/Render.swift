import Display

/// The screen that shows a state. Draws what is seen and nothing else, whatever the length of lists and texts.
public func render(_ state: State, theme: Theme) -> Screen {
  var theme = theme
  theme.look = state.look
  var canvas = Canvas(screen: Screen(size: state.size), theme: theme)
  let layout = state.layout
  if layout.form == .tooSmall {
    let smallest = Layout.smallest
    canvas.put(
      "airlock needs \(smallest.columns)×\(smallest.rows)", column: 0, row: 0, limit: state.size.columns, ellipsis: "…")
  } else {
    canvas.drawBody(state, layout)
    if state.page == nil, state.crashPage == nil, let field = state.inputsField {
      canvas.drawInputs(field, state, layout)
    }
    if state.sandboxRow != nil { canvas.drawSandbox(state, layout) }
    if let prompt = state.prompt, prompt.purpose == .palette { canvas.drawPalette(state, prompt, layout) }
    if state.helpTop != nil { canvas.drawHelp(state, layout) }
    canvas.drawFooter(state, layout)
  }
  theme.fit(&canvas.screen)
  return canvas.screen
}

extension Canvas {
  /// What lies uppermost of all that fills the screen.
  fileprivate mutating func drawBody(_ state: State, _ layout: Layout) {
    if state.page == nil, let crash = state.crashText { return drawCrash(crash, layout) }
    drawHeader(state, layout)
    if state.isListed, state.roster.presentCount == 0 {
      drawNoPlugins(state, layout)
    } else if state.page != nil {
      drawPage(state, layout)
    } else if state.isMatrixShown, let run = state.matrixRun {
      drawMatrix(run, state)
    } else if state.isBatchShown, let batch = state.batch {
      drawBatch(batch, state)
    } else if layout.form == .wide {
      for pane in Pane.allCases where layout.zoomed == nil || layout.zoomed == pane { draw(pane, state, layout) }
    } else {
      drawOnePane(state, layout)
    }
  }

  private mutating func draw(_ pane: Pane, _ state: State, _ layout: Layout) {
    switch pane {
    case .plugins: drawPlugins(state, layout)
    case .checks: drawChecks(state, layout)
    case .input: drawInput(state, layout)
    case .result: drawResult(state, layout, layout.frame(of: .result))
    }
  }
}
