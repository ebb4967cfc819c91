import Display

/// Every action there is where the palette was opened, by its words: those that what was typed is found in.
struct Palette {
  struct Entry {
    let binding: Binding
    /// Why it cannot be done now.
    let obstacle: String?

    func begins(with text: String) -> Bool { binding.words.lowercased().hasPrefix(text) }
  }

  let entries: [Entry]
  let filter: Filter

  init(_ state: State, _ prompt: Prompt) {
    var below = state
    below.prompt = nil
    let context = below.context
    let filter = Filter(prompt.field.text)
    self.filter = filter
    var told: Set<Command> = [.palette]
    let found: [Entry] = state.keys.bindings.compactMap { binding in
      guard binding.contexts.contains(context), binding.command.isAction, !told.contains(binding.command),
        filter.matches(binding.words.lowercased(), facts: binding.command.name)
      else { return nil }
      told.insert(binding.command)
      return Entry(binding: binding, obstacle: below.obstacle(to: binding.command))
    }
    // "quit" is first of all what is called so, and not "stop, or quit".
    let typed = prompt.field.text.lowercased()
    entries = typed.isEmpty ? found : found.filter { $0.begins(with: typed) } + found.filter { !$0.begins(with: typed) }
  }
}

extension Command {
  /// Something that somebody would look for by its words, and not a movement.
  fileprivate var isAction: Bool {
    switch self {
    case .move, .field, .accept, .leave, .acceptPrompt, .cancelPrompt: false
    default: true
    }
  }
}
