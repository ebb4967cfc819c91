import PluginModel
import Reports

/// What a report is exported as.
public enum ReportForm: String, Hashable, Sendable {
  case markdown, json
}

/// What the whole list is exported as.
public enum ListForm: String, Hashable, Sendable {
  case json, junit
}

/// What is to be done outside, as a value. Whoever performs it answers with actions; update never waits.
public enum Effect: Hashable, Sendable {
  /// Read these files, in this order; each answers `inspected`.
  case inspect([Int])
  /// Read the file for the digest of its content, when there is nothing else to do; answers `digested`.
  case digest(Int)
  /// Open these in a forked process, without a call; each answers `loaded`, or `inspected` with a rejection.
  case load([Int])
  /// Call the function; answers `ran`, or `inspected` with a rejection.
  case run(Int, input: ForeignText)
  /// Call each of these with each of the inputs; each call answers `called`, and one that fails a check `inspected`.
  case call([Int], inputs: [ForeignText])
  /// Make such a call again; without a column all of the plugin's.
  case callAgain(Int, column: Int?)
  /// Make no more of those calls.
  case stopCalls
  /// End what these plugins' processes do; each still answers.
  case stop([Int])
  /// What plugins may do in the runs that are asked for from now on.
  case sandbox(SandboxPolicy)
  /// Keep the report of a crash of this plugin; answers `reportSaved` or `reportNotSaved`.
  case saveReport(Int, CrashOccurrence)
  /// For the next session; answers only if that was not possible.
  case remember(Remembrance)
  /// Write down what somebody decided; answers `judged`, when it is on the disk.
  case judge([RulingRequest])
  /// Into the user's clipboard, by way of the terminal.
  case copyReport(CrashOccurrence)
  case copyReportCommand(CrashOccurrence)
  /// The line that a run came to, and the command that makes it.
  case copyResult(Plugin, Settings)
  case copyCommand(Plugin, Settings)
  /// As text, into the clipboard.
  case copyComparison(SideBySide)
  /// Into a file in the current folder.
  case exportReport(CrashOccurrence, ReportForm)
  /// All plugins, as `airlock run --format` has them.
  case exportList(ListForm)
  /// All calls of several plugins with several inputs, as `airlock run --inputs` has them.
  case exportCalls(ListForm)
  /// In the user's editor, if it is a file that reports may quote from.
  case openSource(CodeLocation, plugin: PluginPath)
  /// The input, in the user's editor; answers `inputRead`.
  case editText(ForeignText)
  /// A file that is to become the input; answers `inputRead`.
  case readInput(PluginPath)
  /// A file that is to become the list of inputs; answers `inputsRead`.
  case readInputs(PluginPath)
  case savePicture
  /// Clicks and the wheel are input, or the terminal's own again.
  case mouse(Bool)
  /// Draw every cell again: something else wrote on the terminal.
  case repaint
  case suspend
  case quit
}
