import ArgumentParser
import PluginModel
import WorkerClient

/// `airlock run`: calls the function of every plugin.
struct Run: PluginCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Call the function of every plugin, and print a line each.")

  @OptionGroup var options: Options
  @OptionGroup var inputs: InputsOption
  @OptionGroup var report: ReportOptions

  func run(_ worker: consuming WorkerProcess?) throws {
    try Headless(options: options, report: report, settings: try options.settings(), called: true, inputs: inputs)
      .perform(worker)
  }
}
