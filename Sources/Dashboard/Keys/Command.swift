import PluginModel

/// What a key can ask for.
enum Command: Hashable, Sendable {
  case move(Move)
  case pane(Pane)
  case nextPane, previousPane, details, back, zoom
  case run, runAll, stop, stopAll, reload
  /// Opens the view of the newest "run all".
  case batch
  case edit, open
  /// Opens the report of the newest crash.
  case report
  case nextSection, previousSection, unfold
  case openSource, copyReport, copyReportCommand
  case exportReport(ReportForm)
  case copy, copyCommand
  case exportList(ListForm)
  /// Marks the selected plugin, or takes its mark away.
  case mark
  case markAll, unmarkAll
  case sort(SortKey)
  case nextSort, reverseSort
  case filter, search, nextMatch, previousMatch, failuresOnly, foldCrashes, showGone
  /// Takes back what narrows the list down.
  case clear
  case tab(ResultTab)
  case nextTab, previousTab
  case palette, messages
  case help, picture, repaint, suspend, interrupt, quit
  case look(Theme.Look)
  case nextLook
  case mouse, runOnChange
  /// Leaves the input and runs the selected plugin on it.
  case accept
  /// Leaves the input.
  case leave
  case field(TextField.Edit)
  case newline
  /// To the line above or below, or from the first and last to the inputs before and after.
  case fieldUp, fieldDown
  case editOutside, readInput
  /// Opens the view of the calls with several inputs, or the list of inputs if there were none yet.
  case matrix
  /// Opens the list of inputs.
  case inputs
  /// Calls plugins with each input of the list.
  case callAll
  case earlierInputs, readInputs
  /// Moves the cursor of the matrix across.
  case across(Across)
  /// Lines become columns.
  case turn
  case nextOdd, previousOdd
  /// Does what was typed at the foot of the screen.
  case acceptPrompt
  case cancelPrompt
  /// Two plugins side by side; the selected one before and after it was built again.
  case compare, compareRebuild
  /// Leaves out what is the same.
  case differencesOnly
  case copyComparison
  /// Closes the help, the sandbox or the full text.
  case close
  /// Asks for a note, then writes down what somebody has decided about the marked plugins or the selected one.
  case letIn, reject
  /// Takes that back.
  case withdraw
  /// Opens the overlay that tells of the sandbox.
  case sandbox
  /// Lets something in, or shuts it out again.
  case loosen(Loosening)
  /// The same, for the selected row.
  case switchSelected

  /// Moves the selection of a list, or the lines of a text.
  enum Move: String, Hashable, Sendable {
    case down, up, first, last
    case halfDown = "half-page-down"
    case halfUp = "half-page-up"
    case pageDown = "page-down"
    case pageUp = "page-up"

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

  /// Moves across the columns of the matrix.
  enum Across: String, Hashable, Sendable {
    case left, right, start, end
  }

  /// How the configuration file calls it.
  var name: String {
    switch self {
    case .move(let move): move.rawValue
    case .pane(let pane): "pane-\(pane)"
    case .across(let move): "matrix-\(move.rawValue)"
    case .tab(let tab): "tab-\(tab)"
    case .sort(let key): "sort-by-\(key.rawValue)"
    case .look(let look): "theme-\(look.rawValue)"
    case .loosen(let loosening): "allow-\(loosening)"
    case .field(let edit): "edit-\(edit.rawValue)"
    case .exportReport(let form): "export-report-\(form)"
    case .exportList(let form): "export-\(form)"
    case .nextPane: "next-pane"
    case .previousPane: "previous-pane"
    case .details: "details"
    case .back: "back"
    case .zoom: "zoom"
    case .run: "run"
    case .runAll: "run-all"
    case .stop: "stop"
    case .stopAll: "stop-all"
    case .reload: "reload"
    case .batch: "run-all-view"
    case .edit: "edit"
    case .open: "open"
    case .report: "report"
    case .nextSection: "next-section"
    case .previousSection: "previous-section"
    case .unfold: "unfold"
    case .openSource: "open-source"
    case .copyReport: "copy-report"
    case .copyReportCommand: "copy-report-command"
    case .copy: "copy"
    case .copyCommand: "copy-command"
    case .mark: "mark"
    case .markAll: "mark-all"
    case .unmarkAll: "unmark-all"
    case .nextSort: "sort"
    case .reverseSort: "sort-reverse"
    case .filter: "filter"
    case .search: "search"
    case .nextMatch: "next-match"
    case .previousMatch: "previous-match"
    case .failuresOnly: "failures-only"
    case .foldCrashes: "fold-crashes"
    case .showGone: "show-gone"
    case .clear: "clear"
    case .nextTab: "next-tab"
    case .previousTab: "previous-tab"
    case .palette: "palette"
    case .messages: "messages"
    case .help: "help"
    case .picture: "picture"
    case .repaint: "repaint"
    case .suspend: "suspend"
    case .interrupt: "interrupt"
    case .quit: "quit"
    case .nextLook: "theme"
    case .mouse: "mouse"
    case .runOnChange: "run-on-change"
    case .accept: "accept"
    case .leave: "leave"
    case .newline: "newline"
    case .fieldUp: "edit-up"
    case .fieldDown: "edit-down"
    case .matrix: "matrix"
    case .inputs: "inputs"
    case .callAll: "call-all"
    case .earlierInputs: "earlier-inputs"
    case .readInputs: "inputs-from-file"
    case .turn: "turn-matrix"
    case .nextOdd: "next-difference"
    case .previousOdd: "previous-difference"
    case .editOutside: "editor"
    case .readInput: "input-from-file"
    case .acceptPrompt: "prompt-accept"
    case .cancelPrompt: "prompt-cancel"
    case .close: "close"
    case .letIn: "accept-plugin"
    case .reject: "reject-plugin"
    case .withdraw: "withdraw-verdict"
    case .compare: "compare"
    case .compareRebuild: "compare-with-before"
    case .differencesOnly: "differences-only"
    case .copyComparison: "copy-comparison"
    case .sandbox: "sandbox"
    case .switchSelected: "switch"
    }
  }
}

/// Where a key is pressed: a binding holds in some of these.
enum Context: Hashable, Sendable, CaseIterable {
  case plugins, checks, input, result, editing, prompt, palette, help, page, comparison, crash, batch, sandbox
  /// The list of inputs, and what plugins came to on them.
  case inputs, matrix

  var title: String {
    switch self {
    case .plugins, .help, .prompt, .palette: Pane.plugins.title
    case .page: "Full text"
    case .comparison: "Compare"
    case .crash: "Crash report"
    case .batch: "Run all"
    case .inputs: "Inputs"
    case .matrix: "Calls"
    case .sandbox: "Sandbox"
    case .checks: Pane.checks.title
    case .input, .editing: Pane.input.title
    case .result: Pane.result.title
    }
  }
}
