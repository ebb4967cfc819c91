import Display
import PluginModel
import Reports

/// The Result pane: what the newest call came to. The plugin's output follows, made into text only where it is seen.
struct ResultText {
  private var fixed: [Line] = []
  private var output: OutputLines?
  private let columns: Int
  /// When each line came stands before it.
  private let isTimed: Bool
  /// Room for that beside the text.
  private static let timedColumns = 40
  /// Before each line of output: the name of its stream.
  private static let streamColumns = 9

  var count: Int { fixed.count + (output?.count ?? 0) }

  init(_ state: State, columns: Int, rows: Int) {
    self.columns = columns
    isTimed = state.resultTab == .output && columns >= Self.timedColumns
    guard let plugin = state.selected, let row = state.selectedRow else { return }
    if let lines = Self.lines(of: state.resultTab, plugin, row, state, columns: columns) {
      fixed = lines
      return
    }
    if state.resultTab == .output {
      output = (plugin.run ?? plugin.load).map { OutputLines($0) }
      if output?.count ?? 0 == 0 { fixed.append(Line("no output", .dim)) }
      return
    }
    let settings = state.settings
    let isSpaced = rows >= 9
    func gap() { if isSpaced, !fixed.isEmpty { fixed.append(.blank) } }

    switch row.activity {
    case .waiting:
      fixed.append(Line("… waits for its checks", .strong))
      fixed.append(Line("\(state.keys.name(of: .stop)) calls it off", .dim))
    case .running(let progress):
      fixed += Self.lines(of: progress, state, columns: columns)
    case .idle, .loading:
      if let rejection = plugin.rejection(settings) {
        fixed += rejected(plugin, rejection, settings)
      } else if let report = plugin.run ?? plugin.load {
        let judgement = Judgement(of: plugin, report: report, settings: settings)
        if report.ending == .loaded {
          fixed += notCalled("not called yet", settings, state.keys)
        } else {
          let limit = max(1, rows / 3)
          fixed += Wrap.words(Self.headline(judgement), columns: columns, limit: limit).map {
            Line($0, judgement.isError ? .failed : .strong)
          }
          gap()
        }
        fixed += Self.outcome(plugin, report, settings, columns: columns)
        let output = OutputLines(report)
        fixed += Self.measures(report, outputLines: output.count, row, state.layers, columns: columns)
        let attempts = AttemptLines.brief(report.attempts, columns: columns, limit: max(3, rows / 2))
        // A crash's hint is its last line of output: no need to say it twice where all of that can be seen, whole.
        let others = (row.past.count > 1 ? 1 : 0) + (isSpaced ? 2 : 0) + attempts.count
        let isToldBelow =
          judgement.verdict == .crashed && fixed.count + output.count + others <= rows
          && TextWidth.of(judgement.hint?.cells ?? "") <= columns - Self.streamColumns
        if let hint = judgement.hint, !isToldBelow {
          fixed += Wrap.words(hint.cells, columns: columns - 2, limit: 3).map { Line("  " + $0, .dim) }
        }
        if !attempts.isEmpty { gap() }
        fixed += attempts
        if let trace = report.trace {
          gap()
          fixed += trace.lines.map { Line(TextWidth.clipped($0.cells, to: columns), .dim) }
        }
        if output.count > 0 { self.output = output }
      } else if case .loading = row.activity {
        fixed.append(Line("… being opened", .dim))
      } else {
        fixed += notCalled(plugin.inspection == nil ? row.beingInspected : "not called yet", settings, state.keys)
      }
    }
    if let line = Self.sinceRebuild(plugin, row) {
      gap()
      fixed.append(line)
    }
    if let before = before(row, isLatestShown: plugin.run != nil && row.activity == .idle) {
      gap()
      fixed.append(before)
    }
    if output != nil { gap() }
  }

  /// The tabs beside the value and the output; nil for these.
  private static func lines(
    of tab: ResultTab, _ plugin: Plugin, _ row: Row, _ state: State, columns: Int
  ) -> [Line]? {
    switch tab {
    case .value, .output: return nil
    case .history: return RunHistory.lines(row, now: state.now, columns: columns)
    case .attempts:
      guard let report = plugin.run ?? plugin.load else { return [Line("not called yet", .dim)] }
      let lines = AttemptLines.full(report.attempts, columns: columns)
      let count = AttemptLines.count(report, in: row.sandbox, state.layers)
      return lines.isEmpty ? [Line(count.map(AttemptLines.words) ?? "nobody watched", .dim)] : lines
    case .report:
      guard let occurrence = row.crash?.occurrence else { return [Line("it has not crashed", .dim)] }
      let key = state.keys.name(of: .report)
      return CrashText(of: occurrence.run, settings: occurrence.settings).lines.flatMap { line in
        Wrap.hanging(line.harmless, columns: columns).map { Line($0) }
      } + [.blank, [Span(key, .key), Span(" the whole report", .dim)]]
    }
  }

