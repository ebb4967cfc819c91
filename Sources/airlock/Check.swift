import ArgumentParser
import PluginModel

/// `airlock check`: everything but the call.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Tell everything that can be said of a plugin without calling its function.")

  @OptionGroup var options: Options
  @OptionGroup var report: ReportOptions

  @Flag(help: "Never open a plugin, so that no constructor of its runs.")
  var noLoad = false

  func run() throws {
    try Headless(
      options: options, report: report, settings: try options.settings(noLoad: noLoad), called: false, inputs: nil
    ).perform()
  }
}
