import ArgumentParser
import Dashboard
import FoundationEssentials

/// `airlock manual`: the manual page that is installed, made from what the program knows of itself: the options from the
/// parser, the keys from the table of bindings. See man(7) for the form.
struct Manual: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "manual", abstract: "Print the manual page, for man(1).", shouldDisplay: false)

  func run() throws { Output.stdout.write(try Self.page()) }

  static func page() throws -> String {
    let help = try JSONDecoder().decode(CommandHelp.self, from: Data(Airlock._dumpHelp().utf8)).command
    var page = ManualPage("airlock", section: 1, title: "Airlock \(Airlock.version)")
    page.heading("Name")
    page.paragraph("airlock - decide whether a native plugin can be let in")
    page.heading("Synopsis")
    for command in ["airlock", "airlock run", "airlock check"] {
      page.item("\(command) [PATH ...] [OPTIONS]", "")
    }
    page.item("airlock crashes [REPORT] [OPTIONS]", "")
    page.item("airlock verdicts [COMMAND] [OPTIONS]", "")
    page.heading("Description")
    page.paragraph(
      """
      Airlock lists native plugins, .so files, proves from each file alone whether it has the right function, opens it in a \
      process that may crash, calls the function with a text, and shows what came back: the integer, the error, or how it \
      went down. Swift and Go plugins, and anything with a C interface.
      """)
    page.paragraph((help.discussion ?? "").split(separator: "\n").joined(separator: " "))
    for command in help.subcommands ?? [] where command.name != "help" && command.name != "manual" {
      page.heading(command.name == "dashboard" ? "The dashboard" : "airlock \(command.name)")
      page.paragraph(command.abstract ?? "")
      if let discussion = command.discussion { page.paragraph(discussion) }
      addArguments(of: command, to: &page)
      for part in command.subcommands ?? [] where part.name != "help" {
        page.subheading("airlock \(command.name) \(part.name)")
        page.paragraph(part.abstract ?? "")
        addArguments(of: part, to: &page)
      }
    }
    addKeys(to: &page)
    addFiles(to: &page)
    page.heading("Exit status")
    page.item("0", "every plugin passed")
    page.item("1", "at least one did not, or there was none")
    page.item("64", "wrong usage")
    page.item("70", "Airlock itself failed: the worker cannot be started again, a verdict cannot be written")
    page.item("130, 143", "ended by SIGINT, SIGTERM")
    page.heading("Examples")
    page.item("airlock ./plugins", "the dashboard for a folder")
    page.item("airlock run ./plugin.so --input 'two words'", "one call, and what came of it")
    page.item("airlock run ./plugins --inputs cases.txt", "every plugin with every line, and where they differ")
    page.item("airlock check ./plugins --no-load", "what the files say, without opening one")
    page.item("airlock run ./plugins --format junit", "for a build server")
    return page.text
  }

  private static func addArguments(of command: CommandHelp.Command, to page: inout ManualPage) {
    for argument in command.arguments ?? [] where argument.shouldDisplay && !argument.isOfEveryCommand {
      page.item(argument.synopsis, argument.words)
    }
  }

  private static func addKeys(to page: inout ManualPage) {
    page.heading("Keys")
    page.paragraph("The word in brackets is the action's name: the configuration file gives it other keys.")
    for section in KeyMap.standard.sections {
      page.subheading(section.title)
      for key in section.keys {
        let names = key.names.isEmpty ? "(no key)" : key.names.joined(separator: ", ")
        page.item(names, "\(key.words) [\(key.action)]")
      }
    }
  }

  private static func addFiles(to page: inout ManualPage) {
    page.heading("Configuration")
    page.paragraph(
      """
      The dashboard reads $XDG_CONFIG_HOME/airlock/config, else ~/.config/airlock/config: a line each, NAME = VALUE for \
      the options \(Configuration.optionNames.joined(separator: ", ")), and key ACTION = KEYS. Keys are written \
      as j, ^R, Alt-x, Shift-Tab, F5, Space, Enter, Up; no keys at all takes an action's keys away. What follows a # is a \
      comment. A line that makes no sense is told with its number, and the others count. The sandbox is loosened on the \
      command line or in the dashboard, not here. The commands without a screen do not read it.
      """)
    page.heading("Files")
    page.item(
      "$XDG_STATE_HOME/airlock/crashes", "the newest 200 crash reports; without the variable under ~/.local/state")
    page.item("$XDG_STATE_HOME/airlock/memory.jsonl", "inputs, marks, order and runs of earlier sessions")
    page.item("$XDG_STATE_HOME/airlock/verdicts.jsonl", "people's verdicts, unless --verdicts names another file")
    page.item("$XDG_CACHE_HOME/airlock/go", "programs that open Go plugins, one for each toolchain and its flags")
    page.heading("Verdicts")
    page.paragraph(
      """
      A file of verdicts has a line of JSON for each, with the members file (the name without its folder; fileBase64 too if \
      it is not UTF-8), sha256 (of the content), when (UTC), verdict (accepted, rejected, withdrawn), who, note, size and \
      version, in this order, so that the lines sort by file, content and time. A line is added under a lock on the file \
      and is on the disk before that is said; then the file is brought into order. Lines that are no verdicts, as those of a \
      conflict that git left, are told with their number and stay where they are.
      """)
    page.heading("Environment")
    page.item("VISUAL, EDITOR", "what e opens a source or the input in; else vi")
    page.item("NO_COLOR", "no colours")
    page.item("COLORFGBG", "tells the colours of light terminals, for --theme auto")
  }
}

/// What `--experimental-dump-help` tells, as far as a manual needs it.
private struct CommandHelp: Decodable {
  let command: Command

  struct Command: Decodable {
    let commandName: String
    let abstract: String?
    let discussion: String?
    let arguments: [Argument]?
    let subcommands: [Command]?
    var name: String { commandName }
  }

  struct Argument: Decodable {
    let abstract: String?
    let defaultValue: String?
    let allValues: [String]?
    let kind: String
    let names: [Name]?
    let shouldDisplay: Bool
    let valueName: String?
    let isRepeating: Bool

    struct Name: Decodable {
      let kind: String
      let name: String
    }

    var isOfEveryCommand: Bool { names?.contains { $0.name == "help" || $0.name == "version" } ?? false }

    /// "--input TEXT", "PATH ..."
    var synopsis: String {
      let value = (valueName ?? "").uppercased()
      guard kind != "positional" else { return value + (isRepeating ? " ..." : "") }
      let spelled = (names ?? []).map { ($0.kind == "short" ? "-" : "--") + $0.name }.joined(separator: ", ")
      return kind == "option" ? "\(spelled) \(value)" : spelled
    }

    var words: String {
      let values = allValues.map { "One of \($0.joined(separator: ", "))." }
      let standard = defaultValue.map { "Default: \($0)." }
      return [abstract, values, standard].compactMap(\.self).joined(separator: " ")
    }
  }
}
