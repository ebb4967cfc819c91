import PluginModel

extension State {
  /// Why a command cannot be followed now, in the words of the status line; nil if it can.
  func obstacle(to command: Command) -> String? {
    switch command {
    case .run where openCall != nil || context == .matrix: callAgainObstacle
    case .stop where context == .matrix, .stopAll where context == .matrix:
      matrixRun?.isUnderWay == true ? nil : "no call runs"
    case .open where context == .matrix: openCallObstacle
    case .callAll: matrixRun?.isUnderWay == true ? "calls are under way: \(keys.name(of: .matrix)) shows them" : nil
    case .exportList where context == .matrix: exportCallsObstacle
    case .nextOdd, .previousOdd: matrixRun?.matrix.splitCount == 0 ? "the plugins do not differ" : nil
    case .inputs, .matrix:
      roster.presentCount == 0 ? Self.noPlugins : settings.noLoad ? Self.notOpened : nil
    case .run where isBatchShown && crashPage == nil: batchSelection.map(runObstacle) ?? noPlugins
    case .stop where isBatchShown && crashPage == nil: stopObstacle(at: batchSelection)
    case .open where isBatchShown:
      batchSelection.map { roster.rows[$0].isGone ? Self.gone : nil } ?? "nothing has ended yet"
    case .run, .accept: selected == nil ? noPlugins : runObstacle(at: selection)
    case .runAll:
      roster.presentCount == 0
        ? Self.noPlugins
        : settings.noLoad ? Self.notOpened : roster.marked.isEmpty && listing.count == 0 ? noPlugins : nil
    case .batch: batch == nil ? "nothing was run together yet: \(keys.name(of: .runAll)) runs all" : nil
    case .stop: stopObstacle(at: selected == nil ? nil : selection)
    case .stopAll: roster.busy.isEmpty ? "nothing runs" : nil
    case .reload: reloadObstacle
    case .edit, .pane, .nextPane, .previousPane, .details, .editOutside, .readInput, .tab, .nextTab, .previousTab,
      .filter,
      .failuresOnly, .exportList, .sort, .nextSort, .reverseSort:
      roster.presentCount == 0 ? Self.noPlugins : nil
    case .zoom:
      roster.presentCount == 0
        ? Self.noPlugins : layout.form == .wide ? nil : "on a small screen a pane has it all already"
    case .mark, .markAll: selected == nil ? noPlugins : nil
    case .unmarkAll: roster.marked.isEmpty ? "nothing is marked" : nil
    case .compare: pairToCompare == nil ? compareObstacle : nil
    case .compareRebuild: pairAroundRebuild == nil ? "it was not built again since it was listed" : nil
    case .messages: messages.list.isEmpty ? "nothing was said yet" : nil
    case .showGone: listing.showsGone || roster.count > roster.presentCount ? nil : "no plugin's file is gone"
    case .foldCrashes:
      listing.foldsCrashes || roster.rows.contains { $0.crashNumber != nil } ? nil : "nothing has crashed"
    case .nextMatch, .previousMatch: matchObstacle
    case .search: page == nil && !hasResult ? "no result yet" : nil
    case .open where focus == .checks: selected?.inspection == nil ? Self.notInspected : nil
    case .report: selectedRow == nil ? noPlugins : selectedRow?.crash == nil ? Self.notCrashed : nil
    case .letIn, .reject: judged.isEmpty ? judgingObstacle : nil
    case .withdraw:
      judged.isEmpty ? judgingObstacle : withdrawable.isEmpty ? "nobody has decided about what is there now" : nil
    case .unfold: unfoldObstacle
    case .openSource: editablePlace == nil ? "nothing tells its source: no debug info" : nil
    case .open, .copy: selected == nil ? noPlugins : hasResult ? nil : "no result yet"
    case .copyCommand: selected == nil ? noPlugins : nil
    case .loosen(let loosening): obstacle(to: loosening)
    case .switchSelected:
      switch sandboxRow.map({ SandboxText.items(self)[$0] }) {
      case .loosening(let loosening): obstacle(to: loosening)
      case .layer, .lack: "a layer is not switched by itself: it holds or is missing"
      case nil: nil
      }
    case .acceptPrompt where prompt?.purpose == .palette: paletteObstacle
    case .look, .nextLook: nil
    default: nil
    }
  }

  private func stopObstacle(at index: Int?) -> String? {
    switch index.map({ roster.rows[$0].activity }) {
    case .running, .waiting, .loading: nil
    case .idle, nil:
      roster.running.isEmpty ? "nothing runs" : "this plugin does not run; \(keys.name(of: .stopAll)) stops all"
    }
  }

