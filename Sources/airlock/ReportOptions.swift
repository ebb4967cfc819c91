import ArgumentParser
import PluginModel
import Storage

/// How the commands without a screen tell what they found.
struct ReportOptions: ParsableArguments {
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text, json, junit
  }

  @Option(help: "The form of the report.")
  var format = Format.text

  @Flag(help: "Tell every check, with all its details.")
  var verbose = false

  @Flag(help: "Tell a crash or a hang in one line, without where it happened.")
  var noReport = false

  @Option(
    help: ArgumentHelp(
      "A folder to save the report of each crash and each hang in, as a file of JSON.", valueName: "dir"))
  var saveReports: String?

  /// Where reports were asked to be saved.
  var archive: CrashArchive? { saveReports.map { CrashArchive(folder: PluginPath(ArgumentText.bytes(of: $0))) } }
}
