import PluginModel

/// Files came, went or changed: what is new is inspected, what was there before stays for comparison.
func take(_ changes: PluginChanges, notes: [String], _ state: inout State) -> [Effect] {
  let first = state.roster.count
  state.roster.append(changes.added, settings: state.settings)
  let added = Array(first..<state.roster.count)
  for index in added { state.recall(index) }
  for index in changes.removed { state.roster.setGone(true, at: index) }
  for index in changes.returned { state.roster.setGone(false, at: index) }
  let rebuilt = changes.changed + changes.returned
  for index in rebuilt { state.roster.noteRebuild(of: index, at: state.now) }
  state.isListed = true
  state.arrange()
  state.layOutPage()
  state.say([changes.words(in: state.plugins, added: added)].compactMap(\.self) + notes)

  let toInspect = added + rebuilt + changes.signed
  for index in toInspect { state.roster.setInspecting(true, at: index) }
  var effects: [Effect] = toInspect.isEmpty ? [] : [.inspect(toInspect)]
  if state.runsOnChange, !state.settings.noLoad {
    // What runs just now is run again when that has ended.
    for index in rebuilt where state.runObstacle(at: index) == nil {
      state.roster.set(.waiting(state.input), at: index)
    }
  }
  // A run that waits for its checks will never begin.
  for index in changes.removed where state.roster.waiting.contains(index) {
    state.roster.set(.idle, at: index)
    state.finishInBatch(index)
  }
  let lost = changes.removed.filter { state.roster.running.contains($0) }
  if !lost.isEmpty { effects.append(.stop(lost)) }
  return effects
}

extension PluginChanges {
  /// "libHello.so changed", "3 plugins changed, 1 came"; nil if nothing did.
  fileprivate func words(in plugins: PluginList, added: [Int]) -> String? {
    let parts = [
      (places: changed, one: "changed", many: "changed"),
      (signed, "has another signature, or none now", "with another signature, or none"),
      (added, "came", "came"), (returned, "came back", "came back"), (removed, "has gone", "gone"),
    ].filter { !$0.places.isEmpty }
    guard let first = parts.first else { return nil }
    if parts.count == 1, first.places.count == 1 { return "\(plugins[first.places[0]].path.name.cells) \(first.one)" }
    return parts.map { "\($0.places.count) \($0.many)" }.joined(separator: ", ")
  }
}

extension State {
  /// What earlier sessions left: inputs and order at once, the rest where its plugins are, or as soon as they are.
  mutating func take(_ remembrances: [Remembrance]) {
    var inputs: [ForeignText] = []
    for remembrance in remembrances {
      switch remembrance {
      case .input(let input): inputs.append(input)
      case .sort(let key, let isReversed):
        if let key = SortKey(rawValue: key) { listing.order = SortOrder(key: key, isReversed: isReversed) }
      case .marked, .run: memory.note(remembrance)
      }
    }
    inputHistory.addEarlier(inputs)
    for index in 0..<roster.count { recall(index) }
    if isListed { arrange() }
  }

  mutating func recall(_ index: Int) {
    let (isMarked, runs) = memory.take(roster.plugins[index].path.absolute(in: folder))
    if isMarked { roster.setMarked(true, at: index) }
    for run in runs { roster.remember(run, at: index) }
  }

  /// The newest run of a plugin is remembered.
  func rememberingRun(of index: Int) -> [Effect] {
    guard let past = roster.rows[index].past.last else { return [] }
    let run = RememberedRun(
      path: roster.plugins[index].path.absolute(in: folder), input: past.input, mark: past.mark.rawValue,
      word: past.word, ended: past.ended, file: past.file, total: past.total)
    return [.remember(.run(run))]
  }
}
