import ArgumentParser
import WorkerClient

/// A command that has plugins looked at by a worker.
protocol PluginCommand: ParsableCommand {
  /// - Parameter worker: One that was started while the command line was parsed; nil if the command is to start one.
  func run(_ worker: consuming WorkerProcess?) throws
}

extension PluginCommand {
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
    let isOther = first == "help" || Airlock.configuration.subcommands.contains { $0.configuration.commandName == first }
    return isOther ? nil : (Show.self, arguments)
  }

  /// The parser answers these whatever stands beside them.
  private static func asksAboutAirlock(_ argument: String) -> Bool {
    ["-h", "--help", "--help-hidden", "--version", "--experimental-dump-help"].contains(argument)
      || argument.hasPrefix("--generate-completion-script") || argument.hasPrefix("---")
  }
}
