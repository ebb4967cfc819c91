import Display
import PluginModel

/// What a key does. A key that has no use here says nothing; one that is off says why.
func take(_ input: Input, _ state: inout State) -> [Effect] {
  if case .mouse(let mouse) = input { return take(mouse, &state) }
  let question = state.question
  state.question = nil
  state.notice = nil

  let context = state.context
  if let binding = state.keys.binding(of: input, in: context) { return follow(binding, &state, answering: question) }
  switch context {
  case .editing, .prompt, .palette, .inputs: insert(input, &state)
  default:
    if case .paste = input, !Binding.isOverlay(context) {
      state.notice = Notice("a paste goes into the input: \(state.keys.name(of: .edit, in: context)) edits it")
    }
  }
  return []
}

extension State {
  /// Does what a key or a choice asks for, or says why not.
  mutating func follow(_ binding: Binding) -> [Effect] { Dashboard.follow(binding, &self, answering: nil) }
}

private func follow(_ binding: Binding, _ state: inout State, answering question: Question?) -> [Effect] {
  if case .interrupt = binding.command { return interrupt(&state, again: question == .quit) }
  // What is typed is kept even if it cannot be run.
  if binding.command == .accept { stopEditing(&state) }
  if let obstacle = state.obstacle(to: binding.command) {
    state.notice = Notice(obstacle, .look)
    return []
  }
  return perform(binding.command, &state, answering: question)
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
  case .zoom: state.isZoomed.toggle()

  case .run where state.context == .batch:
    guard let index = state.batchSelection else { break }
    state.batch?.reopen(index)
    return state.remembering(start(index, input: state.input, &state))
  case .run where state.openCall != nil:
    close(&state)
    return state.callAgain()
  case .run where state.context == .matrix: return state.callAgain()
  case .run, .accept: return state.remembering(start(state.selection, input: state.input, &state))
  case .runAll: return runAll(&state)
  case .batch: state.isBatchShown = true
  case .inputs: state.openInputs()
  case .matrix: if state.matrixRun == nil { state.openInputs() } else { state.isMatrixShown = true }
  case .callAll: return state.callAll()
  case .earlierInputs: state.addEarlierInputs()
  case .readInputs: state.openPrompt(.inputsFile)
  case .across(let move): state.moveAcrossMatrix(move)
  case .turn: state.matrixRun?.isTurned.toggle()
  case .nextOdd: state.goToOdd(forwards: true)
  case .previousOdd: state.goToOdd(forwards: false)
  case .stop where state.context == .matrix, .stopAll where state.context == .matrix: return state.stopCalls()
  case .exportList(let form) where state.context == .matrix: return [.exportCalls(form)]
  case .stop where state.context == .batch: return stop(state.batchSelection.map { [$0] } ?? [], &state)
  case .stop: return stop([state.selection], &state)
  case .stopAll: return stop(state.roster.busy.sorted(), &state)
  case .reload:
    state.roster.setInspecting(true, at: state.selection)
    state.roster.setReloading(true, at: state.selection)
    return [.inspect([state.selection])]

  case .mark, .markAll, .unmarkAll, .sort, .nextSort, .reverseSort, .failuresOnly, .foldCrashes, .showGone, .clear:
    return arrange(command, &state)
  case .filter: state.openPrompt(.filter)
  case .nextMatch: state.goToMatch(.down)
  case .previousMatch: state.goToMatch(.up)
  case .search:
    if state.page == nil, let plugin = state.selected { state.page = Page(of: plugin, .result, state) }
    state.openPrompt(.search)
  case .palette: state.openPrompt(.palette)
  case .acceptPrompt: return state.acceptPrompt()
  case .cancelPrompt: state.cancelPrompt()

  case .edit:
    state.editingFrom = state.focus
    state.focus = .input
  case .leave: stopEditing(&state)
  case .field(let edit): change(&state) { $0.apply(edit) }
  case .newline: change(&state) { $0.insert("\n") }
  case .fieldUp where state.inputsField != nil: _ = state.inputsField?.moveLine(by: -1)
  case .fieldDown where state.inputsField != nil: _ = state.inputsField?.moveLine(by: 1)
  case .fieldUp: state.moveInField(by: -1)
  case .fieldDown: state.moveInField(by: 1)
  case .editOutside: return [.editText(state.input)]
  case .readInput: state.openPrompt(.inputFile)

  case .tab(let tab): state.show(tab)
  case .nextTab: state.show(state.resultTab.next(by: 1))
  case .previousTab: state.show(state.resultTab.next(by: -1))

  case .open where state.context == .matrix: state.openCallOfMatrix()
  case .open where state.context == .batch:
    guard let index = state.batchSelection else { break }
    state.reveal(index)
    if state.isCrashShown {
      state.openCrash()
    } else if let plugin = state.selected {
      state.page = Page(of: plugin, .result, state)
    }
  case .open where state.focus == .result && state.isCrashShown, .report: state.openCrash()
  case .nextSection: state.changeSection(by: 1)
  case .previousSection: state.changeSection(by: -1)
  case .unfold: state.unfoldInCrash()
  case .openSource, .copyReport, .copyReportCommand, .exportReport: return share(command, state)
  case .copy: return state.selected.map { [.copyResult($0, state.sharingSettings)] } ?? []
  case .copyCommand: return state.selected.map { [.copyCommand($0, state.sharingSettings)] } ?? []
  case .exportList(let form): return [.exportList(form)]

  case .open:
    guard let plugin = state.selected else { break }
    state.page = Page(of: plugin, state.focus == .checks ? .checks : .result, state)
  case .messages: state.page = Page(messages: state)
  case .compare: state.compare(state.pairToCompare)
  case .compareRebuild: state.compare(state.pairAroundRebuild)
  case .differencesOnly:
    guard var pair = state.page?.pair else { break }
    pair.onlyDifferences.toggle()
    state.page = Page(comparing: pair, state)
  case .copyComparison: return state.page?.pair.map { [.copyComparison(state.sideBySide($0))] } ?? []
  case .help: state.helpTop = 0
  case .close: close(&state)

  case .letIn: state.openPrompt(.verdict(.accepted, state.judged))
  case .reject: state.openPrompt(.verdict(.rejected, state.judged))
  case .withdraw: return state.judge(.withdrawn, "", state.withdrawable)

  case .sandbox: state.sandboxRow = 0
  case .loosen(let loosening): return toggle(loosening, &state, again: question == .sandboxOff)
  case .switchSelected:
    guard let row = state.sandboxRow, case .loosening(let loosening) = SandboxText.items(state)[row] else { break }
    return toggle(loosening, &state, again: question == .sandboxOff)

  case .look(let look): choose(look, &state)
  case .nextLook: choose(state.look.next, &state)
  case .mouse:
    state.isMouseOn.toggle()
    state.notice = Notice(
      state.isMouseOn
        ? "the mouse is on: click, wheel; Shift selects as before" : "the mouse is the terminal's again")
    return [.mouse(state.isMouseOn)]
  case .runOnChange:
    state.runsOnChange.toggle()
    state.notice = Notice(
      state.runsOnChange ? "a plugin that is rebuilt is run again" : "a plugin that is rebuilt is only checked again")

  case .picture: return [.savePicture]
  case .repaint: return [.repaint]
  case .suspend: return [.suspend]
  case .quit: return [.quit]
  case .interrupt: break  // taken before: it needs to know whether it comes twice
  }
  return []
}

