import ArgumentParser
import CLinux
import Glibc
import PluginModel
import WorkerClient

/// The command: `airlock [PATH …]`, `airlock run`, `airlock check`, `airlock compare`,
/// `airlock crashes`, `airlock verdicts`.
@main
struct Airlock: ParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "airlock",
    abstract: "Tells whether a native plugin can be let in, and runs it where it can do no harm.",
    usage: """
      airlock [<path> ...] [<options>]
             airlock run [<path> ...] [<options>]
             airlock check [<path> ...] [<options>]
             airlock compare <path> <path> [<options>]
             airlock crashes [<report>] [<options>]
             airlock verdicts [<command>] [<options>]
      """,
    discussion: """
      A PATH is a plugin file, or a folder of *.so files. Without one, the sample plugins beside the executable.
      The dashboard takes the options of run, and --no-load; where there is no terminal, it is airlock run.
      """,
    version: version,
    subcommands: PluginCommands.all + [Crashes.self, Verdicts.self, Manual.self],
    defaultSubcommand: Show.self)

  static func main() {
    linux_fill_standard_descriptors()
    do {
      // The parser works on text; a path may be any bytes. `ArgumentText` is the way there and back.
      try run(arguments())
    } catch {
      let code = exitCode(for: error)
      let text = ForeignText(ArgumentText.bytes(of: fullMessage(for: error))).lines
      if !text.isEmpty { (code.isSuccess ? Output.stdout : Output.stderr).write(text + "\n") }
      Glibc.exit(code.rawValue)
    }
  }

  private static func run(_ arguments: [String]) throws {
    if let meant = PluginCommands.meant(by: arguments) {
      // It takes longer to start than the rest does to parse, so it starts for a command line that is wrong too; but not
      // where an input comes through a pipe, which may be long in coming. Where there can be none, the command says why.
      let isWanted = meant.command.beginsWithWorker && !meant.arguments.contains { $0 == "-" || $0.hasSuffix("=-") }
      let worker = isWanted ? try? WorkerProcess() : nil
      // The parser of one command is quick; what is wrong, that of all commands says with the right words.
      if let command = try? meant.command.parse(PathBundle.bundled(meant.arguments)) { return try command.run(worker) }
    }
    var command = try parseAsRoot(PathBundle.bundled(arguments))
    try command.run()
  }

  /// Those of the command line, as the parser takes them.
  static func arguments() -> [String] {
    (1..<max(1, Int(CommandLine.argc))).compactMap { index in
      CommandLine.unsafeArgv[index].map { argument in
        ArgumentText.text(
          of: UnsafeBufferPointer(start: argument, count: strlen(argument)).map { UInt8(bitPattern: $0) })
      }
    }
  }
}
