import Display

/// What the Result pane shows of a plugin.
enum ResultTab: String, Hashable, Sendable, CaseIterable {
  /// What the newest call came to.
  case value
  /// What the plugin wrote.
  case output
  /// The calls before, and what changed.
  case history
  /// What it was denied.
  case attempts
  /// How it crashed.
  case report

  func next(by step: Int) -> ResultTab {
    let all = Self.allCases
    return all[(all.firstIndex(of: self)! + step + all.count) % all.count]
  }
}

/// The inside of the Result pane: a row of tabs where there is room for it or where it tells something, and the text.
struct ResultArea {
  private(set) var tabs: Rectangle?
  private(set) var text: Rectangle

  /// Rows that are enough for both.
  private static let roomy = 8

  init(_ state: State, inside area: Rectangle) {
    text = area
    let isTold = area.rows >= Self.roomy || state.focus == .result || state.resultTab != .value
    guard isTold, area.rows >= 3, state.selected != nil else { return }
    tabs = Rectangle(column: area.column, row: area.row, columns: area.columns, rows: 1)
    text.row += 1
    text.rows -= 1
  }
}
