import PluginModel

/// The newest crash or hang of a row's plugin, and what became of its report.
struct SeenCrash: Sendable {
  enum Saving: Hashable, Sendable {
    case underWay
    /// The file, as people write its path.
    case saved(String)
    /// The reason.
    case failed(String)
  }

  let occurrence: CrashOccurrence
  /// Of the call, counted as the Result pane counts them; nil if it was only opened.
  let number: Int?
  var saving = Saving.underWay
}

extension State {
  /// What a report says belongs to a moment: whatever the plugin does next, it is kept, told, counted and saved.
  mutating func noteCrash(of index: Int, called: Bool) -> [Effect] {
    var settings = settings
    settings.sandbox = roster.rows[index].sandbox ?? sandbox
    guard
      let occurrence = CrashOccurrence(
        of: roster.plugins[index], called: called, settings: settings, layers: layers, ended: now)
    else {
      if called, index == selection, crashPage != nil, let past = roster.rows[index].past.last {
        notice = Notice("run \(past.number ?? 0) came to: \(past.word)", past.mark)
      }
      return []
    }
    roster.setCrash(SeenCrash(occurrence: occurrence, number: called ? roster.runCount : nil), at: index)
    if let group = occurrence.group(in: folder) { history.note(group, at: now) }
    if index == selection, let page = crashPage { crashPage = CrashPage(focus: page.focus) }
    return [.saveReport(index, occurrence)]
  }

  /// The Result pane shows the newest crash, and not something that came after it.
  var isCrashShown: Bool {
    guard let crash = selectedRow?.crash, let plugin = selected else { return false }
    return crash.occurrence.run == (plugin.run ?? plugin.load)
  }

  /// The answer to `saveReport`; another crash may have come meanwhile.
  mutating func noteSaving(_ saving: SeenCrash.Saving, of index: Int, _ ended: Moment) {
    guard index < roster.count, var crash = roster.rows[index].crash, crash.occurrence.ended == ended else { return }
    crash.saving = saving
    roster.setCrash(crash, at: index)
  }
}
