import Display
import PluginModel

/// A text over the whole screen: a result or the checks with nothing left out. Laid out when it is opened or when
/// something changes, so that scrolling costs only what is seen.
struct Page: Sendable {
  enum Subject: Hashable, Sendable {
    case checks, result, messages
    case comparison(ComparedPair)
  }

  let subject: Subject
  private(set) var title = ""
  private(set) var lines: [Line] = []
  var top: Int
  /// What is looked for; empty if nothing is.
  private(set) var searched = ""
  private(set) var filter = Filter()
  /// The lines that hold it.
  private var matches: [Int] = []
  private static let labelColumns = 10
  private static let mostRulings = 20
  private static let detailIndent = "    "

  init(of plugin: Plugin, _ subject: Subject, _ state: State, top: Int = 0) {
    self.subject = subject
    self.top = 0
    let columns = max(1, state.layout.page.columns)
    title = plugin.path.name.cells
    switch subject {
    case .checks: layOutChecks(plugin, state, columns)
    case .result: layOutResult(plugin, state, columns)
    case .messages, .comparison: break
    }
    self.top = max(0, min(top, lines.count - state.layout.pageRows))
  }

  /// What was said in this session, the newest first.
  init(messages state: State, top: Int = 0) {
    subject = .messages
    self.top = 0
    title = "Messages"
    let columns = max(1, state.layout.page.columns)
    for (notice, moment) in state.messages.list.reversed() {
      let head = [
        Span(moment.timeOfDay + "  ", .dim),
        Span(notice.mark.map { "\($0.glyph) " } ?? "  ", notice.mark?.role ?? .plain),
      ]
      let indent = Line(head).columns
      for (index, text) in Wrap.words(notice.text, columns: max(1, columns - indent)).enumerated() {
        lines.append(index == 0 ? Line(head + [Span(text)]) : Line(String(repeating: " ", count: indent) + text))
      }
    }
    self.top = max(0, min(top, lines.count - state.layout.pageRows))
  }

  /// Two plugins beside each other.
  init(comparing pair: ComparedPair, _ state: State, top: Int = 0) {
    subject = .comparison(pair)
    self.top = 0
    let comparison = state.sideBySide(pair)
    title = "\(comparison.left) ↔ \(comparison.right)"
    lines =
      ComparisonLines(
        comparison, onlyDifferences: pair.onlyDifferences, columns: max(1, state.layout.page.columns)
      ).lines
    self.top = max(0, min(top, lines.count - state.layout.pageRows))
  }

  /// Of the selected plugin, and of nothing else.
  var isOfPlugin: Bool { subject == .checks || subject == .result }

  /// What it compares; nil if nothing.
  var pair: ComparedPair? {
    if case .comparison(let pair) = subject { pair } else { nil }
  }

  // MARK: Search

  var isSearched: Bool { !filter.isEmpty }

  /// Looks for a text; goes to the first line from here on that holds it, or where none follows to the first of all.
  mutating func search(_ text: String, moves: Bool = true) {
    searched = text
    filter = Filter(text)
    matches =
      filter.isEmpty ? [] : lines.indices.filter { filter.matches(lines[$0].text.lowercased(), facts: "") }
    guard moves, let match = matches.first(where: { $0 >= top }) ?? matches.first else { return }
    top = match
  }

  /// "3 of 12 lines"; nil if nothing is looked for.
  var matchWords: String? {
    guard isSearched else { return nil }
    if matches.isEmpty { return "nowhere in this text" }
    let place = matches.firstIndex { $0 >= top }.map { $0 + 1 } ?? matches.count
    return "\(place) of \(matches.count) lines"
  }

  /// To the next line that holds it, round the end; false if none does.
  mutating func goToMatch(forwards: Bool) -> Bool {
    let next = forwards ? matches.first { $0 > top } ?? matches.first : matches.last { $0 < top } ?? matches.last
    guard let next else { return false }
    top = next
    return true
  }

  /// What is seen, with what is looked for marked in it.
  func lines(rows: Int) -> [Line] {
    lines.dropFirst(top).prefix(rows).map { line in
      isSearched ? Line(line.spans.flatMap { filter.marked($0.text, $0.role) }) : line
    }
  }

  // MARK: Laying out

