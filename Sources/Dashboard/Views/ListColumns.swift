import Display
import PluginModel

/// How the columns of a list of this width are shared out. Where they get few, words give way to shorter words, then
/// whole columns go: none is ever cut in the middle.
struct ListColumns {
  /// The bar of the selection, the mark, a dot where the user has marked it.
  static let head = 3
  /// Across more than that no eye finds from a name to its row.
  private static let mostName = 60
  /// Room for time and size, whatever the list is sorted by.
  private static let wide = 70
  let name: Int
  /// What people decided: a sign, or where there is room the word.
  let people: Int
  let kind: Int
  let load: Int
  let signature: Int
  let last: Int
  /// How long the last run took, how large the file is.
  let time: Int
  let size: Int

  /// - Parameters:
  ///   - key: what the list is sorted by: that is shown before what the function is proved by.
  ///   - hasPeople: whether anybody has decided anything.
  init(columns: Int, sortedBy key: SortKey, hasPeople: Bool) {
    let isWide = columns >= Self.wide
    people = hasPeople ? (isWide ? 8 : 1) : 0
    time = isWide || key == .time ? 8 : 0
    size = isWide || key == .size ? 9 : 0
    // For a sign more, shorter words leave the names their room.
    let longWords = 42 + (people == 1 ? 4 : 0)
    switch columns - (isWide ? 0 : time + size) {
    case longWords...: (kind, load, signature, last) = (5, 4, 4, min(20, 9 + (columns - 42) / 4))
    case 34...: (kind, load, signature, last) = (5, 2, 2, columns < 42 ? 8 : 9)
    default: (kind, load, signature, last) = (0, 0, 0, 8)
    }
    let others = [people, kind, load, signature, last, time, size].reduce(0) { $0 + ($1 > 0 ? $1 + 1 : 0) }
    name = max(0, min(Self.mostName, columns - Self.head - others))
  }

  var isShort: Bool { load < 4 }

  /// Cells with a space between them, each filled or clipped to its width.
  private func line(_ cells: [(spans: [Span], columns: Int)]) -> [Span] {
    let shown = cells.filter { $0.columns > 0 }.flatMap { spans, columns -> [Span] in
      let width = Line(spans).columns
      if width > columns, let span = spans.first {
        return [Span(Line(spans).text.padded(columns), span.role), Span(" ")]
      }
      return spans + [Span(String(repeating: " ", count: columns - width)), Span(" ")]
    }
    return shown.dropLast()
  }

  var titles: Line {
    let cells = [
      ("NAME", name), (people > 1 ? "PEOPLE" : "±", people), ("KIND", kind), (isShort ? "LD" : "LOAD", load),
      (isShort ? "SG" : "SIG", signature),
      ("LAST RUN", last), ("TIME", time), ("SIZE", size),
    ].map { ([Span($0.0, .dim)], $0.1) }
    return Line([Span("   ")] + line(cells))
  }

  func row(_ index: Int, _ state: State, isSelected: Bool) -> Line {
    let plugin = state.roster.plugins[index]
    let row = state.roster.rows[index]
    let isHinted = Self.hasAttempts(plugin, row)
    var last = lastWord(plugin, row, state)
    if let alike = state.listing.alike[index] {
      // The number says more than the end of the word.
      let number = "×\(alike)"
      let room = self.last - (isHinted ? 1 : 0) - TextWidth.of(number)
      last.text = (TextWidth.of(last.text) < room ? last.text + " " : TextWidth.clipped(last.text, to: room)) + number
    }
    let filter = state.listing.filter
    // Marked is what the filter looks at: name, kind, last run.
    let cells = [
      (filter.marked(plugin.path.shortName.cells.padded(name)), name),
      ([Span(people > 1 ? row.standing.columnWord : String(row.standing.sign), row.standing.role)], people),
      (filter.marked((plugin.inspection.map { $0.kind?.rawValue ?? "–" } ?? "…").padded(kind)), kind),
      ([loadWord(plugin, row, state.settings)], load), ([signatureWord(plugin, state.settings)], signature),
      (filter.marked(last.text, last.role), isHinted ? self.last - 1 : self.last),
    ]
    let hint = isHinted ? [Span("!", .look)] : []
    let others = [
      ([Span((plugin.run ?? plugin.load).map { $0.total > 0 ? Decimal.time($0.total) : "–" } ?? "–", .dim)], time),
      ([Span(plugin.inspection?.file.map { Decimal.bytes(UInt64(max(0, $0.size))) } ?? "–", .dim)], size),
    ].filter { $0.1 > 0 }
    let marks = [
      Span(isSelected ? "▌" : " ", .strong), Span(String(row.mark.glyph), row.mark.role),
      Span(row.isMarked ? "•" : " ", .strong),
    ]
    return Line(marks + line(cells) + hint + (others.isEmpty ? [] : [Span(" ")] + line(others)))
  }

  /// The verdict on what it tried is passed or not by what it answered; that it tried is told beside it.
  private static func hasAttempts(_ plugin: Plugin, _ row: Row) -> Bool {
    switch row.activity {
    case .running, .waiting: false
    case .idle, .loading: !((plugin.run ?? plugin.load)?.attempts.isEmpty ?? true)
    }
  }

  private func loadWord(_ plugin: Plugin, _ row: Row, _ settings: Settings) -> Span {
    if let load = plugin.load {
      if load.opened { return Span("ok") }
      // Neither done nor refused: it was stopped, or its worker died.
      return Mark(load.ending, unverified: false) == .look
        ? Span("–", .dim) : Span(isShort ? "no" : "FAIL", .failed)
    }
    if case .loading = row.activity { return Span("…", .dim) }
    guard plugin.inspection != nil else { return Span("…", .dim) }
    return Span("–", .dim)
  }

  private func signatureWord(_ plugin: Plugin, _ settings: Settings) -> Span {
    guard plugin.inspection != nil else { return Span("…", .dim) }
    return switch plugin.checks(settings: settings).first(where: { $0.id == .signature })?.status {
    case .pass: Span("ok")
    case .warn, .unverified: Span("?", .look)
    case .fail: Span(isShort ? "no" : "FAIL", .failed)
    case .skipped, nil: Span("–", .dim)
    }
  }

  private func lastWord(_ plugin: Plugin, _ row: Row, _ state: State) -> Span {
    switch row.activity {
    case .running(let progress):
      if let crash = progress.crash { return Span(SignalName.of(crash.signal), .failed) }
      let seconds = state.now.since(progress.began) / 1_000_000_000
      return Span(progress.phase == nil || seconds == 0 ? "…" : "… \(seconds) s", .strong)
    case .waiting: return Span("…", .strong)
    case .idle, .loading: break
    }
    guard plugin.inspection != nil else { return Span("…", .dim) }
    // What this very file came to in an earlier session.
    guard let run = plugin.run else {
      guard let past = row.past.last, past.file != nil, past.file == plugin.inspection?.file else {
        return Span("–", .dim)
      }
      return Span(past.word, .dim)
    }
    let mark = Mark(run.ending, unverified: false)
    return Span(run.ending.word, mark == .passed ? .plain : mark.role)
  }
}
