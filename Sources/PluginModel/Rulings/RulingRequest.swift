/// What somebody wants to be written down about a plugin, in the state in which they looked at it.
public struct RulingRequest: Hashable, Sendable {
  public let path: PluginPath
  /// What was inspected; what is there now may be something else.
  public let file: FileState
  public let digest: String
  public let decision: Ruling.Decision
  public let note: String
  public let when: Moment

  public init(
    path: PluginPath, file: FileState, digest: String, decision: Ruling.Decision, note: String, when: Moment
  ) {
    self.path = path
    self.file = file
    self.digest = digest
    self.decision = decision
    self.note = note
    self.when = when
  }

  public func ruling(by who: String) -> Ruling {
    Ruling(digest: digest, file: path.name, size: file.size, decision: decision, note: note, who: who, when: when)
  }
}
