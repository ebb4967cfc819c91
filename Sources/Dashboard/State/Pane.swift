/// The four panes, by the number that jumps to them.
public enum Pane: Int, Sendable, CaseIterable {
  case plugins = 1, checks, input, result

  var title: String {
    switch self {
    case .plugins: "Plugins"
    case .checks: "Checks"
    case .input: "Input"
    case .result: "Result"
    }
  }

  var next: Pane { Pane(rawValue: rawValue + 1) ?? .plugins }
  var previous: Pane { Pane(rawValue: rawValue - 1) ?? .result }
}
