import Display
import PluginModel

/// Takes what happened into the state and says what is to be done about it. Never waits, never fails.
public func update(_ state: inout State, _ action: Action) -> [Effect] {
  let effects = take(action, &state)
  state.arrangeIfDue()
  return effects + state.requestDigest()
}

private func take(_ action: Action, _ state: inout State) -> [Effect] {
  switch action {
  case .input(let input):
    if state.showsKeys { state.keysPressed.note(input, at: state.now) }
    return take(input, &state)
  case .resized(let size):
    state.size = size
    state.settle()
    state.layOutPage()
    return []
  case .clock(let now):
    state.now = now
    state.keysPressed.forget(at: now)
    return []
  case .plugin(let event): return take(event, &state)
  case .listed(let list, let notes): return take(list, notes: notes, &state)
  case .changed(let changes, let notes): return take(changes, notes: notes, &state)
  case .remembered(let remembrances):
    state.take(remembrances)
    return []
  case .inputRead(let input, let source):
    guard input != state.input else {
      state.notice = Notice("the input is as it was")
      return []
    }
    state.take(input: input)
    state.notice = Notice("the input is now \(source), \(Decimal.bytes(UInt64(input.bytes.count)))")
    return []
  case .inputsRead(let text, let source):
    state.take(inputs: text, from: source)
    return []
  case .workerRestarted(let reason):
    state.notice = Notice("the worker was started again: \(reason)", .look)
    return []
  case .layers(let layers):
    state.layers = layers
    state.sandboxRow = state.sandboxRow.map { min($0, SandboxText.items(state).count - 1) }
    return []
  case .crashRemembered(let group, let moment):
    state.history.note(group, at: moment)
    return []
  case .reportSaved(let index, let ended, let path):
    state.noteSaving(.saved(path), of: index, ended)
    return []
  case .reportNotSaved(let index, let ended, let reason, let isNews):
    state.noteSaving(.failed(reason), of: index, ended)
    if isNews { state.notice = Notice("the crash report could not be saved: \(reason)", .failed) }
    return []
  case .rulings(let rulings, let notes):
    state.take(rulings)
    state.say(notes)
    return []
  case .judged(let words, let refused):
    state.judging.noteAnswer(isComplete: refused.isEmpty)
    state.say([words].compactMap(\.self))
    state.say(refused, .failed)
    return []
  case .recordingStopped(let problem):
    state.notice = Notice(problem, .failed)
    return []
  case .effectDone(let message):
    state.notice = Notice(message)
    return []
  case .effectFailed(let message):
    state.notice = Notice(message, .look)
    return []
  }
}

/// The plugins that there are: all are inspected, first those on the screen.
private func take(_ list: PluginList, notes: [String], _ state: inout State) -> [Effect] {
  state.roster.append(list.plugins, settings: state.settings)
  for index in list.indices { state.recall(index) }
  state.isListed = true
  state.arrange()
  state.say(notes)
  guard list.count > 0 else { return [] }
  state.select(state.listing.shown[0])
  for index in list.indices { state.roster.setInspecting(true, at: index) }
  let visible = state.listing.shown.prefix(max(1, state.layout.listRows))
  let isVisible = Set(visible)
  return [.inspect(visible + state.roster.byName.filter { !isVisible.contains($0) })]
}

private func take(_ event: PluginEvent, _ state: inout State) -> [Effect] {
  // Nobody has asked about a plugin that was never listed.
  guard event.index < state.roster.count else { return [] }
  let index = event.index
  if event.isOfManyCalls {
    state.noteInMatrix(event)
    return []
  }
  if state.roster.isOutdated(event) { return takeOutdated(event, &state) }
  let wasRequested = state.roster.rows[index].isInspecting
  state.roster.apply(event, settings: state.settings, now: state.now)
  state.noteInMatrix(event)
  state.listing.noteChange()
  defer { if state.isPageAbout(index) { state.layOutPage() } }

  switch event {
  case .reached, .preparing, .crashed, .matched, .calling, .called, .recalled: return []
  case .digested:
    state.digests.answered(index)
    state.takeStanding(of: index)
    return state.settleJudging()
  case .loaded:
    if case .loading = state.roster.rows[index].activity { state.roster.set(.idle, at: index) }
    tellReload(of: index, &state)
    return state.noteCrash(of: index, called: false)
  case .ran:
    state.roster.set(.idle, at: index)
    state.roster.setReloading(false, at: index)  // the run says more
    state.finishInBatch(index)
    if index == state.selection { state.resultTop = 0 }
    return state.rememberingRun(of: index) + state.noteCrash(of: index, called: true)
  case .inspected:
    state.roster.setInspecting(false, at: index)
    state.takeStanding(of: index)
    if index == state.selection { state.checksTop = nil }
    return state.settleJudging() + takeInspection(of: index, wasRequested: wasRequested, &state)
  }
}

