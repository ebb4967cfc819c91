import Display
import PluginModel

extension Binding {
  private static let panes: Set<Context> = [.plugins, .checks, .input, .result]
  private static let details: Set<Context> = [.checks, .input, .result]
  private static let scrolling: Set<Context> = [.plugins, .checks, .result, .help, .page, .crash, .sandbox]
  private static let overlays: Set<Context> = [.help, .page, .crash, .sandbox]
  private static let everywhere = Set(Context.allCases)

  /// Every key there is. Hints stand in the footer in this order, as many as fit.
  static let all: [Binding] = [
    Binding(.key(.enter), hint: "run", help: "run on the input", .run, in: [.plugins], .run),
    Binding("r", help: "run on the input", .run, in: panes, .run),
    Binding("r", hint: "run again", help: "run it again", .run, in: [.crash], .run),
    Binding("e", hint: "open source", help: "source, in the editor", .look, in: [.crash], .openSource),
    Binding(.key(.enter), hint: "unfold", help: "unfold, fold again", .look, in: [.crash], .unfold),
    Binding(.key(.tab), hint: "section", help: "change section", .move, in: [.crash], .nextSection),
    Binding(.key(.tab, .shift), help: "change section", .move, in: [.crash], .previousSection),
    Binding("y", hint: "copy Markdown", help: "copy as Markdown", .share, in: [.crash], .copyReport),
    Binding("Y", help: "copy the command", .share, in: [.crash], .copyCommand),
    Binding("o", hint: "export", help: "export Markdown", .share, in: [.crash], .export(.markdown)),
    Binding("O", help: "export JSON", .share, in: [.crash], .export(.json)),
    Binding(.key(.enter), hint: "run", help: "run on the input", .editing, in: [.editing], .accept),
    Binding(.key(.escape), hint: "leave", help: "leave it as it is", .editing, in: [.editing], .leave),
    Binding(.key(.enter), hint: "details", help: "every check in full", .look, in: [.checks], .open),
    Binding(.key(.enter), hint: "edit", help: "edit the input", .run, in: [.input], .edit),
    Binding(.key(.enter), hint: "full text", help: "result and output in full", .look, in: [.result], .open),
    Binding(" ", .key(.enter), hint: "switch", help: "the selected one", .loosen, in: [.sandbox], .switchSelected),
    Binding("n", help: "network", .loosen, in: [.sandbox], .loosen(.network)),
    Binding("p", help: "processes", .loosen, in: [.sandbox], .loosen(.processes)),
    Binding("r", help: "paths given to read", .loosen, in: [.sandbox], .loosen(.read)),
    Binding("w", help: "paths given to write", .loosen, in: [.sandbox], .loosen(.write)),
    Binding("e", help: "variables given", .loosen, in: [.sandbox], .loosen(.env)),
    Binding("o", help: "no sandbox at all", .loosen, in: [.sandbox], .loosen(.everything)),
    Binding(.key(.escape), "q", hint: "back", help: "back to the panes", .look, in: [.crash], .close),
    Binding(.key(.escape), "q", hint: "close", help: "close", .look, in: overlays.subtracting([.crash]), .close),
    Binding(.key(.escape), "h", .key(.left), hint: "back", help: "back to the list", .look, in: details, .back),
    Binding("c", hint: "report", help: "last crash report", .look, in: panes, .report),
    Binding("i", hint: "edit", help: "edit the input", .run, in: panes, .edit),
    Binding("a", hint: "all", help: "run all that may run", .run, in: panes, .runAll),
    Binding("x", hint: "stop", help: "stop the run, all runs", .run, in: panes.union([.crash]), .stop),
    Binding("X", help: "stop the run, all runs", .run, in: panes, .stopAll),
    Binding("R", hint: "reload", help: "reload: check, open", .run, in: panes, .reload),

    Binding("j", .key(.down), help: "next, previous", .move, in: scrolling, .move(.down)),
    Binding("k", .key(.up), help: "next, previous", .move, in: scrolling, .move(.up)),
    Binding("g", .key(.home), help: "first, last", .move, in: scrolling, .move(.first)),
    Binding("G", .key(.end), help: "first, last", .move, in: scrolling, .move(.last)),
    Binding(.control("d"), help: "half a page", .move, in: scrolling, .move(.halfDown)),
    Binding(.control("u"), help: "half a page", .move, in: scrolling, .move(.halfUp)),
    Binding(.key(.pageDown), help: "a page", .move, in: scrolling, .move(.pageDown)),
    Binding(.key(.pageUp), help: "a page", .move, in: scrolling, .move(.pageUp)),
    Binding(.key(.tab), hint: "pane", help: "change pane", .move, in: panes.union([.editing]), .nextPane),
    Binding(.key(.tab, .shift), help: "change pane", .move, in: panes.union([.editing]), .previousPane),
    Binding("1", help: "to that pane", .move, in: panes, .pane(.plugins)),
    Binding("2", help: "to that pane", .move, in: panes, .pane(.checks)),
    Binding("3", help: "to that pane", .move, in: panes, .pane(.input)),
    Binding("4", help: "to that pane", .move, in: panes, .pane(.result)),
    Binding("l", .key(.right), help: "to the details", .move, in: [.plugins], .details),

    Binding("b", hint: "sandbox", help: "sandbox: what it lets in", .look, in: panes, .sandbox),
    Binding("b", help: "close", .look, in: [.sandbox], .close),
    Binding("?", hint: "help", help: "this help", .look, in: panes.union([.page, .crash, .sandbox]), .help),
    Binding("?", help: "this help", .look, in: [.help], .close),
    Binding("P", help: "picture of the screen", .look, in: panes.union(overlays), .picture),
    Binding(.control("l"), help: "draw again", .look, in: everywhere, .repaint),
    Binding(.control("z"), help: "suspend", .look, in: everywhere, .suspend),
    Binding(.control("c"), help: "stop, or quit", .look, in: everywhere, .interrupt),
    Binding("q", hint: "quit", help: "quit", .look, in: panes, .quit),

    field(.key(.left), .control("b"), help: "a character", .left),
    field(.key(.right), .control("f"), help: "a character", .right),
    field(.text("b", .alt), .key(.left, .control), help: "a word", .wordLeft),
    field(.text("f", .alt), .key(.right, .control), help: "a word", .wordRight),
    field(.control("a"), .key(.home), help: "start, end", .start),
    field(.control("e"), .key(.end), help: "start, end", .end),
    field(.key(.backspace), .control("h"), help: "delete", .deleteLeft),
    field(.control("d"), .key(.delete), help: "delete", .deleteRight),
    field(.control("u"), help: "kill to start, end", .killToStart),
    field(.control("k"), help: "kill to start, end", .killToEnd),
    field(.control("w"), .key(.backspace, .alt), help: "kill a word", .killWordLeft),
    field(.text("d", .alt), help: "kill a word", .killWordRight),
    field(.control("y"), help: "put back the killed", .yank),
  ]

  private static func field(_ keys: Input..., help: String, _ edit: TextField.Edit) -> Binding {
    var binding = Binding(help: help, .editing, in: [.editing], .field(edit))
    binding.keys = keys
    return binding
  }

  /// Help, full text, crash report and sandbox lie over the panes.
  static func isOverlay(_ context: Context) -> Bool { overlays.contains(context) }

  /// The letter that switches it.
  static func key(of loosening: Loosening) -> Input? { all.first { $0.command == .loosen(loosening) }?.keys.first }

  /// The binding of a key where it is pressed.
  static func of(_ input: Input, in context: Context) -> Binding? {
    table[context]?[input.normalized]
  }

  private static let table: [Context: [Input: Binding]] = {
    var table: [Context: [Input: Binding]] = [:]
    for binding in all {
      for context in binding.contexts {
        for key in binding.keys { table[context, default: [:]][key] = binding }
      }
    }
    return table
  }()
}
