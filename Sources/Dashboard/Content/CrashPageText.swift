import Display
import PluginModel
import Reports

/// A crash report as sections of lines, those with something in them.
struct CrashPageText {
  struct Part {
    let section: CrashSection
    var facts: [Span] = []
    var lines: [Line] = []
    /// Lines from the start on that can be selected one by one.
    var items = 0
    /// The lines that are to be seen first.
    var anchor: Range<Int>?
  }

  let crash: SeenCrash
  let page: CrashPage
  private(set) var sections: [Part] = []
  private(set) var frames: [FrameEntry] = []
  private(set) var hasMoreOutput = false
  /// Each section has a frame of its own on a screen of this size.
  private(set) var isFramed = false

  var report: CrashReport { crash.occurrence.report }
  private var snapshot: ProcessSnapshot { report.snapshot }
  private var thread: StoppedThread? {
    snapshot.threads.indices.contains(page.thread) ? snapshot.threads[page.thread] : snapshot.threads.first
  }
  private var selectedEntry: FrameEntry? {
    frames.indices.contains(cursor(.frames)) ? frames[cursor(.frames)] : nil
  }
  /// The selected line of a list: of frames at first the innermost of the plugin's own.
  func cursor(_ section: CrashSection) -> Int {
    page.cursors[section]
      ?? (section == .frames ? frames.firstIndex { $0.frame?.owner == .plugin } ?? 0 : 0)
  }
  var selectedFrame: StackFrame? { selectedEntry?.frame }
  /// The fold that Enter would open or close.
  var foldable: Range<Int>? { selectedEntry?.range }

  /// Lines of output that are shown of it at first, and of all of it.
  private static let outputTail = 8
  private static let outputAtMost = 2000
  /// Of the input, in characters.
  private static let longestInput = 4000
  /// Of a section's title with what parts it from its facts.
  private static let titleColumns = 16
  /// Source lines before and after the one that is meant.
  private static let sourceAround: (framed: UInt32, inText: UInt32) = (4, 2)

  init(_ crash: SeenCrash, _ page: CrashPage, _ state: State) {
    self.crash = crash
    self.page = page
    frames = thread.map { FrameEntry.list($0, unfolded: page.unfolded) } ?? []
    let grid = CrashGrid(state.size, holding: present)
    isFramed = grid.isFramed
    let seen = crash.occurrence.group(in: state.folder).flatMap { state.history[$0]?.words }
    for section in CrashSection.allCases where present.contains(section) {
      let columns = grid.columns(of: section)
      let part =
        switch section {
        case .cause: cause(columns, seen: seen)
        case .source: source(columns, around: grid.isFramed ? Self.sourceAround.framed : Self.sourceAround.inText)
        case .frames: framesPart(columns)
        case .registers: registers()
        case .threads: threads()
        case .attempts: attempts(columns)
        case .input: input(columns)
        case .output: output(columns)
        case .reproduce:
          Part(
            section: .reproduce,
            lines: Wrap.characters(crash.occurrence.reproduction, columns: columns).map { Line($0) })
        }
      sections.append(part)
    }
  }

  /// The sections that have something to tell.
  private var present: Set<CrashSection> {
    var present = Set(CrashSection.allCases)
    if report.location == nil { present.remove(.source) }
    if frames.isEmpty { present.remove(.frames) }
    if snapshot.registers.isEmpty { present.remove(.registers) }
    if snapshot.threads.count + Int(snapshot.threadsLeftOut) < 2 { present.remove(.threads) }
    if crash.occurrence.run.attempts.isEmpty { present.remove(.attempts) }
    return present
  }

  // MARK: Sections

  private func cause(_ columns: Int, seen: String?) -> Part {
    var part = Part(section: .cause, facts: seen.map { [Span($0, .look)] } ?? [])
    part.lines = Wrap.words(report.cause.words.cells, columns: columns, limit: 4).map { Line($0, .strong) }
    let facts = [report.signal, report.place(function: crash.occurrence.settings.function).cells].compactMap(\.self)
    part.lines += Wrap.facts(facts.filter { !$0.isEmpty }, columns: columns).map { Line($0, .dim) }
    if let note = snapshot.note {
      part.lines += Wrap.words(note.cells, columns: columns, limit: 3).map { Line($0, .look) }
    }
    return part
  }

  private func source(_ columns: Int, around: UInt32) -> Part {
    guard let location = report.location else { return Part(section: .source) }
    var part = Part(section: .source, facts: [Span(location.words.line, .dim)])
    guard let excerpt = report.excerpt else {
      let words = "Its file is not at hand, or not where reports may quote from; --source DIR names another folder."
      part.lines = Wrap.words(words, columns: columns).map { Line($0, .dim) }
      return part
    }
    let text = SourceText(excerpt, around: around)
    part.lines = text.warning.map { [Line($0, .look)] } ?? []
    for row in text.rows {
      let start = part.lines.count
      part.lines.append([
        Span(row.isPlace ? "▶ " : "  ", .failed), Span(row.number, row.isPlace ? .strong : .dim), Span(" │ ", .border),
        Span(row.text, row.isPlace ? .strong : .plain),
      ])
      guard row.isPlace else { continue }
      if let before = row.beforeCaret {
        let margin = String(repeating: " ", count: row.number.count + 2)
        part.lines.append([
          Span(margin), Span(" │ ", .border), Span(String(repeating: " ", count: TextWidth.of(before)) + "^", .failed),
        ])
      }
      part.anchor = start..<part.lines.count
    }
    return part
  }

