import PluginModel

/// What a key can ask for.
enum Command: Hashable, Sendable {
  case move(Move)
  case pane(Pane)
  case nextPane, previousPane, details, back
  case run, runAll, stop, stopAll, reload
  case edit, open
  /// Opens the report of the newest crash.
  case report
  case nextSection, previousSection, unfold
  case openSource, copyReport, copyCommand
  case export(ReportForm)
  case help, picture, repaint, suspend, interrupt, quit
  /// Leaves the input and runs the selected plugin on it.
  case accept
  /// Leaves the input.
  case leave
  case field(TextField.Edit)
  /// Closes the help, the sandbox or the full text.
  case close
  /// Opens the overlay that tells of the sandbox.
  case sandbox
  /// Lets something in, or shuts it out again.
  case loosen(Loosening)
  /// The same, for the selected row.
  case switchSelected

  /// Moves the selection of a list, or the lines of a text.
  enum Move: Hashable, Sendable {
    case down, up, first, last, halfDown, halfUp, pageDown, pageUp

    /// The place after the move, among so many places of which `page` are on the screen.
    func from(_ place: Int, count: Int, page: Int) -> Int {
      let target =
        switch self {
        case .down: place + 1
        case .up: place - 1
        case .first: 0
        case .last: count - 1
        case .halfDown: place + max(1, page / 2)
        case .halfUp: place - max(1, page / 2)
        case .pageDown: place + max(1, page - 1)
        case .pageUp: place - max(1, page - 1)
        }
      return max(0, min(count - 1, target))
    }
  }
}

/// Where a key is pressed: a binding holds in some of these.
enum Context: Hashable, Sendable, CaseIterable {
  case plugins, checks, input, result, editing, help, page, crash, sandbox

  var title: String {
    switch self {
    case .plugins, .help: Pane.plugins.title
    case .page: "Full text"
    case .crash: "Crash report"
    case .sandbox: "Sandbox"
    case .checks: Pane.checks.title
    case .input, .editing: Pane.input.title
    case .result: Pane.result.title
    }
  }
}
