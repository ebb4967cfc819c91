/// Why the dashboard cannot be shown here.
public enum TerminalError: Error, Hashable, Sendable, CustomStringConvertible {
  case notATerminal
  case inBackground
  case nameMissing
  case unknown(name: String)
  case notCapable(name: String)
  case notStarted(name: String)
  case system(String)

  public var description: String {
    switch self {
    case .notATerminal: "standard input and output are not a terminal"
    case .inBackground: "asked to end while in the terminal's background"
    case .nameMissing: "the environment variable TERM is not set, so the kind of terminal is not known"
    case .unknown(let name): "there is no description of the terminal \"\(name)\" (TERM) on this computer"
    case .notCapable(let name): "the terminal \"\(name)\" (TERM) cannot place its cursor, so it cannot show a dashboard"
    case .notStarted(let name): "ncurses could not take over the terminal \"\(name)\" (TERM)"
    case .system(let reason): "the terminal's modes could not be read: \(reason)"
    }
  }
}