  private mutating func layOutChecks(_ plugin: Plugin, _ state: State, _ columns: Int) {
    fact("path", plugin.path.text.cells, columns)
    for note in ChecksText.notes(on: plugin) { fact("", note, columns) }
    guard let inspection = plugin.inspection else { return }
    if let nature = inspection.nature { fact("file", nature, columns) }
    if let file = inspection.file {
      fact("size", "\(file.size) bytes, \(state.now.age(ofChangeAt: file.modified))", columns)
    }
    if let signature = inspection.signature {
      fact("expected", signature.expected, columns)
      fact("found", signature.found ?? "nothing tells", columns)
      fact("evidence", signature.evidence.words, columns)
    }
    layOutRulings(on: plugin, state, columns)
    lines.append(.blank)
    for check in plugin.checks(settings: state.settings) {
      let mark = Mark(check.status)
      let head = [
        Span("\(mark.glyph) ", mark.role), Span(check.id.rawValue.padded(13), .strong),
        Span(check.status.words.padded(11), mark.role),
      ]
      let isNarrow = columns < 56
      let indent = String(repeating: " ", count: isNarrow ? 2 : Line(head).columns)
      let texts = Wrap.words(check.summary.harmless, columns: columns - indent.count)
      if isNarrow {
        lines.append(Line(head))
        lines += texts.map { Line(indent + $0) }
      } else {
        lines.append(Line(head + [Span(texts.first ?? "")]))
        lines += texts.dropFirst().map { Line(indent + $0) }
      }
      if let hint = check.hint {
        lines += Wrap.words(hint, columns: columns - indent.count).map { Line(indent + $0, .dim) }
      }
      // Paths are long: they begin at the left, below the check that they belong to.
      lines += check.details.flatMap { detail in
        Wrap.hanging(ForeignText(detail).cells.replacing("\n", with: " "), columns: columns - Self.detailIndent.count)
          .map { Line(Self.detailIndent + $0) }
      }
    }
  }

  /// What people decided about this content and about others of this name, the newest first.
  private mutating func layOutRulings(on plugin: Plugin, _ state: State, _ columns: Int) {
    let told = state.rulings.about(plugin.path.name, plugin.inspection?.digest).prefix(Self.mostRulings)
    for (index, ruling) in told.enumerated() {
      let content = ruling.digest == plugin.inspection?.digest ? "this content" : "sha256 \(ruling.shortDigest)"
      fact(index == 0 ? "people" : "", "\(ruling.wordsWithNote(at: state.now)) (\(content))", columns)
    }
  }

  private mutating func layOutResult(_ plugin: Plugin, _ state: State, _ columns: Int) {
    let settings = state.settings
    let rejection = plugin.rejection(settings)
    let report = rejection == nil ? plugin.run ?? plugin.load : nil
    let judgement =
      rejection.map { Judgement(of: plugin, rejection: $0, settings: settings) }
      ?? report.map { Judgement(of: plugin, report: $0, settings: settings) }
    guard let judgement else { return }
    lines += Wrap.words(judgement.line.cells, columns: columns).map { Line($0, judgement.isError ? .failed : .strong) }
    if let hint = judgement.hint { lines += Wrap.words(hint.cells, columns: columns).map { Line($0, .dim) } }
    guard let report else { return }
    lines.append(.blank)
    lines += ResultText.outcome(plugin, report, settings, columns: columns).prefix(1).map {
      Line(Array($0.spans.prefix(2)))
    }
    fact("total", Decimal.time(report.total), columns)
    for (name, time) in [
      ("open", report.times.open), ("look up", report.times.lookup), ("call", report.times.call),
      ("close", report.times.close),
    ] {
      if let time { fact(name, Decimal.time(time), columns) }
    }
    fact("memory", Decimal.bytes(report.peakMemory), columns)
    let sandbox = state.openCall?.sandbox ?? state.selectedRow?.sandbox
    if let sandbox { fact("sandbox", sandbox.brief, columns) }
    if let count = AttemptLines.count(report, in: sandbox, state.layers) {
      fact("attempts", count == 0 ? "none" : "\(count)", columns)
    }
    if state.openCall == nil, plugin.run != nil, let last = state.selectedRow?.past.last {
      fact("run", "\(last.number.map { "\($0) at " } ?? "")\(last.ended.timeOfDay)", columns)
    }
    if plugin.run != nil, let input = plugin.runInput { text("input", input.cells, columns) }
    let attempts = AttemptLines.full(report.attempts, columns: columns)
    if !attempts.isEmpty { lines += [.blank, Line("denied", .strong)] + attempts }
    text("stdout", report.stdout.text.cells, columns)
    text("stderr", report.stderr.text.cells, columns)
  }

  private mutating func fact(_ label: String, _ value: String, _ columns: Int) {
    let texts = Wrap.words(value.harmless, columns: columns - Self.labelColumns)
    for (index, text) in texts.enumerated() {
      lines.append([Span((index == 0 ? label : "").padded(Self.labelColumns), .dim), Span(text)])
    }
  }

  /// A text of many lines under its heading; its long lines are wrapped.
  private mutating func text(_ label: String, _ text: String, _ columns: Int) {
    guard !text.isEmpty else { return }
    lines.append(.blank)
    lines.append(Line(label, .strong))
    let body = text.hasSuffix("\n") ? text.dropLast() : text[...]
    for line in body.split(separator: "\n", omittingEmptySubsequences: false) {
      let pieces = Wrap.characters(line, columns: columns - 2)
      for (index, piece) in pieces.enumerated() {
        lines.append([Span(index == 0 ? "│ " : "  ", .border), Span(piece)])
      }
    }
  }
}

extension Check.Status {
  /// The word beside the glyph.
  fileprivate var words: String {
    switch self {
    case .pass: "passed"
    case .warn: "look"
    case .fail: "failed"
    case .unverified: "unverified"
    case .skipped: "skipped"
    }
  }
}
