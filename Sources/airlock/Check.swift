import ArgumentParser
import PluginModel
import WorkerClient

/// `airlock check`: everything but the call.
struct Check: PluginCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Tell everything that can be said of a plugin without calling its function.")

  @OptionGroup var options: Options
  @OptionGroup var report: ReportOptions

  @Flag(help: "Never open a plugin, so that no constructor of its runs.")
  var noLoad = false

  func run(_ worker: consuming WorkerProcess?) throws {
    try Headless(
      options: options, report: report, settings: try options.settings(noLoad: noLoad), called: false, inputs: nil
    ).perform(worker)
  }
}
