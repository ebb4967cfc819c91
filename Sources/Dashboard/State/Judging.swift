import PluginModel

/// What somebody has decided and what is not written down yet: a verdict is about a content, so it waits for the digest.
struct Judging: Sendable {
  /// A plugin as it was when somebody began to decide about it.
  struct Subject: Hashable, Sendable {
    let index: Int
    let file: FileState
  }

  /// What was decided in one go.
  fileprivate struct Batch {
    let decision: Ruling.Decision
    let note: String
    let when: Moment
    var waiting: [Subject]
    var ready: [RulingRequest] = []
    /// Why there is none about some, a sentence each.
    var refused: [String] = []
  }

  fileprivate var batches: [Batch] = []
  /// By plugin, what was typed and is not known to be on the disk: nobody should have to type it again.
  private(set) var notes: [Int: String] = [:]

  fileprivate mutating func keep(_ note: String, of index: Int) { notes[index] = note }

  mutating func noteAnswer(isComplete: Bool) {
    if isComplete { notes = [:] }
  }

  /// The plugins whose digests are waited for, in the order in which that was asked for.
  var waiting: [Int] { batches.flatMap { $0.waiting.map(\.index) } }
}

extension State {
  /// What `+` and `-` are about: the marked plugins, or where none is marked the selected one.
  var judged: [Judging.Subject] {
    let indices = context == .crash || roster.marked.isEmpty ? (selected == nil ? [] : [selection]) : runAllMembers
    return indices.compactMap { index in
      guard !roster.rows[index].isGone, !roster.rows[index].isInspecting,
        let file = roster.plugins[index].inspection?.file
      else { return nil }
      return Judging.Subject(index: index, file: file)
    }
  }

  /// Those about which somebody has decided, so that it can be taken back.
  var withdrawable: [Judging.Subject] {
    judged.filter { subject in
      switch roster.rows[subject.index].standing {
      case .accepted, .rejected: true
      case .unjudged, .open, .changed: false
      }
    }
  }

  /// What somebody decided that nobody will write down any more, a sentence each: for the end.
  public var unjudged: [String] {
    judging.batches.flatMap { batch in
      batch.waiting.map { roster.plugins[$0.index].path } + batch.ready.map(\.path)
    }
    .map { "the verdict on \($0.name.cells) was not written: its SHA-256 was not known yet" }
  }

  /// "accept 3 plugins (2 not shown, 1 left out: not inspected), note: "
  func question(_ decision: Ruling.Decision, _ subjects: [Judging.Subject]) -> String {
    let shown = Set(listing.shown)
    let hidden = subjects.count { !shown.contains($0.index) }
    let leftOut = crashPage != nil || roster.marked.isEmpty ? 0 : runAllMembers.count - subjects.count
    let rest = [hidden > 0 ? "\(hidden) not shown" : nil, leftOut > 0 ? "\(leftOut) left out: not inspected" : nil]
      .compactMap(\.self).joined(separator: ", ")
    return "\(decision.verb) \(words(for: subjects))\(rest.isEmpty ? "" : " (\(rest))"), note: "
  }

  /// "libHello", "3 plugins".
  func words(for subjects: [Judging.Subject]) -> String {
    subjects.count == 1
      ? roster.plugins[subjects[0].index].path.shortName.cells : "\(subjects.count) plugins"
  }

  /// Somebody has decided. What they looked at is what the verdict is about, and not what has become of it since.
  mutating func judge(_ decision: Ruling.Decision, _ note: String, _ subjects: [Judging.Subject]) -> [Effect] {
    for subject in subjects { judging.keep(note, of: subject.index) }
    judging.batches.append(Judging.Batch(decision: decision, note: note, when: now, waiting: subjects))
    // What was asked for in vain may be had now.
    for subject in subjects { digests.allowAgain(subject.index) }
    let effects = settleJudging()
    if notice == nil, subjects.contains(where: { judging.waiting.contains($0.index) }) {
      notice = Notice("\(words(for: subjects)): written down as soon as the SHA-256 is known")
    }
    return effects
  }

  /// Goes on with what waits, as far as is known what it waits for.
  mutating func settleJudging() -> [Effect] {
    guard !judging.batches.isEmpty else { return [] }
    for batch in judging.batches.indices {
      let waiting = judging.batches[batch].waiting
      judging.batches[batch].waiting = []
      for subject in waiting { settle(subject, batch) }
    }
    let done = judging.batches.filter(\.waiting.isEmpty)
    judging.batches.removeAll(where: \.waiting.isEmpty)
    say(done.flatMap(\.refused), .failed)
    return done.filter { !$0.ready.isEmpty }.map { .judge($0.ready) }
  }

  private mutating func settle(_ subject: Judging.Subject, _ batch: Int) {
    let plugin = roster.plugins[subject.index]
    let name = plugin.path.name.cells
    if plugin.inspection?.file != subject.file {
      judging.batches[batch].refused.append("\(name) is another now: no verdict was written")
    } else if let digest = plugin.inspection?.digest {
      let (decision, note, when) = (
        judging.batches[batch].decision, judging.batches[batch].note, judging.batches[batch].when
      )
      judging.batches[batch].ready.append(
        RulingRequest(
          path: plugin.path, file: subject.file, digest: digest, decision: decision, note: note, when: when))
    } else if digests.isInVain(subject.index, subject.file) {
      judging.batches[batch].refused.append("\(name): its SHA-256 could not be had, so no verdict was written")
    } else {
      judging.batches[batch].waiting.append(subject)
    }
  }

  /// What people decided is another now.
  mutating func take(_ rulings: Rulings) {
    self.rulings = rulings
    for index in 0..<roster.count { takeStanding(of: index) }
    arrange()
    layOutPage()
  }

  /// How a plugin stands now: with a digest, or as far as can be told without.
  mutating func takeStanding(of index: Int) {
    let plugin = roster.plugins[index]
    let standing = rulings.standing(
      of: plugin.path, plugin.inspection, earlier: roster.rows[index].earlier?.inspection?.digest)
    if standing == .open { digests.want(index) }
    guard roster.rows[index].standing != standing else { return }
    roster.setStanding(standing, at: index)
    listing.noteChange()
  }
}
