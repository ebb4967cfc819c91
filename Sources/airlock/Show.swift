import ArgumentParser
import Dashboard
import Glibc
import PluginModel
import Terminal
import WorkerClient

/// `airlock`: the dashboard, or what fits a place that has no terminal.
struct Show: PluginCommand {
  static let configuration = CommandConfiguration(
    commandName: "dashboard", abstract: "Look at plugins, run them and read what came of it, full-screen.",
    shouldDisplay: false)

  @OptionGroup var options: Options
  @OptionGroup var inputs: InputsOption
  /// For where there is no terminal to draw on.
  @OptionGroup var report: ReportOptions

  @OptionGroup var verdicts: VerdictOptions

  @Flag(help: "Never open a plugin, so that no constructor of its runs.")
  var noLoad = false

  @Option(help: "The colours.")
  var theme = ThemeOption.auto

  @Flag(help: "Click and turn the wheel; the terminal's own selection then needs Shift.")
  var mouse = false

  @Option(
    help: ArgumentHelp(
      "Record the dashboard as asciicast v2, what it shows and nothing else; the file must be new.",
      valueName: "file.cast"))
  var record: String?

  @Flag(help: "Show the keys as they are pressed, for demonstrations.")
  var keys = false

  func run(_ worker: consuming WorkerProcess?) throws {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
      guard record == nil else {
        throw ValidationError("--record records the dashboard, and there is no terminal to show it on.")
      }
      return try headless(called: !noLoad, worker)
    }
    let configuration = Configuration.ofUser
    try configured(by: configuration).show(configuration, worker)
  }

  /// With what the user has written down; what the command line says comes after it, and so counts more.
  private func configured(by configuration: Configuration) throws -> Show {
    guard !configuration.arguments.isEmpty else { return self }
    let own = Airlock.arguments()
    return try Show.parse(
      PathBundle.bundled(configuration.arguments + (own.first == Self._commandName ? Array(own.dropFirst()) : own)))
  }

  /// Why the command line would not take these, in a sentence; nil if it does.
  static func problem(with arguments: [String]) -> String? {
    do {
      _ = try Show.parse(arguments)
      return nil
    } catch {
      let message = message(for: error)
      return message.split(separator: "\n").first.map(String.init) ?? message
    }
  }

  private func show(_ configuration: Configuration, _ worker: consuming WorkerProcess?) throws {
    let settings = try options.settings(noLoad: noLoad)
    let inputs = try inputs.text()
    let recorder: SessionRecorder?
    do throws(NotRecorded) {
      recorder = try record.map { path throws(NotRecorded) in
        try SessionRecorder(PluginPath(ArgumentText.bytes(of: path)))
      }
    } catch {
      Output.stderr.write(["Error: \(error)"])
      throw ExitCode(70)  // EX_SOFTWARE of sysexits.h
    }
    let status: ScreenLoop.Status
    do {
      status = try ScreenLoop(
        options: options, settings: settings, archive: report.archive ?? .ofUser, verdicts: verdicts.book,
        configuration: configuration, look: theme.look, mouse: mouse, showsKeys: keys, inputs: inputs,
        recorder: recorder, worker: worker
      )
      .run()
    } catch let error as TerminalError {
      recorder?.discard()
      // A terminal that cannot be drawn on can still be written to.
      Output.stderr.write(["Note: \(error); this is what airlock check says"])
      return try headless(called: false, nil)
    }
    switch status {
    case .quit: return
    case .unwritten: throw ExitCode.failure
    case .ended(let signal): throw ExitCode(128 + signal)
    case .failed(let error):
      Output.stderr.write(["Error: \(error)"])
      throw ExitCode(70)  // EX_SOFTWARE of sysexits.h
    }
  }

  private func headless(called: Bool, _ worker: consuming WorkerProcess?) throws {
    try Headless(
      options: options, report: report, settings: try options.settings(noLoad: noLoad), called: called,
      inputs: called ? inputs : nil
    ).perform(worker)
  }
}
