import PluginModel

/// Which plugins the list shows, and in which order. The cursor is on a plugin, wherever that comes to stand.
struct Listing: Sendable {
  var order = SortOrder()
  var filter = Filter()
  var failuresOnly = false
  /// Plugins whose files are gone are shown too, with what is known of them.
  var showsGone = false
  /// Of plugins that crash alike the first is shown, with their number.
  var foldsCrashes = false

  /// Places in the roster, in the order that is seen.
  private(set) var shown: [Int] = []
  /// By place in the roster, the row on the list; -1 where it is not shown.
  private var places: [Int] = []
  /// By place in the roster, how many it stands for, if more than itself.
  private(set) var alike: [Int: Int] = [:]
  /// Something happened that may change what is shown, or where.
  private(set) var isStale = false
  private var arranged = Moment(nanoseconds: 0)

  /// A list of that length is arranged anew at every event.
  private static let short = 1000
  /// A longer one so often at most, in nanoseconds.
  private static let pause: UInt64 = 250_000_000

  var count: Int { shown.count }
  var isNarrowed: Bool { !filter.isEmpty || failuresOnly }

  /// Its row on the list; nil if it is not shown.
  func place(of index: Int) -> Int? {
    guard places.indices.contains(index), places[index] >= 0 else { return nil }
    return places[index]
  }

  /// Something happened to a plugin.
  mutating func noteChange() { isStale = isStale || order.key != .name || isNarrowed || foldsCrashes }

  /// As soon as it may be done: while 10,000 plugins are inspected, the list is not sorted at each answer.
  mutating func arrangeIfDue(_ roster: Roster, _ settings: Settings, now: Moment) {
    guard isStale, roster.count <= Self.short || now.since(arranged) >= Self.pause else { return }
    arrange(roster, settings, now: now)
  }

  mutating func arrange(_ roster: Roster, _ settings: Settings, now: Moment) {
    isStale = false
    arranged = now
    let wanted = roster.byName.filter { isWanted($0, roster) }
    shown = order.key == .name ? (order.isReversed ? wanted.reversed() : wanted) : sorted(wanted, roster, settings)
    if foldsCrashes { fold(roster) } else { alike = [:] }
    places = Array(repeating: -1, count: roster.count)
    for (place, index) in shown.enumerated() { places[index] = place }
  }

  private func isWanted(_ index: Int, _ roster: Roster) -> Bool {
    let row = roster.rows[index]
    guard showsGone || !row.isGone, !failuresOnly || row.mark == .failed else { return false }
    return filter.isEmpty
      || filter.matches(
        row.foldedName, facts: row.facts(of: roster.plugins[index]), beginning: row.standing.word)
  }

  /// Those without a value come last, whatever the direction; where values are the same, names decide.
  private func sorted(_ wanted: [Int], _ roster: Roster, _ settings: Settings) -> [Int] {
    var valued: [(value: Int64, rank: Int, index: Int)] = []
    var others: [Int] = []
    for (rank, index) in wanted.enumerated() {
      if let value = roster.value(of: index, by: order.key, settings) {
        valued.append((order.isReversed ? -value : value, rank, index))
      } else {
        others.append(index)
      }
    }
    valued.sort { ($0.value, $0.rank) < ($1.value, $1.rank) }
    return valued.map(\.index) + others
  }

  private mutating func fold(_ roster: Roster) {
    var first: [Int: Int] = [:]
    alike = [:]
    shown = shown.filter { index in
      guard let crash = roster.rows[index].crashNumber else { return true }
      guard let earlier = first[crash] else {
        first[crash] = index
        return true
      }
      alike[earlier, default: 1] += 1
      return false
    }
  }
}

extension Roster {
  /// What comes first has the smallest; nil where there is nothing to compare.
  func value(of index: Int, by key: SortKey, _ settings: Settings) -> Int64? {
    let plugin = plugins[index]
    switch key {
    case .name: return nil
    case .verdict:
      // Plugins that crash alike stand together.
      let risk = Risk(of: plugin, rows[index].mark, settings: settings)
      return risk.rawValue << 32 + Int64(risk == .crashed ? rows[index].crashNumber ?? Int(Int32.max) : 0)
    case .kind: return plugin.inspection?.kind.map { Int64(PluginKind.allCases.firstIndex(of: $0)!) }
    case .time: return (plugin.run ?? plugin.load).map { -Int64(clamping: $0.total) }
    case .lastRun: return rows[index].past.last.map { -$0.ended.nanoseconds }
    case .size: return plugin.inspection?.file.map { -$0.size }
    case .people:
      switch rows[index].standing {
      case .changed: return 0
      case .open, .unjudged: return 1
      case .rejected: return 2
      case .accepted: return 3
      }
    }
  }
}
