import Display
import PluginModel

extension Binding {
  private static let panes: Set<Context> = [.plugins, .checks, .input, .result]
  private static let details: Set<Context> = [.checks, .input, .result]
  private static let scrolling: Set<Context> = [
    .plugins, .checks, .result, .help, .page, .comparison, .crash, .batch, .matrix, .sandbox,
  ]
  private static let overlays: Set<Context> = [.help, .page, .comparison, .crash, .batch, .matrix, .sandbox]
  private static let searched = panes.union([.page, .comparison])
  private static let fields: Set<Context> = [.editing, .prompt, .palette, .inputs]
  private static let everywhere = Set(Context.allCases)

  /// Every key there is, and every action without one. Hints stand in the footer in this order, as many as fit.
  static let all: [Binding] =
    [
      Binding(.key(.enter), hint: "run", help: "run on the input", .run, in: [.plugins], .run),
      Binding("r", help: "run on the input", .run, in: panes, .run),
      Binding("r", hint: "run again", help: "run it again", .run, in: [.crash, .batch], .run),
      Binding(.key(.enter), hint: "call all", help: "call with each line", .editing, in: [.inputs], .callAll),
      Binding(.key(.escape), hint: "leave", help: "leave; the list stays", .editing, in: [.inputs], .close),
      Binding(
        .control("r"), hint: "earlier ones", help: "add the inputs of before", .editing, in: [.inputs], .earlierInputs),
      Binding(.control("o"), hint: "a file", help: "the lines of a file", .editing, in: [.inputs], .readInputs),
      Binding(.key(.enter), hint: "open", help: "report or result", .look, in: [.matrix], .open),
      Binding("r", hint: "again", help: "call it again", .run, in: [.matrix], .run),
      Binding("x", "X", hint: "stop", help: "stop the calls", .run, in: [.matrix], .stop),
      Binding("i", hint: "inputs", help: "other inputs", .run, in: [.matrix], .inputs),
      Binding(
        "n", hint: "difference", help: "next, previous difference", words: "next difference", .find, in: [.matrix],
        .nextOdd),
      Binding("N", help: "next, previous difference", words: "previous difference", .find, in: [.matrix], .previousOdd),
      Binding("v", hint: "turn", help: "turn it on its side", .look, in: [.matrix], .turn),
      Binding(
        "h", .key(.left), help: "left, right", words: "a column to the left", .move, in: [.matrix], .across(.left)),
      Binding(
        "l", .key(.right), help: "left, right", words: "a column to the right", .move, in: [.matrix], .across(.right)),
      Binding("0", help: "first, last column", words: "first column", .move, in: [.matrix], .across(.start)),
      Binding("$", help: "first, last column", words: "last column", .move, in: [.matrix], .across(.end)),
      Binding("e", hint: "open source", help: "source, in the editor", .look, in: [.crash], .openSource),
      Binding(.key(.enter), hint: "unfold", help: "unfold, fold again", .look, in: [.crash], .unfold),
      Binding(
        .key(.tab), hint: "section", help: "change section", words: "next section", .move, in: [.crash], .nextSection),
      Binding(
        .key(.tab, .shift), help: "change section", words: "previous section", .move, in: [.crash], .previousSection),
      Binding("y", hint: "copy Markdown", help: "copy as Markdown", .share, in: [.crash], .copyReport),
      Binding("Y", help: "copy the command", .share, in: [.crash], .copyReportCommand),
      Binding("o", hint: "export", help: "export Markdown", .share, in: [.crash], .exportReport(.markdown)),
      Binding("O", help: "export JSON", .share, in: [.crash], .exportReport(.json)),
      Binding(.key(.enter), hint: "run", help: "run on the input", .editing, in: [.editing], .accept),
      Binding(.key(.escape), hint: "leave", help: "leave it as it is", .editing, in: [.editing], .leave),
      Binding(.key(.enter, .alt), hint: "new line", help: "a new line", .editing, in: [.editing, .inputs], .newline),
      Binding(.key(.enter), hint: "do", help: "do it", .editing, in: [.prompt, .palette], .acceptPrompt),
      Binding(
        .key(.escape), .control("g"), hint: "cancel", help: "cancel", .editing, in: [.prompt, .palette], .cancelPrompt),
      Binding(.key(.enter), hint: "details", help: "every check in full", .look, in: [.checks], .open),
      Binding(.key(.enter), hint: "edit", help: "edit the input", .run, in: [.input], .edit),
      Binding(.key(.enter), hint: "full text", help: "result and output in full", .look, in: [.result], .open),
      Binding(.key(.enter), hint: "open", help: "report or result", .look, in: [.batch], .open),
      Binding(" ", .key(.enter), hint: "switch", help: "the selected one", .loosen, in: [.sandbox], .switchSelected),
      Binding("n", help: "network", .loosen, in: [.sandbox], .loosen(.network)),
      Binding("p", help: "processes", .loosen, in: [.sandbox], .loosen(.processes)),
      Binding("r", help: "paths given to read", .loosen, in: [.sandbox], .loosen(.read)),
      Binding("w", help: "paths given to write", .loosen, in: [.sandbox], .loosen(.write)),
      Binding("e", help: "variables given", .loosen, in: [.sandbox], .loosen(.env)),
      Binding("o", help: "no sandbox at all", .loosen, in: [.sandbox], .loosen(.everything)),
      Binding(.key(.escape), "q", hint: "back", help: "back to the panes", .look, in: [.crash], .close),
      Binding(.key(.escape), "q", hint: "hide", help: "hide; it goes on", .look, in: [.batch, .matrix], .close),
      Binding("f", hint: "differences", help: "differences only", .find, in: [.comparison], .differencesOnly),
      Binding("y", hint: "copy", help: "copy as text", .share, in: [.comparison], .copyComparison),
      Binding(
        .key(.escape), "q", hint: "close", help: "close", .look, in: [.help, .page, .comparison, .sandbox], .close),
      Binding(.key(.escape), "h", .key(.left), hint: "back", help: "back to the list", .look, in: details, .back),
      Binding("i", hint: "edit", help: "edit here, in $EDITOR", words: "edit the input", .run, in: panes, .edit),
      Binding("e", help: "edit here, in $EDITOR", words: "edit the input in $EDITOR", .run, in: panes, .editOutside),
      Binding("I", help: "input from a file", .run, in: panes, .readInput),
      Binding(" ", hint: "mark", help: "mark, or not", .run, in: [.plugins], .mark),
      Binding("*", help: "mark all shown, none", words: "mark all that are shown", .run, in: panes, .markAll),
      Binding("U", help: "mark all shown, none", words: "unmark all", .run, in: panes, .unmarkAll),
      Binding("a", hint: "all", help: "run all, or the marked", .run, in: panes, .runAll),
      Binding(
        "x", hint: "stop", help: "stop the run, all runs", words: "stop the run", .run, in: panes.union([.crash]), .stop
      ),
      Binding("X", help: "stop the run, all runs", words: "stop all runs", .run, in: panes, .stopAll),
      Binding("x", hint: "stop one", help: "stop one, all", words: "stop the run", .run, in: [.batch], .stop),
      Binding("X", hint: "stop all", help: "stop one, all", words: "stop all runs", .run, in: [.batch], .stopAll),
      Binding("A", help: "how the last \"all\" went", .run, in: panes, .batch),
      Binding(
        "t", help: "table: many inputs", words: "call with many inputs, or show how that went", .run,
        in: panes, .matrix),
      Binding("c", hint: "report", help: "last crash report", .look, in: panes, .report),
      Binding("R", hint: "reload", help: "reload: check, open", .run, in: panes, .reload),
      Binding("d", help: "compare two", words: "compare two plugins, or before and now", .look, in: panes, .compare),
      Binding(help: "compare with before the rebuild", .look, in: panes, .compareRebuild),
      Binding("w", help: "run what is rebuilt", .run, in: panes, .runOnChange),

      Binding("/", hint: "filter", help: "filter as I type", .find, in: panes.subtracting([.result]), .filter),
      Binding("/", hint: "search", help: "search in the text", .find, in: [.result, .page, .comparison], .search),
      Binding("n", help: "next, previous match", words: "next match", .find, in: searched, .nextMatch),
      Binding("N", help: "next, previous match", words: "previous match", .find, in: searched, .previousMatch),
      Binding("s", hint: "sort", help: "sort, reverse", words: "sort by the next column", .find, in: panes, .nextSort),
      Binding("S", help: "sort, reverse", words: "reverse the order", .find, in: panes, .reverseSort),
      Binding("f", hint: "failures", help: "failures only", .find, in: panes.union([.batch]), .failuresOnly),
      Binding("F", help: "one of alike crashes", .find, in: panes, .foldCrashes),
      Binding("D", help: "those that are gone too", .find, in: panes, .showGone),
      Binding(.key(.escape), help: "clear the filter", .find, in: [.plugins], .clear),

      Binding("j", .key(.down), help: "next, previous", .move, in: scrolling, .move(.down)),
      Binding("k", .key(.up), help: "next, previous", .move, in: scrolling, .move(.up)),
      Binding("g", .key(.home), help: "first, last", .move, in: scrolling, .move(.first)),
      Binding("G", .key(.end), help: "first, last", .move, in: scrolling, .move(.last)),
      Binding(.control("d"), help: "half a page", .move, in: scrolling, .move(.halfDown)),
      Binding(.control("u"), help: "half a page", .move, in: scrolling, .move(.halfUp)),
      Binding(.key(.pageDown), .control("f"), help: "a page", .move, in: scrolling, .move(.pageDown)),
      Binding(.key(.pageUp), .control("b"), help: "a page", .move, in: scrolling, .move(.pageUp)),
      Binding(.key(.down), .control("n"), help: "next, previous", .move, in: [.palette], .move(.down)),
      Binding(.key(.up), .control("p"), help: "next, previous", .move, in: [.palette], .move(.up)),
      Binding(
        .key(.tab), hint: "pane", help: "change pane", words: "next pane", .move, in: panes.union([.editing]), .nextPane
      ),
      Binding(
        .key(.tab, .shift), help: "change pane", words: "previous pane", .move, in: panes.union([.editing]),
        .previousPane),
      Binding("1", help: "to that pane", words: "to the plugins", .move, in: panes, .pane(.plugins)),
      Binding("2", help: "to that pane", words: "to the checks", .move, in: panes, .pane(.checks)),
      Binding("3", help: "to that pane", words: "to the input", .move, in: panes, .pane(.input)),
      Binding("4", help: "to that pane", words: "to the result", .move, in: panes, .pane(.result)),
      Binding("l", .key(.right), help: "to the details", .move, in: [.plugins], .details),
      Binding("]", hint: "tab", help: "tab of the result", words: "next tab of the result", .move, in: panes, .nextTab),
      Binding("[", help: "tab of the result", words: "previous tab of the result", .move, in: panes, .previousTab),
      Binding("z", hint: "zoom", help: "zoom the pane", .look, in: panes, .zoom),

      Binding("y", hint: "copy", help: "copy the result", .share, in: panes, .copy),
      Binding("Y", help: "copy the command", .share, in: panes, .copyCommand),
      Binding(
        "o", help: "export JSON, JUnit", words: "export all as JSON", .share, in: panes.union([.batch, .matrix]),
        .exportList(.json)),
      Binding(
        "O", help: "export JSON, JUnit", words: "export all as JUnit", .share, in: panes.union([.batch, .matrix]),
        .exportList(.junit)),

      Binding("+", help: "accept, with a note", .loosen, in: panes.union([.crash]), .letIn),
      Binding("-", help: "reject, with a note", .loosen, in: panes.union([.crash]), .reject),
      Binding(help: "take the verdict back", .loosen, in: panes.union([.crash]), .withdraw),

      Binding("b", hint: "sandbox", help: "sandbox: what it lets in", .look, in: panes, .sandbox),
      Binding("b", help: "close", .look, in: [.sandbox], .close),
      Binding("T", help: "next theme", .look, in: panes, .nextLook),
      Binding("m", help: "mouse on, off", .look, in: panes, .mouse),
      Binding(
        ":", hint: "palette", help: "every action by name", .look, in: panes.union(overlays).subtracting([.help]),
        .palette),
      Binding("?", hint: "help", help: "this help", .look, in: panes.union(overlays).subtracting([.help]), .help),
      Binding("?", help: "this help", .look, in: [.help], .close),
      Binding("M", help: "what was said", .look, in: panes, .messages),
      Binding("P", help: "picture of the screen", .share, in: panes.union(overlays), .picture),
      Binding(.control("l"), help: "draw again", .look, in: everywhere, .repaint),
      Binding(.control("z"), help: "suspend", .look, in: everywhere, .suspend),
      Binding(.control("c"), help: "stop, or quit", .look, in: everywhere, .interrupt),
      Binding("q", hint: "quit", help: "quit", .look, in: panes, .quit),

      field(.key(.left), .control("b"), help: "a character", .left),
      field(.key(.right), .control("f"), help: "a character", .right),
      field(.text("b", .alt), .key(.left, .control), help: "a word", .wordLeft),
      field(.text("f", .alt), .key(.right, .control), help: "a word", .wordRight),
      Binding(.key(.up), help: "line, or history", .editing, in: [.editing, .inputs], .fieldUp),
      Binding(.key(.down), help: "line, or history", .editing, in: [.editing, .inputs], .fieldDown),
      field(.control("a"), .key(.home), help: "start, end", .start),
      field(.control("e"), .key(.end), help: "start, end", .end),
      field(.key(.backspace), .control("h"), help: "delete", .deleteLeft),
      field(.control("d"), .key(.delete), help: "delete", .deleteRight),
      field(.control("u"), help: "kill to start, end", .killToStart),
      field(.control("k"), help: "kill to start, end", .killToEnd),
      field(.control("w"), .key(.backspace, .alt), help: "kill a word", .killWordLeft),
      field(.text("d", .alt), help: "kill a word", .killWordRight),
      field(.control("y"), help: "put back the killed", .yank),
      field(.control("_"), help: "undo, redo", .undo),
      field(.text("_", .alt), help: "undo, redo", .redo),
    ]
    + SortKey.allCases.map { Binding(help: "sort by \($0.help)", .find, in: panes, .sort($0)) }
    + ResultTab.allCases.map { Binding(help: "result: \($0)", .look, in: panes, .tab($0)) }
    + Theme.Look.allCases.map { Binding(help: "theme: \($0.words)", .look, in: panes, .look($0)) }

  private static func field(_ keys: Input..., help: String, _ edit: TextField.Edit) -> Binding {
    var binding = Binding(help: help, .editing, in: fields, .field(edit))
    binding.keys = keys
    return binding
  }

  /// There a character is text.
  static func isField(_ context: Context) -> Bool { fields.contains(context) }

  /// Help, full text, crash report, "run all" and sandbox lie over the panes.
  static func isOverlay(_ context: Context) -> Bool { overlays.contains(context) }
}
