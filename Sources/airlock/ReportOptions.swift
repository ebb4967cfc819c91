import ArgumentParser

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
}