  /// "42 → 43 since rebuild": what it came to before its file changed, beside what it comes to now.
  private static func sinceRebuild(_ plugin: Plugin, _ row: Row) -> Line? {
    guard let rebuilt = row.rebuilt else { return nil }
    guard let before = row.beforeRebuild else { return [Span("rebuilt at \(rebuilt.timeOfDay)", .dim)] }
    let old = Span(TextWidth.clipped(before.word, to: 20), before.mark.role)
    guard plugin.run != nil, let now = row.past.last, now != before else {
      return [Span("rebuilt at \(rebuilt.timeOfDay), before that ", .dim), old]
    }
    let isSame = now.word == before.word
    return Line(
      (isSame
        ? [Span("still "), old]
        : [old, Span(" → ", .strong), Span(TextWidth.clipped(now.word, to: 20), now.mark.role)])
        + [Span(" since rebuild at \(rebuilt.timeOfDay)", .dim)])
  }

  /// So many lines from `top` on.
  func lines(from top: Int, rows: Int) -> [Line] {
    let shown = Array(fixed.dropFirst(top).prefix(rows))
    guard let output, shown.count < rows else { return shown }
    let first = max(0, top - fixed.count)
    return shown
      + output.lines(first..<(first + rows - shown.count), columns: columns).map { line in
        let time = isTimed ? line.time.map { Decimal.time($0).padded(9) } : nil
        return Line(
          (time.map { [Span($0, .dim)] } ?? []) + [Span(line.label, .dim), Span(" │ ", .border), Span(line.text)])
      }
  }

  /// The line that `airlock run` prints of a value or an error; of everything else what went wrong.
  static func headline(_ judgement: Judgement) -> String {
    String((judgement.isError ? judgement.summary : judgement.line).cells.prefix(2000))
  }

  /// "✓ returned  0.71 ms  open 0.42  call 0.03", in two lines where it is too long for one.
  static func outcome(_ plugin: Plugin, _ report: RunReport, _ settings: Settings, columns: Int) -> [Line] {
    let mark = Mark(report.ending, unverified: plugin.inspection?.isDoubtful(settings) ?? false)
    let place = report.phase.words(function: settings.function)
    var words =
      switch report.ending {
      case .loaded: "opened"
      case .returned: "returned"
      case .returnedError: "returned an error"
      case .noResult: "returned no value"
      case .notLoaded: "not opened"
      case .functionMissing: "function not found"
      case .wrongType: "of another type"
      case .crashed, .panicked: "crashed \(place)"
      case .timedOut: "timed out \(place)"
      case .exited: "exited \(place)"
      case .limitExceeded(.memory, _): "over its memory limit"
      case .limitExceeded(.output, _): "over its output limit"
      case .stopped: "stopped \(place)"
      case .fileChanged, .refused: "not started"
      case .lost: "interrupted \(place)"
      }
    if plugin.inspection?.isUnproved(settings) == true, mark == .look { words += ", unverified" }
    let head = [Span(String(mark.glyph), mark.role), Span(" " + words, mark.role)]
    let total = report.total > 0 ? "  " + Decimal.time(report.total) : ""
    // Beside a total in milliseconds, the parts go without their unit.
    let hasUnit = report.total == 0 || report.total >= 1_000_000_000
    let phases = [("open", report.times.open), ("call", report.times.call)].compactMap { name, time in
      time.map { "\(name) " + (hasUnit ? Decimal.time($0) : String(Decimal.time($0).dropLast(3))) }
    }.joined(separator: "  ")
    let details = phases.isEmpty ? "" : "  \(phases)"
    let line = Line(head + [Span(total), Span(details, .dim)])
    if line.columns <= columns { return [line] }
    return
      (Line(head).columns + TextWidth.of(total) <= columns
      ? [Line(head + [Span(total)])]
      : [Line(head)] + (total.isEmpty ? [] : [Line(total)]))
      + (phases.isEmpty ? [] : [Line("  " + phases, .dim)])
  }

