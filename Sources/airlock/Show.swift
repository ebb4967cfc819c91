import ArgumentParser
import Dashboard
import Glibc
import PluginModel
import Terminal
import WorkerClient

/// `airlock`: the dashboard, or what fits a place that has no terminal.
struct Show: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dashboard", abstract: "Look at plugins, run them and read what came of it, full-screen.",
    shouldDisplay: false)

  @OptionGroup var options: Options
  /// For where there is no terminal to draw on.
  @OptionGroup var report: ReportOptions

  @Flag(help: "Never open a plugin, so that no constructor of its runs.")
  var noLoad = false

  @Flag(help: "Click and turn the wheel; the terminal's own selection then needs Shift.")
  var mouse = false

  func run() throws {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
      return try headless(called: !noLoad)
    }
    let status: ScreenLoop.Status
    do {
      status = try ScreenLoop(
        options: options, settings: try options.settings(noLoad: noLoad), archive: report.archive ?? .ofUser,
        mouse: mouse
      )
      .run()
    } catch let error as TerminalError {
      // A terminal that cannot be drawn on can still be written to.
      Output.stderr.write(["Note: \(error); this is what airlock check says"])
      return try headless(called: false)
    }
    switch status {
    case .quit: return
    case .ended(let signal): throw ExitCode(128 + signal)
    case .failed(let error):
      Output.stderr.write(["Error: \(error)"])
      throw ExitCode(70)  // EX_SOFTWARE of sysexits.h
    }
  }

  private func headless(called: Bool) throws {
    try Headless(
      options: options, report: report, settings: try options.settings(noLoad: noLoad), called: called
    ).perform()
  }
}
