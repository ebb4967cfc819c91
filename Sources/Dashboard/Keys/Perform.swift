import Display
import PluginModel

/// What a key does. A key that has no use here says nothing; one that is off says why.
func take(_ input: Input, _ state: inout State) -> [Effect] {
  let question = state.question
  state.question = nil
  state.notice = nil

  let context = state.context
  if let binding = Binding.of(input, in: context) {
    if case .interrupt = binding.command { return interrupt(&state, again: question == .quit) }
    // What is typed is kept even if it cannot be run.
    if binding.command == .accept { stopEditing(&state) }
    if let obstacle = state.obstacle(to: binding.command) {
      state.notice = Notice(obstacle, .look)
      return []
    }
    return perform(binding.command, &state, answering: question)
  }
  if context == .editing {
    insert(input, &state)
  } else if case .paste = input, !Binding.isOverlay(context) {
    state.notice = Notice("a paste goes into the input: i edits it")
  }
  return []
}

/// - Parameter question: what the last key asked, if it did.
private func perform(_ command: Command, _ state: inout State, answering question: Question? = nil) -> [Effect] {
  switch command {
  case .move(let move): state.scroll(move)
  case .pane(let pane): state.focus = pane
  case .nextPane:
    stopEditing(&state, keepFocus: true)
    state.focus = state.focus.next
  case .previousPane:
    stopEditing(&state, keepFocus: true)
    state.focus = state.focus.previous
  case .details: state.focus = .checks
  case .back: state.focus = .plugins

  case .run, .accept: return start(state.selection, input: state.input, &state)
  case .runAll: return runAll(&state)
  case .stop: return stop([state.selection], &state)
  case .stopAll: return stop(state.roster.running.union(state.roster.waiting).sorted(), &state)
  case .reload:
    state.roster.setInspecting(true, at: state.selection)
    state.roster.setReloading(true, at: state.selection)
    return [.inspect([state.selection])]

  case .edit:
    state.editingFrom = state.focus
    state.focus = .input
  case .leave: stopEditing(&state)
  case .field(let edit):
    if !state.field.apply(edit) { state.notice = inputIsFull }

  case .open where state.focus == .result && state.isCrashShown, .report: state.openCrash()
  case .nextSection: state.changeSection(by: 1)
  case .previousSection: state.changeSection(by: -1)
  case .unfold: state.unfoldInCrash()
  case .openSource, .copyReport, .copyCommand, .export: return share(command, state)

  case .open:
    guard let plugin = state.selected else { break }
    state.page = Page(of: plugin, state.focus == .checks ? .checks : .result, state)
  case .help: state.helpTop = 0
  case .close:
    if state.helpTop != nil {
      state.helpTop = nil
    } else if state.sandboxRow != nil {
      state.sandboxRow = nil
    } else if state.page != nil {
      state.page = nil
    } else {
      state.crashPage = nil
    }

  case .sandbox: state.sandboxRow = 0
  case .loosen(let loosening): return toggle(loosening, &state, again: question == .sandboxOff)
  case .switchSelected:
    guard let row = state.sandboxRow, case .loosening(let loosening) = SandboxText.items(state)[row] else { break }
    return toggle(loosening, &state, again: question == .sandboxOff)

  case .picture: return [.savePicture]
  case .repaint: return [.repaint]
  case .suspend: return [.suspend]
  case .quit: return [.quit]
  case .interrupt: break  // taken before: it needs to know whether it comes twice
  }
  return []
}

/// Hands the report, or a part of it, to somebody outside.
private func share(_ command: Command, _ state: State) -> [Effect] {
  guard let occurrence = state.selectedRow?.crash?.occurrence else { return [] }
  switch command {
  case .copyReport: return [.copyReport(occurrence)]
  case .copyCommand: return [.copyCommand(occurrence)]
  case .export(let form): return [.exportReport(occurrence, form)]
  case .openSource: return state.editablePlace.map { [.openSource($0, plugin: occurrence.plugin.path)] } ?? []
  default: return []
  }
}

/// ^C: stops what runs, the selected plugin first; with nothing to stop it asks once, then quits.
private func interrupt(_ state: inout State, again: Bool) -> [Effect] {
  if again { return [.quit] }
  if state.obstacle(to: .stop) == nil, state.roster.running.contains(state.selection) {
    return stop([state.selection], &state)
  }
  if state.obstacle(to: .stopAll) == nil { return perform(.stopAll, &state) }
  state.question = .quit
  state.notice = Notice("nothing runs; ^C again quits")
  return []
}

/// Lets something in, or shuts it out again, for the runs that follow. The sandbox is switched off only when asked twice.
private func toggle(_ loosening: Loosening, _ state: inout State, again: Bool) -> [Effect] {
  state.sandboxRow = SandboxText.items(state).firstIndex(of: .loosening(loosening))
  let isAllowed = !state.sandbox.allows(loosening)
  if loosening == .everything, isAllowed, !again {
    state.question = .sandboxOff
    state.notice = Notice("once more to switch the sandbox off", .look)
    return []
  }
  state.sandbox.set(loosening, isAllowed, asIn: state.settings.sandbox)
  state.notice =
    switch (loosening, isAllowed) {
    case (.everything, true): Notice("the sandbox is off: plugins may do whatever you may", .failed)
    case (.everything, false): Notice("the sandbox is on again", .passed)
    case (_, true): Notice("\(loosening.rawValue) let in, from the next run on", .look)
    case (_, false): Notice("\(loosening.rawValue) shut out again", .passed)
    }
  return [.sandbox(state.sandbox)]
}

private func runAll(_ state: inout State) -> [Effect] {
  let input = state.input
  var effects: [Effect] = []
  var waiting = 0
  for index in 0..<state.roster.count where state.mayRunWithOthers(index) {
    let started = start(index, input: input, &state)
    if started.isEmpty { waiting += 1 }
    effects += started
  }
  if effects.isEmpty, waiting == 0 { state.notice = Notice("none may run now", .look) }
  return effects
}

/// Ends runs; those that only wait for their checks end here and now.
private func stop(_ indices: [Int], _ state: inout State) -> [Effect] {
  var toStop: [Int] = []
  for index in indices {
    switch state.roster.rows[index].activity {
    case .waiting: state.roster.set(.idle, at: index)
    case .running(var progress):
      progress.isStopping = true
      state.roster.set(.running(progress), at: index)
      toStop.append(index)
    case .loading: toStop.append(index)
    case .idle: break
    }
  }
  return toStop.isEmpty ? [] : [.stop(toStop)]
}

private func stopEditing(_ state: inout State, keepFocus: Bool = false) {
  guard let pane = state.editingFrom else { return }
  state.editingFrom = nil
  if !keepFocus { state.focus = pane }
}

private func insert(_ input: Input, _ state: inout State) {
  switch input {
  case .text(let character, let modifiers) where modifiers.isDisjoint(with: [.control, .alt]):
    if !state.field.insert(String(character)) { state.notice = inputIsFull }
  case .paste(let text):
    if !state.field.insert(text) { state.notice = inputIsFull }
  case .text, .key, .mouse: break
  }
}

private let inputIsFull = Notice("the input is full: it holds \(Decimal.bytes(UInt64(Limits.inputBytes)))", .look)
