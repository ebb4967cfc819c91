/// Something that is worth knowing in the next session too.
public enum Remembrance: Hashable, Sendable {
  /// A text that a function was called with.
  case input(ForeignText)
  /// Whether a plugin is marked; the path is absolute.
  case marked(PluginPath, Bool)
  /// How the list is sorted, by the name that the screen has for it.
  case sort(String, reversed: Bool)
  case run(RememberedRun)
}

/// A run of an earlier session, as a history shows it.
public struct RememberedRun: Hashable, Sendable {
  /// Of the plugin; absolute.
  public var path: PluginPath
  public var input: ForeignText
  /// What came of it, as a mark and in a word: "failed", "SIGSEGV".
  public var mark: String
  public var word: String
  public var ended: Moment
  /// The state of the file that was run; nil if it is not known.
  public var file: FileState?
  /// How long all of it took, in nanoseconds.
  public var total: UInt64

  public init(
    path: PluginPath, input: ForeignText, mark: String, word: String, ended: Moment, file: FileState?, total: UInt64
  ) {
    self.path = path
    self.input = input
    self.mark = mark
    self.word = word
    self.ended = ended
    self.file = file
    self.total = total
  }
}
