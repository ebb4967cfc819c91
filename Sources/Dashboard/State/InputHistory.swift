import PluginModel

/// What the function was called with before, the newest last: in this session and in those before.
struct InputHistory: Sendable {
  private(set) var entries: [ForeignText] = []
  /// The entry that is shown while somebody goes through them; nil at what is being written.
  private var place: Int?
  /// What was being written when that began.
  private var draft = ForeignText("")

  static let longest = 500

  /// A new one goes to the end; one that was there moves there.
  mutating func add(_ input: ForeignText) {
    place = nil
    guard !input.isEmpty, entries.last != input else { return }
    entries.removeAll { $0 == input }
    entries.append(input)
    if entries.count > Self.longest { entries.removeFirst() }
  }

  /// Those of earlier sessions come before those of this one.
  mutating func addEarlier(_ inputs: [ForeignText]) {
    var all = InputHistory()
    for input in inputs + entries { all.add(input) }
    entries = all.entries
  }

  /// The one before; nil if there is none.
  mutating func back(from current: ForeignText) -> ForeignText? {
    if place == nil { draft = current }
    // What stands there already is not shown again.
    guard let earlier = (0..<(place ?? entries.count)).last(where: { entries[$0] != current }) else { return nil }
    place = earlier
    return entries[earlier]
  }

  /// The one after, or at the end what was being written; nil if nobody has gone back.
  mutating func forward() -> ForeignText? {
    guard let current = place else { return nil }
    place = current + 1 < entries.count ? current + 1 : nil
    return place.map { entries[$0] } ?? draft
  }
}
