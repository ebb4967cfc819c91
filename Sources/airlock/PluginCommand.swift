import ArgumentParser
import WorkerClient

/// A command that has plugins looked at by a worker.
///
/// Its configuration names the command above it: then its own parser does not look for what is asked of that one.
protocol PluginCommand: ParsableCommand {
  /// Whether it wants a worker first of all.
  static var beginsWithWorker: Bool { get }

  /// - Parameter worker: One that was started while the command line was parsed; nil if the command is to start one.
  func run(_ worker: consuming WorkerProcess?) throws
}

extension PluginCommand {
  static var beginsWithWorker: Bool { true }

  func run() throws { try run(nil) }
}

/// What can be seen of a command line before it is parsed.
enum PluginCommands {
  static let all: [any PluginCommand.Type] = [Show.self, Run.self, Check.self, Compare.self]

  /// The command that these arguments ask for, and what of them is its own; nil if they ask for another one, or about
  /// Airlock.
  static func meant(by arguments: [String]) -> (command: any PluginCommand.Type, arguments: [String])? {
    guard !arguments.contains(where: asksAboutAirlock) else { return nil }
    let first = arguments.first ?? ""
    if let command = all.first(where: { $0.configuration.commandName == first }) {
      return (command, Array(arguments.dropFirst()))
    }
    let others = Airlock.configuration.subcommands.map { $0.configuration.commandName } + ["help"]
    return others.contains(first) ? nil : (Show.self, arguments)
  }

  /// The parser answers these whatever stands beside them.
  private static func asksAboutAirlock(_ argument: String) -> Bool {
    argument.hasPrefix("-")
      && (["-h", "--help", "--help-hidden", "--version", "--experimental-dump-help"].contains(argument)
        || argument.hasPrefix("--generate-completion-script") || argument.hasPrefix("---"))
  }
}
