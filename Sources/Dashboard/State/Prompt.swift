import Display
import PluginModel

/// A line at the foot of the screen that somebody types into.
struct Prompt: Sendable {
  enum Purpose: Hashable, Sendable {
    /// Narrows the list down while it is typed.
    case filter
    /// Goes to the next line that holds it, in a text.
    case search
    /// An action by its words.
    case palette
    /// The path of a file that becomes the input, or the list of inputs.
    case inputFile, inputsFile
    /// Why somebody decides so about these plugins.
    case verdict(Ruling.Decision, [Judging.Subject])
  }

  let purpose: Purpose
  var field: TextField
  /// The selected action of the palette.
  var cursor = 0

  /// In bytes.
  private static let longest = 4096

  init(_ purpose: Purpose, _ text: String = "") {
    self.purpose = purpose
    var limit = Self.longest
    if case .verdict = purpose { limit = Ruling.longestNote }
    field = TextField(text, limit: limit)
  }

  /// What stands before the text.
  func sign(_ state: State) -> String {
    switch purpose {
    case .filter, .search: "/"
    case .palette: ":"
    case .inputFile: "input from file: "
    case .inputsFile: "inputs from file: "
    case .verdict(let decision, let subjects): state.question(decision, subjects)
    }
  }
}

extension State {
  mutating func openPrompt(_ purpose: Prompt.Purpose) {
    let text =
      switch purpose {
      case .filter: listing.filter.text
      case .verdict(_, let subjects): subjects.count == 1 ? judging.notes[subjects[0].index] ?? "" : ""
      case .search, .palette, .inputFile, .inputsFile: ""
      }
    prompt = Prompt(purpose, text)
  }

  /// What was typed has changed.
  mutating func notePrompt() {
    guard let prompt else { return }
    switch prompt.purpose {
    case .filter:
      listing.filter = Filter(prompt.field.text)
      arrange()
    case .search: page?.search(prompt.field.text)
    case .palette: self.prompt?.cursor = 0
    case .inputFile, .inputsFile, .verdict: break
    }
  }

  mutating func acceptPrompt() -> [Effect] {
    guard let prompt else { return [] }
    self.prompt = nil
    switch prompt.purpose {
    case .filter, .search: return []
    case .palette:
      let entries = Palette(self, prompt).entries
      guard entries.indices.contains(prompt.cursor) else { return [] }
      return follow(entries[prompt.cursor].binding)
    case .inputFile:
      let path = prompt.field.text
      return path.isEmpty ? [] : [.readInput(PluginPath(path))]
    case .inputsFile:
      let path = prompt.field.text
      return path.isEmpty ? [] : [.readInputs(PluginPath(path))]
    case .verdict(let decision, let subjects): return judge(decision, prompt.field.text, subjects)
    }
  }

  /// Esc: nothing is looked for any more.
  mutating func cancelPrompt() {
    let purpose = prompt?.purpose
    prompt = nil
    switch purpose {
    case .filter:
      listing.filter = Filter()
      arrange()
    case .search: page?.search("")
    case .palette, .inputFile, .inputsFile, .verdict, nil: break
    }
  }
}
