import ArgumentParser
import PluginModel

/// `airlock run`: calls the function of every plugin.
struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Call the function of every plugin, and print a line each.")

  @OptionGroup var options: Options
  @OptionGroup var inputs: InputsOption
  @OptionGroup var report: ReportOptions

  func run() throws {
    try Headless(options: options, report: report, settings: try options.settings(), called: true, inputs: inputs)
      .perform()
  }
}
