import PluginModel

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
  /// End what these plugins' processes do; each still answers.
  case stop([Int])
  /// What plugins may do in the runs that are asked for from now on.
  case sandbox(SandboxPolicy)
  case savePicture
  /// Draw every cell again: something else wrote on the terminal.
  case repaint
  case suspend
  case quit
}
