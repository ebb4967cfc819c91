import PluginModel

/// What a command makes of the list: its order, what it shows, what is marked.
func arrange(_ command: Command, _ state: inout State) -> [Effect] {
  switch command {
  case .mark:
    let effects = state.mark([state.selection], !state.roster.rows[state.selection].isMarked)
    if state.focus == .plugins { state.scroll(.down) }
    return effects
  case .markAll: return state.mark(state.listing.shown, true)
  case .unmarkAll: return state.mark(state.roster.marked.sorted(), false)
  case .sort(let key): return state.sort(by: SortOrder(key: key))
  case .nextSort: return state.sort(by: SortOrder(key: state.listing.order.key.next))
  case .reverseSort:
    let order = state.listing.order
    return state.sort(by: SortOrder(key: order.key, isReversed: !order.isReversed))
  case .showGone:
    state.listing.showsGone.toggle()
    state.arrange()
    state.notice = Notice(
      state.listing.showsGone ? "those whose files are gone are shown too" : "they are left out again")
  case .failuresOnly where state.isBatchShown:
    state.batch?.failuresOnly.toggle()
    state.batch?.selection = nil
  case .failuresOnly:
    state.listing.failuresOnly.toggle()
    state.arrange()
    state.notice = Notice(
      state.listing.failuresOnly
        ? "failures only; \(state.keys.name(of: .failuresOnly)) shows all again" : "all are shown again")
  case .foldCrashes:
    state.listing.foldsCrashes.toggle()
    state.arrange()
    state.notice = Notice(
      state.listing.foldsCrashes ? "of plugins that crash alike one is shown" : "each crash has its row again")
  case .clear:
    if !state.listing.filter.isEmpty {
      state.listing.filter = Filter()
    } else {
      state.listing.failuresOnly = false
    }
    state.arrange()
  default: break
  }
  return []
}

extension State {
  /// The list anew, with the cursor where it was: on its plugin, or where that is not shown any more on the one that
  /// came to stand there.
  mutating func arrange() {
    let place = listing.place(of: selection)
    listing.arrange(roster, settings, now: now)
    keepSelection(from: place)
  }

  /// The same, if something happened since and the list is not too long for that now.
  mutating func arrangeIfDue() {
    let place = listing.place(of: selection)
    listing.arrangeIfDue(roster, settings, now: now)
    // Where nothing was shown, something may be now.
    guard place == nil || listing.place(of: selection) != place else { return }
    keepSelection(from: place)
  }

  private mutating func keepSelection(from place: Int?) {
    if !isReading, listing.place(of: selection) == nil, listing.count > 0 {
      select(listing.shown[min(place ?? 0, listing.count - 1)])
    }
    settle()
  }

  fileprivate mutating func sort(by order: SortOrder) -> [Effect] {
    listing.order = order
    arrange()
    notice = Notice("sorted by \(order.key.words)" + (order.isReversed ? ", reversed" : ""))
    return [.remember(.sort(order.key.rawValue, reversed: order.isReversed))]
  }

  fileprivate mutating func mark(_ indices: [Int], _ isMarked: Bool) -> [Effect] {
    let changed = indices.filter { roster.rows[$0].isMarked != isMarked }
    for index in changed { roster.setMarked(isMarked, at: index) }
    if changed.count > 1 { notice = Notice("\(changed.count) \(isMarked ? "marked" : "unmarked")") }
    return changed.map { .remember(.marked(roster.plugins[$0].path.absolute(in: folder), isMarked)) }
  }

  /// Another plugin under the cursor.
  mutating func select(_ index: Int) {
    guard index != selection else { return }
    selection = index
    checksTop = nil
    resultTop = 0
  }

  /// The same, wherever it is: what hides it on the list is taken back.
  mutating func reveal(_ index: Int) {
    if listing.place(of: index) == nil {
      listing.filter = Filter()
      listing.failuresOnly = false
      listing.foldsCrashes = false
      arrange()
    }
    select(index)
    settle()
  }

  /// The next line of the text that holds what is looked for; in the list, where all that is shown does, the next row.
  mutating func goToMatch(_ move: Command.Move) {
    if page != nil {
      if page?.goToMatch(forwards: move == .down) == false { notice = Notice("it is nowhere in this text", .look) }
    } else {
      guard let place = listing.place(of: selection), listing.count > 0 else { return }
      let next = (place + (move == .down ? 1 : -1) + listing.count) % listing.count
      select(listing.shown[next])
      settle()
    }
  }
}
