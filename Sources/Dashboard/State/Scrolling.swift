import PluginModel

extension State {
  /// Moves what has the focus: the selection of the list, or the lines of a text.
  mutating func scroll(_ move: Command.Move) {
    let layout = self.layout
    if let top = helpTop {
      helpTop = scrolled(
        top, move, count: HelpText(self).lines(columns: layout.help.columns).count, page: layout.help.rows)
    } else if prompt?.purpose == .palette {
      movePalette(move)
    } else if let row = sandboxRow {
      sandboxRow = move.from(row, count: SandboxText.items(self).count, page: layout.sandbox.rows)
    } else if crashPage != nil, page == nil {
      moveInCrash(move)
    } else if let open = page {
      let top = scrolled(open.top, move, count: open.lines.count, page: layout.pageRows)
      page?.top = top
    } else if isMatrixShown {
      moveInMatrix(move)
    } else if isBatchShown {
      moveInBatch(move)
    } else if focus == .plugins {
      guard let place = listing.place(of: selection) else { return }
      select(listing.shown[move.from(place, count: listing.count, page: layout.listRows)])
      settle()
    } else {
      let area = layout.interior(of: focus)
      switch focus {
      case .checks:
        let lines = ChecksText(self, columns: area.columns, rows: area.rows)
        checksTop = scrolled(lines.top(rows: area.rows), move, count: lines.lines.count, page: area.rows)
      case .result:
        let area = ResultArea(self, inside: area).text
        let text = ResultText(self, columns: area.columns, rows: area.rows)
        resultTop = scrolled(min(resultTop, max(0, text.count - area.rows)), move, count: text.count, page: area.rows)
      case .plugins, .input: break
      }
    }
  }

  /// Brings the list's top to where the selection can be seen.
  mutating func settle() {
    selection = max(0, min(roster.count - 1, selection))
    let rows = max(1, layout.listRows)
    let place = listing.place(of: selection) ?? 0
    listTop = max(0, min(listTop, listing.count - rows))
    if place < listTop { listTop = place }
    if place >= listTop + rows { listTop = place - rows + 1 }
  }

  private mutating func movePalette(_ move: Command.Move) {
    guard let open = prompt else { return }
    let count = Palette(self, open).entries.count
    let cursor = count == 0 ? 0 : move.from(open.cursor, count: count, page: layout.page.rows)
    prompt?.cursor = cursor
  }

  /// The full text anew: for another size, or after something happened to its plugin.
  mutating func layOutPage() {
    guard let old = page else { return }
    switch old.subject {
    case .messages: page = Page(messages: self, top: old.top)
    case .comparison(let pair): page = Page(comparing: pair, self, top: old.top)
    case .result where openCall != nil:
      page = openCall.map { Page(of: $0.plugin, old.subject, self, top: old.top) }
    case .checks, .result: page = selected.map { Page(of: $0, old.subject, self, top: old.top) }
    }
    page?.search(old.searched, moves: false)
  }

  /// Whether what the full text tells may be another after something happened to that plugin.
  func isPageAbout(_ index: Int) -> Bool { page?.pair?.contains(index) ?? (index == selection) }

  private func scrolled(_ top: Int, _ move: Command.Move, count: Int, page: Int) -> Int {
    move.from(top, count: max(1, count - page + 1), page: page)
  }
}
