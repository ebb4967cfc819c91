import PluginModel

/// What the status line said: it has room for one sentence, and the next key takes it away.
struct Messages: Sendable {
  private(set) var list: [(notice: Notice, at: Moment)] = []

  static let longest = 200

  mutating func add(_ notice: Notice, at now: Moment) {
    list.append((notice, now))
    if list.count > Self.longest { list.removeFirst() }
  }
}