/// What lies uppermost.
private func close(_ state: inout State) {
  if state.helpTop != nil {
    state.helpTop = nil
  } else if state.sandboxRow != nil {
    state.sandboxRow = nil
  } else if state.page != nil {
    state.page = nil
    state.openCall = nil
    state.arrange()
  } else if state.crashPage != nil {
    state.crashPage = nil
    state.openCall = nil
    state.arrange()
  } else if state.inputsField != nil {
    state.inputsText = state.inputsField?.text
    state.inputsField = nil
  } else if state.isMatrixShown {
    state.isMatrixShown = false
  } else {
    state.isBatchShown = false
  }
}

private func choose(_ look: Theme.Look, _ state: inout State) {
  state.look = look
  state.notice = Notice("theme: \(look.words)")
}

/// Hands the report, or a part of it, to somebody outside.
private func share(_ command: Command, _ state: State) -> [Effect] {
  guard let occurrence = state.readCrash?.occurrence else { return [] }
  switch command {
  case .copyReport: return [.copyReport(occurrence)]
  case .copyReportCommand: return [.copyReportCommand(occurrence)]
  case .exportReport(let form): return [.exportReport(occurrence, form)]
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
  if state.matrixRun?.isUnderWay == true { return state.stopCalls() }
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
  let all = state.runAllMembers
  let members = all.filter(state.mayRunWithOthers)
  guard !members.isEmpty else {
    state.notice = Notice("none may run now", .look)
    return []
  }
  let effects = members.flatMap { start($0, input: input, &state) }
  let rejected = all.count { state.roster.plugins[$0].rejection(state.settings) != nil }
  state.batch = Batch(members, rejected: rejected, at: state.now)
  state.isBatchShown = true
  return state.remembering(effects)
}

/// Ends runs; those that only wait for their checks end here and now.
private func stop(_ indices: [Int], _ state: inout State) -> [Effect] {
  var toStop: [Int] = []
  for index in indices {
    switch state.roster.rows[index].activity {
    case .waiting:
      state.roster.set(.idle, at: index)
      state.finishInBatch(index)
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
    change(&state) { $0.insert(String(character)) }
  case .paste(let text): change(&state) { $0.insert(text) }
  case .text, .key, .mouse: break
  }
}

/// Changes what is being typed: at the foot of the screen, else in the input.
///
/// - Parameter body: false if it did not fit.
private func change(_ state: inout State, _ body: (inout TextField) -> Bool) {
  if var prompt = state.prompt {
    _ = body(&prompt.field)
    let isChanged = prompt.field.text != state.prompt?.field.text
    state.prompt = prompt
    if isChanged { state.notePrompt() }
  } else if state.inputsField != nil {
    if state.inputsField.map({ field in
      var field = field
      defer { state.inputsField = field }
      return body(&field)
    }) == false {
      state.notice = Notice(State.listIsFull, .look)
    }
  } else if !body(&state.field) {
    state.notice = Notice("the input is full: it holds \(Decimal.bytes(UInt64(Limits.inputBytes)))", .look)
  }
}

extension State {
  /// What was run is remembered as an input.
  mutating func remembering(_ effects: [Effect]) -> [Effect] {
    let input = input
    let isNew = inputHistory.entries.last != input && !input.isEmpty
    inputHistory.add(input)
    return isNew ? effects + [.remember(.input(input))] : effects
  }

  /// To the line above or below; from the first and the last on, through what was the input before.
  fileprivate mutating func moveInField(by step: Int) {
    if field.moveLine(by: step) { return }
    let other = step < 0 ? inputHistory.back(from: input) : inputHistory.forward()
    guard let other else {
      notice = Notice(step < 0 ? "no input before that" : "no input after that")
      return
    }
    take(input: other)
  }

  /// Another input in place of this one.
  mutating func take(input: ForeignText) {
    given = input
    field.replace(with: input.repaired)
  }

  mutating func show(_ tab: ResultTab) {
    resultTab = tab
    resultTop = 0
  }

  /// As the selected plugin was run, or would be.
  fileprivate var sharingSettings: Settings {
    var settings = settings
    settings.input = input
    settings.sandbox = selectedRow?.sandbox ?? sandbox
    return settings
  }
}
