import Display

extension Input {
  /// The same key, whether or not the terminal tells that Shift made the character.
  var normalized: Input {
    guard case .text(let character, let modifiers) = self else { return self }
    return .text(character, modifiers.subtracting(.shift))
  }

  /// Typed into a text it is a part of that.
  var isCharacter: Bool {
    if case .text(_, let modifiers) = self { return modifiers.isDisjoint(with: [.control, .alt]) }
    return false
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

  /// The key that a name means, as the configuration file writes it: `^D`, `Alt-x`, `Shift-Tab`, `F5`, `Space`, `j`.
  init?(named name: String) {
    var rest = name[...]
    var modifiers: Modifiers = []
    for (prefix, modifier) in Self.prefixes {
      while rest.count > prefix.count, rest.lowercased().hasPrefix(prefix) {
        rest = rest.dropFirst(prefix.count)
        modifiers.insert(modifier)
      }
    }
    if rest.count == 2, rest.first == "^", let letter = rest.last {
      self = .text(Character(letter.lowercased()), modifiers.union(.control))
    } else if rest.count == 1, let character = rest.first {
      self = .text(modifiers.contains(.control) ? Character(character.lowercased()) : character, modifiers)
    } else if rest.lowercased() == "space" {
      self = .text(" ", modifiers)
    } else if let key = Key.named.first(where: { $0.name(unicode: false).lowercased() == rest.lowercased() }) {
      self = .key(key, modifiers)
    } else {
      return nil
    }
  }

  private static let prefixes: [(String, Modifiers)] = [
    ("ctrl-", .control), ("c-", .control), ("alt-", .alt), ("shift-", .shift),
  ]
}

extension Input.Key {
  fileprivate static let named: [Input.Key] =
    [
      .up, .down, .left, .right, .home, .end, .pageUp, .pageDown, .insert, .delete, .enter, .tab, .backspace, .escape,
    ] + (1...20).map { .function($0) }

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