  private func obstacle(to loosening: Loosening) -> String? {
    switch loosening {
    case .everything: nil
    case _ where !sandbox.isOn: "the sandbox is off: \(keys.name(of: .loosen(.everything))) switches it on"
    case .network, .processes: nil
    case .read, .write, .env: settings.sandbox.allows(loosening) ? nil : "none given: \(loosening.option)"
    }
  }

  /// Why a plugin may not be called now. One that has not been inspected yet may: its run waits for the checks. So may
  /// one that was rejected: its file may be another by now, and whoever performs the run looks first.
  func runObstacle(at index: Int) -> String? {
    guard index < roster.count else { return Self.noPlugins }
    if settings.noLoad { return Self.notOpened }
    if roster.rows[index].isGone { return Self.gone }
    switch roster.rows[index].activity {
    case .running: return "it runs already; \(keys.name(of: .stop)) stops it"
    case .waiting: return "it waits for its checks; \(keys.name(of: .stop)) stops it"
    case .idle, .loading: return nil
    }
  }

  /// Whether "run all" calls it: not if a check has failed.
  func mayRunWithOthers(_ index: Int) -> Bool {
    runObstacle(at: index) == nil && roster.plugins[index].rejection(settings) == nil
  }

  /// What "run all" is about: the marked plugins, or where none is marked those that the list shows.
  var runAllMembers: [Int] {
    roster.marked.isEmpty
      ? listing.shown : roster.byName.filter { roster.marked.contains($0) && !roster.rows[$0].isGone }
  }

  /// Whether there is anything to tell of the selected plugin beyond its checks.
  var hasResult: Bool {
    guard let plugin = selected else { return false }
    return plugin.run != nil || plugin.load != nil || plugin.rejection(settings) != nil
  }

  /// Why there is nothing to decide about.
  private var judgingObstacle: String {
    guard selected != nil else { return noPlugins }
    let row = roster.rows[selection]
    if row.isGone { return Self.gone }
    return roster.plugins[selection].inspection == nil || row.isInspecting
      ? Self.notInspected : "its file cannot be read: there is nothing to decide about"
  }

  private var reloadObstacle: String? {
    guard let row = selectedRow else { return noPlugins }
    if row.isInspecting { return Self.notInspected }
    return switch row.activity {
    case .running, .waiting: "it runs; \(keys.name(of: .stop)) stops it"
    case .loading: "it is being opened; \(keys.name(of: .stop)) stops that"
    case .idle: nil
    }
  }

  private var compareObstacle: String {
    if roster.presentCount < 2 { return "there is one plugin only, and it was not built again since it was listed" }
    switch roster.marked.count {
    case 0: return "\(keys.name(of: .mark)) marks: mark two, or one and select another"
    case 1: return "select or mark another, too: this one is marked"
    case let count: return "\(count) are marked: it takes two"
    }
  }

  private var matchObstacle: String? {
    if let page { return page.isSearched ? nil : "nothing is looked for: \(keys.name(of: .search)) searches" }
    return listing.filter.isEmpty
      ? "nothing is looked for: \(keys.name(of: .filter)) filters" : selected == nil ? noPlugins : nil
  }

  private var paletteObstacle: String? {
    guard let prompt else { return nil }
    let entries = Palette(self, prompt).entries
    return entries.indices.contains(prompt.cursor) ? entries[prompt.cursor].obstacle : "no action is called so"
  }

  /// Why nothing is selected.
  private var noPlugins: String {
    roster.presentCount == 0
      ? Self.noPlugins
      : listing.failuresOnly
        ? "no plugin is shown: \(keys.name(of: .failuresOnly)) shows all again" : "no plugin matches: Esc clears"
  }

  private static let gone = "its file has gone"
  private static let notCrashed = "the selected plugin has not crashed"
  private static let noPlugins = "no plugins"
  private static let notOpened = "nothing is opened: --no-load"
  private static let notInspected = "it is being inspected"
}

extension KeyMap {
  /// Its first key, as people write it; empty if it has none.
  func name(of command: Command, in context: Context? = nil) -> String {
    key(of: command, in: context)?.name(unicode: true) ?? ""
  }
}

extension Failure {
  /// "wrong signature", "not an ELF file".
  var words: String {
    self == .notELF
      ? "not an ELF file"
      : String(rawValue.map { $0 == "-" ? " " : $0 })
  }
}