  private func framesPart(_ columns: Int) -> Part {
    guard let thread, !frames.isEmpty else { return Part(section: .frames) }
    let own = thread.frames.count { $0.owner == .plugin }
    var facts = "\(own) of the plugin, \(thread.frames.count - own) other"
    if snapshot.threads.count > 1 || thread.isGoroutine {
      let title = thread.title.cells
      // A goroutine's state can be long; facts without room are not shown at all.
      facts = TextWidth.of(title + facts) > columns - Self.titleColumns ? title : "\(title) · \(facts)"
    }
    var part = Part(section: .frames, facts: [Span(facts, .dim)])
    part.lines = FrameEntry.lines(frames, of: thread, snapshot, columns: columns - 1)
    part.items = frames.count
    part.lines.append(Line(thread.endWords.cells, .dim))
    return part
  }

  /// The guilty one first: it is what this list is looked at for.
  private func registers() -> Part {
    var part = Part(section: .registers, facts: [Span("\(snapshot.registers.count)", .dim)])
    let values = snapshot.registers.map { RegisterText.value($0).count }.max() ?? 0
    let names = snapshot.registers.map { TextWidth.of($0.name.cells) }.max() ?? 0
    let ordered = snapshot.registers.filter(\.isGuilty) + snapshot.registers.filter { !$0.isGuilty }
    part.lines = ordered.map { register in
      let place = RegisterText.place(of: register, snapshot) ?? ""
      return [
        Span(register.name.cells.padded(names + 2), .dim),
        Span(RegisterText.value(register).padded(values + 2), register.isGuilty ? .strong : .plain),
        register.isGuilty ? Span("◀ fault address", .failed) : Span(place, .dim),
      ]
    }
    return part
  }

  private func threads() -> Part {
    var part = Part(section: .threads)
    let count = snapshot.threads.count + Int(snapshot.threadsLeftOut)
    part.facts = [Span("\(count)", .dim)]
    part.items = snapshot.threads.count
    let names = snapshot.threads.map { TextWidth.of($0.name.line) }.max() ?? 0
    let doings = snapshot.threads.map {
      $0.isGoroutine ? $0.title.cells : $0.isCrashed ? "crashed" : $0.activity?.words.line ?? "stopped"
    }
    let width = doings.map { TextWidth.of($0) }.max() ?? 0
    part.lines = zip(snapshot.threads, doings).enumerated().map { index, entry in
      let (thread, doing) = entry
      let frame = thread.frames.first { $0.owner == .plugin } ?? thread.frames.first
      let place = frame.map { "\(FrameText.name(of: $0))  \(FrameText.place(of: $0, snapshot))" } ?? "no frames"
      return [
        Span(index == page.thread ? "▶ " : "  ", .strong), Span(thread.isGoroutine ? "" : "\(thread.id)  ", .dim),
        Span(names > 0 ? thread.name.line.padded(min(names, 15)) + "  " : ""),
        Span(doing.padded(width + 2), thread.isCrashed ? .failed : .plain), Span(place, .dim),
      ]
    }
    if snapshot.threadsLeftOut > 0 { part.lines.append(Line("⋯ \(snapshot.threadsLeftOut) more", .dim)) }
    return part
  }

  private func attempts(_ columns: Int) -> Part {
    let attempts = crash.occurrence.run.attempts
    return Part(
      section: .attempts, facts: [Span(AttemptLines.words(attempts.total), .dim)],
      lines: AttemptLines.full(attempts, columns: columns + 2).map { Line(Array($0.spans.dropFirst())) })
  }

  private func input(_ columns: Int) -> Part {
    guard let input = crash.occurrence.plugin.runInput else {
      return Part(section: .input, lines: [Line("It was not called.", .dim)])
    }
    let count = input.bytes.count
    let text = input.cells
    var part = Part(section: .input, facts: [Span("\(count) \(count == 1 ? "byte" : "bytes")", .dim)])
    part.lines = text.prefix(Self.longestInput).split(separator: "\n", omittingEmptySubsequences: false)
      .flatMap { Wrap.characters($0, columns: columns) }.map { Line($0) }
    if text.count > Self.longestInput { part.lines.append(Line("⋯", .dim)) }
    if count == 0 { part.lines = [Line("empty", .dim)] }
    return part
  }

  /// The end of what it wrote, or all of it.
  private mutating func output(_ columns: Int) -> Part {
    let output = OutputLines(crash.occurrence.run)
    let shown = min(output.count, page.isOutputWhole ? Self.outputAtMost : Self.outputTail)
    hasMoreOutput = output.count > Self.outputTail
    guard output.count > 0 else { return Part(section: .output, lines: [Line("It wrote nothing.", .dim)]) }
    let words =
      shown < output.count ? "last \(shown) of \(output.count) lines" : "\(shown) \(shown == 1 ? "line" : "lines")"
    var part = Part(section: .output, facts: [Span(words, .dim)])
    part.lines = output.lines((output.count - shown)..<output.count, columns: columns).map { line in
      [Span(line.label, .dim), Span(" │ ", .border), Span(line.text)]
    }
    part.anchor = page.isOutputWhole ? nil : (part.lines.count - 1)..<part.lines.count
    return part
  }
}
