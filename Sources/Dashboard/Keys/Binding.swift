import Display

/// A key, what it does and how that is told: dispatch, footer and help all read from here.
struct Binding: Sendable {
  /// A heading of the help.
  enum Group: String, Sendable, CaseIterable {
    case move = "Move", run = "Run", loosen = "Let in", look = "Look", share = "Share", editing = "While editing"
  }

  var keys: [Input]
  /// For the footer: a word or two; nil leaves it out there.
  var hint: String?
  /// For the help; neighbours with the same words share a line.
  var help: String
  var group: Group
  var contexts: Set<Context>
  var command: Command

  init(
    _ keys: Input..., hint: String? = nil, help: String, _ group: Group, in contexts: Set<Context>, _ command: Command
  ) {
    self.keys = keys
    self.hint = hint
    self.help = help
    self.group = group
    self.contexts = contexts
    self.command = command
  }
}

/// A character without modifiers, so that the table of bindings can say "j".
extension Input: ExpressibleByExtendedGraphemeClusterLiteral {
  public init(extendedGraphemeClusterLiteral character: Character) { self = .text(character) }
}

extension Input {
  /// The same key, whether or not the terminal tells that Shift made the character.
  var normalized: Input {
    guard case .text(let character, let modifiers) = self else { return self }
    return .text(character, modifiers.subtracting(.shift))
  }

  /// The key as the footer and the help write it: "^D", "Shift-Tab", "↓".
  func name(unicode: Bool) -> String {
    switch self {
    case .text(let character, let modifiers):
      if modifiers.contains(.control) { return "^" + character.uppercased() }
      return (modifiers.contains(.alt) ? "Alt-" : "") + (character == " " ? "Space" : String(character))
    case .key(let key, let modifiers):
      return (modifiers.contains(.control) ? "Ctrl-" : "") + (modifiers.contains(.alt) ? "Alt-" : "")
        + (modifiers.contains(.shift) ? "Shift-" : "") + key.name(unicode: unicode)
    case .paste: return "paste"
    case .mouse: return "mouse"
    }
  }
}

extension Input.Key {
  fileprivate func name(unicode: Bool) -> String {
    switch self {
    case .up: unicode ? "↑" : "Up"
    case .down: unicode ? "↓" : "Down"
    case .left: unicode ? "←" : "Left"
    case .right: unicode ? "→" : "Right"
    case .home: "Home"
    case .end: "End"
    case .pageUp: "PgUp"
    case .pageDown: "PgDn"
    case .insert: "Insert"
    case .delete: "Delete"
    case .enter: "Enter"
    case .tab: "Tab"
    case .backspace: "Backspace"
    case .escape: "Esc"
    case .function(let number): "F\(number)"
    }
  }
}
