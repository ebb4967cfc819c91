import Display
import PluginModel

/// What happened: an event, not an order.
public enum Action: Hashable, Sendable {
  case input(Input)
  case resized(Size)
  /// Sent before each batch of events, and once a second while `State.needsClock`.
  case clock(Moment)
  /// The indices are those of the list last given by `listed`.
  case plugin(PluginEvent)
  /// The plugins that there are, once, and what there is to say about them.
  case listed(PluginList, notes: [String])
  /// Files came, went or changed in the places that are shown.
  case changed(PluginChanges, notes: [String])
  /// A text that somebody wrote elsewhere became the input: where, in words.
  case inputRead(ForeignText, from: String)
  /// A file became the list of inputs: which, in words.
  case inputsRead(String, from: String)
  /// The worker died and another took its place; the reason in words.
  case workerRestarted(String)
  /// Which layers of the sandbox hold, as the worker told.
  case layers(SandboxLayers)
  /// A report of an earlier session was read.
  case crashRemembered(CrashHistory.Group, Moment)
  /// What earlier sessions remembered, the oldest first; once, after the first listing.
  case remembered([Remembrance])
  /// The report of the crash that ended then was saved under this path; answers `saveReport`.
  case reportSaved(Int, Moment, path: String)
  /// The same, if that was not possible; the reason in words, and whether it has not been told before.
  case reportNotSaved(Int, Moment, reason: String, isNews: Bool)
  /// What people decided, as it is written down now; what of that could not be read, in words.
  case rulings(Rulings, notes: [String])
  /// Answers `judge`: what was written and where, and what was not and why, in words.
  case judged(String?, refused: [String])
  /// What is shown is recorded no longer, and why, in words.
  case recordingStopped(String)
  /// An effect came to its end, in words for the status line: "saved airlock.svg".
  case effectDone(String)
  /// An effect came to nothing, and why.
  case effectFailed(String)
}