/// Goes on to what was wanted: the plugin is rejected, called, or opened.
private func takeInspection(of index: Int, wasRequested: Bool, _ state: inout State) -> [Effect] {
  let plugin = state.roster.plugins[index]
  if let rejection = plugin.rejection(state.settings) {
    let activity = state.roster.rows[index].activity
    state.roster.set(.idle, at: index)
    state.finishInBatch(index)
    if activity.isRunWanted {
      state.notice = Notice("\(plugin.path.name.cells): rejected: \(rejection.failure.words)", .failed)
    }
    tellReload(of: index, &state)
    return []
  }
  switch state.roster.rows[index].activity {
  case .waiting(let input): return start(index, input: input, &state)
  case .running, .loading: return []
  case .idle:
    guard !state.settings.noLoad, wasRequested || plugin.load == nil else {
      tellReload(of: index, &state)
      return []
    }
    state.roster.set(.loading(Progress(at: state.now, state.sandbox)), at: index)
    return [.load([index])]
  }
}

/// A process has ended that ran what was there before the file was rebuilt. It is told and remembered as that; what is
/// there now is opened, or called if that is wished for.
private func takeOutdated(_ event: PluginEvent, _ state: inout State) -> [Effect] {
  let index = event.index
  let plugin = state.roster.plugins[index]
  var effects: [Effect] = []
  if case .ran(_, let report, let input) = event {
    state.roster.noteOutdated(index, report, input: input, now: state.now)
    state.finishInBatch(index)
    state.notice = Notice(
      "\(plugin.path.name.cells) was rebuilt while it ran; before that it came to: \(report.ending.word)")
    effects = state.rememberingRun(of: index)
  }
  state.roster.set(.idle, at: index)
  state.listing.noteChange()
  defer { if state.isPageAbout(index) { state.layOutPage() } }
  guard !state.roster.rows[index].isGone, plugin.rejection(state.settings) == nil else { return effects }
  if case .ran = event, state.runsOnChange { return effects + start(index, input: state.input, &state) }
  state.roster.set(.loading(Progress(at: state.now, state.sandbox)), at: index)
  return effects + [.load([index])]
}

/// A reload may well change nothing that can be seen: the status line says that it is done.
private func tellReload(of index: Int, _ state: inout State) {
  guard state.roster.rows[index].isReloading else { return }
  state.roster.setReloading(false, at: index)
  let plugin = state.roster.plugins[index]
  guard let outcome = ChecksText.outcome(of: plugin, settings: state.settings) else { return }
  state.notice = Notice("\(plugin.path.name.cells) reloaded: \(outcome.words)", outcome.mark)
}

/// Starts a run, or lets it wait until the file has been inspected.
func start(_ index: Int, input: ForeignText, _ state: inout State) -> [Effect] {
  guard state.roster.plugins[index].inspection != nil else {
    state.roster.set(.waiting(input), at: index)
    return []
  }
  state.roster.set(.running(Progress(at: state.now, state.sandbox)), at: index)
  if index == state.selection { state.resultTop = 0 }
  return [.run(index, input: input)]
}

extension Activity {
  fileprivate var isRunWanted: Bool {
    switch self {
    case .waiting, .running: true
    case .idle, .loading: false
    }
  }
}

extension State {
  /// Several sentences at once: the first in the status line, all of them where they can be read in full.
  mutating func say(_ notes: [String], _ mark: Mark? = nil) {
    for note in notes.reversed() { messages.add(Notice(note, mark), at: now) }
    // What failed stands until somebody has seen it: the next key takes it away.
    guard let first = notes.first, mark != nil || notice?.mark != .failed else { return }
    let key = keys.name(of: .messages)
    notice = Notice(notes.count == 1 ? first : "\(key): \(notes.count) messages · \(first)", mark)
  }
}
