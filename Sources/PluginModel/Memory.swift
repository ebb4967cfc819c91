/// What one session leaves for the next.
public enum Remembrance: Hashable, Sendable {
  case input(ForeignText)
  case marked(PluginPath, Bool)
  case sort(String, reversed: Bool)
  case run(RememberedRun)
}

/// A run that ended, in a word or two.
public struct RememberedRun: Hashable, Sendable {
  public var path: PluginPath
  public var input: ForeignText
  public var mark: String
  public var word: String
  public var ended: Moment
  public var file: FileState?
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
