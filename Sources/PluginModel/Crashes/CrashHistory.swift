/// Which crashes are the same, and how often each was seen: in this session and in reports that were saved.
public struct CrashHistory: Hashable, Sendable {
  /// The same plugin, the same signal, the same place.
  public struct Group: Hashable, Sendable {
    /// Its absolute path.
    public let plugin: String
    public let key: CrashKey

    public init(plugin: String, key: CrashKey) {
      self.plugin = plugin
      self.key = key
    }
  }

  public struct Sightings: Hashable, Sendable {
    public fileprivate(set) var count: Int
    public fileprivate(set) var first: Moment

    /// "seen 3 times, first 2026-11-20 14:49:07"; nil for a first time.
    public var words: String? { count > 1 ? "seen \(count) times, first \(first.date) \(first.timeOfDay)" : nil }
  }

  private var sightings: [Group: Sightings] = [:]

  public init() {}

  public mutating func note(_ group: Group, at moment: Moment) {
    var seen = sightings[group] ?? Sightings(count: 0, first: moment)
    seen.count += 1
    if moment.nanoseconds < seen.first.nanoseconds { seen.first = moment }
    sightings[group] = seen
  }

  public subscript(group: Group) -> Sightings? { sightings[group] }
}
