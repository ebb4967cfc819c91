import Display

/// What each key does in a session: the table of bindings, with the user's own keys in it.
public struct KeyMap: Sendable {
  private(set) var bindings: [Binding]
  private var table: [Context: [Input: Binding]] = [:]

  public static let standard = KeyMap(Binding.all)

  init(_ bindings: [Binding]) {
    self.bindings = bindings
    for binding in bindings {
      for context in binding.contexts {
        // A letter in a text is a letter, whoever else has it.
        for key in binding.keys where !(Binding.isField(context) && key.isCharacter) {
          table[context, default: [:]][key] = binding
        }
      }
    }
  }

  /// The binding of a key where it is pressed.
  func binding(of input: Input, in context: Context) -> Binding? { table[context]?[input.normalized] }

  /// Its first key where it is pressed; anywhere if no place is given.
  func key(of command: Command, in context: Context? = nil) -> Input? {
    bindings.first { binding in
      binding.command == command && !binding.keys.isEmpty && context.map(binding.contexts.contains) ?? true
    }?.keys.first
  }

  /// The names of all commands, in the order of the table.
  public static var commandNames: [String] {
    var told: Set<String> = []
    return standard.bindings.map(\.command.name).filter { told.insert($0).inserted }
  }

  /// Gives a command other keys than it has; none takes them away. What else had these keys loses them where the command
  /// is now.
  ///
  /// - Returns: What is wrong with it, as a sentence without its subject; nil if it was done.
  public mutating func rebind(_ name: String, to keyNames: [String]) -> String? {
    let own = bindings.indices.filter { bindings[$0].command.name == name }
    guard !own.isEmpty else {
      let near = Self.commandNames.filter { $0.hasPrefix(name.prefix(3)) }.prefix(3).joined(separator: ", ")
      return "no action is called \(name)" + (near.isEmpty ? "" : "; there are \(near)")
    }
    if own.contains(where: { bindings[$0].keys.contains(where: Self.fixed.contains) }) {
      return "\(name) keeps its keys: it is a way out"
    }
    var keys: [Input] = []
    for keyName in keyNames {
      guard let key = Input(named: keyName)?.normalized else { return "no key is called \(keyName)" }
      guard !Self.fixed.contains(key) else { return "\(keyName) keeps its meaning: it is the way out" }
      keys.append(key)
    }
    var changed = bindings
    let contexts = own.reduce(into: Set<Context>()) { $0.formUnion(changed[$1].contexts) }
    for index in changed.indices where changed[index].contexts.isDisjoint(with: contexts) == false {
      changed[index].keys.removeAll(where: keys.contains)
    }
    for index in own { changed[index].keys = keys }
    self = KeyMap(changed)
    return nil
  }

  /// Whoever is lost gets out with these.
  private static let fixed: Set<Input> = [.control("c"), .key(.escape)]
}

extension KeyMap {
  /// What the manual tells of a place where keys are pressed.
  public struct Section: Sendable {
    public let title: String
    public let keys: [(names: [String], words: String, action: String)]
  }

  /// Each action once, where it is first of use.
  public var sections: [Section] {
    var told: Set<Command> = []
    let places: [(String, [Context])] = [
      ("In the panes", [.plugins, .checks, .input, .result]), ("While the input is edited", [.editing]),
      ("At the foot of the screen: filter, search, palette", [.prompt, .palette]), ("In a full text", [.page]),
      ("In a comparison", [.comparison]), ("In a crash report", [.crash]), ("In the view of “run all”", [.batch]),
      ("In the list of inputs", [.inputs]),
      ("In the view of the calls", [.matrix]), ("In the sandbox", [.sandbox]),
    ]
    return places.map { title, contexts in
      let here = bindings.filter { !$0.contexts.isDisjoint(with: contexts) }
      return Section(
        title: title,
        keys: here.compactMap { binding in
          guard told.insert(binding.command).inserted else { return nil }
          let keys = here.filter { $0.command == binding.command }.flatMap(\.keys)
          return (keys.map { $0.name(unicode: false) }, binding.words, binding.command.name)
        })
    }.filter { !$0.keys.isEmpty }
  }
}
