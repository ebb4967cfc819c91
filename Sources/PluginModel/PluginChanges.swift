/// What has become of the plugins of a session since it was last told.
///
/// A place in the list is given once and never again: a plugin that is removed keeps it, and has it when it comes back.
public struct PluginChanges: Hashable, Sendable {
  /// New ones, in order; the first gets the place after the last that was ever given.
  public var added: [Plugin] = []
  /// Their files are gone.
  public var removed: [Int] = []
  /// Their files are others now, or have another content, or other permissions.
  public var changed: [Int] = []
  /// The signatures beside them came, went or changed; the files are what they were.
  public var signed: [Int] = []
  /// They were removed, and there is a file by that path again.
  public var returned: [Int] = []

  public init(added: [Plugin] = [], removed: [Int] = [], changed: [Int] = [], signed: [Int] = [], returned: [Int] = [])
  {
    self.added = added
    self.removed = removed
    self.changed = changed
    self.signed = signed
    self.returned = returned
  }

  public var isEmpty: Bool {
    added.isEmpty && removed.isEmpty && changed.isEmpty && signed.isEmpty && returned.isEmpty
  }
}
