import PluginModel

extension State {
  /// Moves what has the focus: the selection of the list, or the lines of a text.
  mutating func scroll(_ move: Command.Move) {
    let layout = Layout(size)
    if let top = helpTop {
      helpTop = scrolled(
        top, move, count: HelpText(self).lines(columns: layout.help.columns).count, page: layout.help.rows)
    } else if let row = sandboxRow {
      sandboxRow = move.from(row, count: SandboxText.items(self).count, page: layout.sandbox.rows)
    } else if crashPage != nil, page == nil {
      moveInCrash(move)
    } else if let open = page {
      let top = scrolled(open.top, move, count: open.lines.count, page: layout.pageRows)
      page?.top = top
    } else if focus == .plugins {
      let old = selection
      selection = move.from(selection, count: roster.count, page: layout.listRows)
      if selection != old {
        checksTop = nil
        resultTop = 0
      }
      settle()
    } else {
      let area = layout.interior(of: focus)
      switch focus {
      case .checks:
        let lines = ChecksText(self, columns: area.columns, rows: area.rows)
        checksTop = scrolled(lines.top(rows: area.rows), move, count: lines.lines.count, page: area.rows)
      case .result:
        let text = ResultText(self, columns: area.columns, rows: area.rows)
        resultTop = scrolled(min(resultTop, max(0, text.count - area.rows)), move, count: text.count, page: area.rows)
      case .plugins, .input: break
      }
    }
  }

  /// Brings the selection into the list and the list's top to where the selection can be seen.
  mutating func settle() {
    selection = max(0, min(roster.count - 1, selection))
    let rows = max(1, Layout(size).listRows)
    listTop = max(0, min(listTop, roster.count - rows))
    if selection < listTop { listTop = selection }
    if selection >= listTop + rows { listTop = selection - rows + 1 }
  }

  /// The full text anew: for another size, or after something happened to its plugin.
  mutating func layOutPage() {
    guard let old = page else { return }
    page = selected.map { Page(of: $0, old.subject, self, top: old.top) }
  }

  private func scrolled(_ top: Int, _ move: Command.Move, count: Int, page: Int) -> Int {
    move.from(top, count: max(1, count - page + 1), page: page)
  }
}
