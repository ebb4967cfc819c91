import Display

/// A key, what it does and how that is told: dispatch, footer, help, palette and man page all read from here.
struct Binding: Sendable {
  /// A heading of the help.
  enum Group: String, Sendable, CaseIterable {
    case move = "Move"
    case run = "Run"
    case find = "Find"
    case loosen = "Let in"
    case look = "Look"
    case share = "Share"
    case editing = "While editing"
  }

  /// None for what the palette alone offers.
  var keys: [Input]
  /// For the footer: a word or two; nil leaves it out there.
  var hint: String?
  /// For the help; neighbours with the same words share a line.
  var help: String
  /// For the palette, where nothing stands beside it; the same as for the help unless that tells of several keys.
  var words: String
  var group: Group
  var contexts: Set<Context>
  var command: Command

  init(
    _ keys: Input..., hint: String? = nil, help: String, words: String? = nil, _ group: Group,
    in contexts: Set<Context>, _ command: Command
  ) {
    self.keys = keys
    self.hint = hint
    self.help = help
    self.words = words ?? help
    self.group = group
    self.contexts = contexts
    self.command = command
  }
}

/// A character without modifiers, so that the table of bindings can say "j".
extension Input: ExpressibleByExtendedGraphemeClusterLiteral {
  public init(extendedGraphemeClusterLiteral character: Character) { self = .text(character) }
}
