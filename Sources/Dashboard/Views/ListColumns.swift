import Display
import PluginModel

/// How the columns of a list of this width are shared out. Where they get few, words give way to shorter words, then
/// whole columns go: none is ever cut in the middle.
struct ListColumns {
  /// The bar of the selection, the mark, a dot where the user has marked it.
  static let head = 3
  /// Across more than that no eye finds from a name to its row.
  private static let mostName = 60
  let name: Int
  let kind: Int
  let load: Int
  let signature: Int
  let last: Int
  /// How long the last run took, how large the file is.
  let time: Int
  let size: Int

  init(columns: Int) {
    (time, size) = columns >= 84 ? (8, 9) : (0, 0)
    switch columns {
    case 42...: (kind, load, signature, last) = (5, 4, 4, min(20, 9 + (columns - 42) / 4))
    case 34..<42: (kind, load, signature, last) = (5, 2, 2, 8)
    default: (kind, load, signature, last) = (0, 0, 0, 8)
    }
    let others = [kind, load, signature, last, time, size].reduce(0) { $0 + ($1 > 0 ? $1 + 1 : 0) }
    name = max(0, min(Self.mostName, columns - Self.head - others))
  }

  var isShort: Bool { load < 4 }

  private func line(_ cells: [(Span, columns: Int)]) -> [Span] {
    let shown = cells.filter { $0.columns > 0 }.flatMap { cell, columns in
      [Span(cell.text.padded(columns), cell.role), Span(" ")]
    }
    return shown.dropLast()
  }

  var titles: Line {
    let cells = [
      (Span("NAME", .dim), name), (Span("KIND", .dim), kind), (Span(isShort ? "LD" : "LOAD", .dim), load),
      (Span(isShort ? "SG" : "SIG", .dim), signature), (Span("LAST RUN", .dim), last),
      (Span("TIME", .dim), time), (Span("SIZE", .dim), size),
    ]
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
    let cells = [
      (Span(plugin.path.shortName.cells), name),
      (Span(plugin.inspection.map { $0.kind?.rawValue ?? "–" } ?? "…"), kind),
      (loadWord(plugin, row, state.settings), load), (signatureWord(plugin, state.settings), signature),
      (last, isHinted ? self.last - 1 : self.last),
    ]
    let hint = isHinted ? [Span("!", .look)] : []
    let others = [
      (Span((plugin.run ?? plugin.load).map { $0.total > 0 ? Decimal.time($0.total) : "–" } ?? "–", .dim), time),
      (Span(plugin.inspection?.file.map { Decimal.bytes(UInt64(max(0, $0.size))) } ?? "–", .dim), size),
    ].filter { $0.1 > 0 }
    let marks = [
      Span(isSelected ? "▌" : " ", .strong), Span(String(row.mark.glyph), row.mark.role),
      Span(row.isMarked ? "•" : " ", .strong),
    ]
    let found = line(cells).flatMap { state.listing.filter.marked($0.text, $0.role) }
    return Line(marks + found + hint + (others.isEmpty ? [] : [Span(" ")] + line(others)))
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
    guard let run = plugin.run else { return Span("–", .dim) }
    let mark = Mark(run.ending, unverified: false)
    return Span(run.ending.word, mark == .passed ? .plain : mark.role)
  }
}