  private static func measures(
    _ report: RunReport, outputLines count: Int, _ row: Row, _ layers: SandboxLayers?, columns: Int
  ) -> [Line] {
    var facts: [(label: String, value: String)] = []
    if report.peakMemory > 0 { facts.append(("memory ", Decimal.bytes(report.peakMemory))) }
    facts.append(count == 0 ? ("", "no output") : ("output ", "\(count) \(count == 1 ? "line" : "lines")"))
    let dropped = report.stdout.dropped + report.stderr.dropped
    if dropped > 0 { facts.append(("", "\(Decimal.bytes(dropped)) dropped")) }
    if let count = AttemptLines.count(report, in: row.sandbox, layers) { facts.append(("", AttemptLines.words(count))) }
    // A result tells what it was made with, if that was more than usual.
    if let sandbox = row.sandbox, !sandbox.loosenings.isEmpty { facts.append(("", sandbox.words)) }
    // Where the labels would cost a line, the values tell by themselves what they are.
    let full = Wrap.facts(facts.map { $0.label + $0.value }, columns: columns - 2)
    let short = Wrap.facts(facts.map(\.value), columns: columns - 2)
    return (short.count < full.count ? short : full).map { Line("  " + $0, .dim) }
  }

  private func notCalled(_ state: String, _ settings: Settings, _ keys: KeyMap) -> [Line] {
    let why =
      settings.noLoad
      ? "Nothing is opened: --no-load." : "\(keys.name(of: .run, in: .plugins)) in the list calls it on the input."
    return [Line(state, .dim)] + Wrap.words(why, columns: columns).map { Line($0, .dim) }
  }

  private func rejected(_ plugin: Plugin, _ rejection: Rejection, _ settings: Settings) -> [Line] {
    let judgement = Judgement(of: plugin, rejection: rejection, settings: settings)
    var lines = [Line("\(Mark.failed.glyph) rejected: \(rejection.failure.words)", .failed)]
    if rejection.failure == .wrongSignature, let signature = plugin.inspection?.signature {
      for (label, text) in [("expected  ", signature.expected), ("found     ", signature.found ?? "?")] {
        let texts = Wrap.words(text.harmless, columns: columns - label.count, limit: 3)
        for (index, text) in texts.enumerated() {
          lines.append([Span(index == 0 ? label : "          ", .dim), Span(text)])
        }
      }
    } else {
      lines += Wrap.words(judgement.summary.cells, columns: columns, limit: 4).map { Line($0) }
    }
    if let hint = judgement.hint { lines += Wrap.words(hint.cells, columns: columns, limit: 3).map { Line($0, .dim) } }
    lines.append(Line("It is not called.", .dim))
    return lines
  }

  private static func lines(of progress: Progress, _ state: State, columns: Int) -> [Line] {
    let limit = state.settings.timeoutWords
    if let crash = progress.crash {
      return Wrap.words("✗ \(crash.words)", columns: columns).map { Line($0, .failed) } + [Line("… its report", .dim)]
    }
    if progress.isStopping { return [Line("… stopping", .strong)] }
    guard let phase = progress.phase else {
      return [Line("… waits for its turn", .strong), Line("\(state.keys.name(of: .stop)) stops it", .dim)]
    }
    let seconds = state.now.since(progress.phaseBegan) / 1_000_000_000
    return [
      [Span("… \(phase.running(function: state.settings.function))", .strong), Span("  \(seconds) s of \(limit)")],
      Line("\(state.keys.name(of: .stop)) stops it", .dim),
    ]
  }

  /// What the calls before came to, the newest last, as many as fit.
  private func before(_ row: Row, isLatestShown: Bool) -> Line? {
    let past = isLatestShown ? Array(row.past.dropLast()) : row.past
    let count = isLatestShown ? row.runCount - 1 : row.runCount
    guard !past.isEmpty else { return nil }
    let head = "before  "
    let tail = count > 1 ? "  (\(count) runs)" : ""
    var room = columns - head.count - tail.count
    var spans: [Span] = []
    for run in past.reversed() {
      let text = (run.mark == .passed ? "" : "\(run.mark.glyph) ") + TextWidth.clipped(run.word, to: 12)
      let gap = spans.isEmpty ? "" : "  "
      room -= TextWidth.of(text) + gap.count
      guard room >= 0 else { break }
      spans = [Span(text, run.mark == .passed ? .plain : run.mark.role), Span(gap)] + spans
    }
    return Line([Span(head, .dim)] + spans + [Span(tail, .dim)])
  }
}

extension Phase {
  /// What a running process is at.
  fileprivate func running(function: String) -> String {
    switch self {
    case .inspect: "being inspected"
    case .open: "being opened"
    case .lookup: "looking up \(function)"
    case .call: "in \(function)"
    case .close: "being closed"
    }
  }
}
