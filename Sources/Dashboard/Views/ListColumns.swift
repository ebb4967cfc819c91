import Display
import PluginModel

/// How the columns of a list of this width are shared out. Where they get few, words give way to shorter words, then
/// whole columns go: none is ever cut in the middle.
struct ListColumns {
  /// The bar of the selection, the mark, a space.
  static let head = 3
  let name: Int
  let kind: Int
  let load: Int
  let signature: Int
  let last: Int

  init(columns: Int) {
    switch columns {
    case 42...: (kind, load, signature, last) = (5, 4, 4, min(20, 9 + (columns - 42) / 4))
    case 34..<42: (kind, load, signature, last) = (5, 2, 2, 8)
    default: (kind, load, signature, last) = (0, 0, 0, 8)
    }
    let others = [kind, load, signature, last].reduce(0) { $0 + ($1 > 0 ? $1 + 1 : 0) }
    name = max(0, columns - Self.head - others)
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
    ]
    return Line([Span("   ")] + line(cells))
  }

  func row(_ plugin: Plugin, _ row: Row, _ state: State, isSelected: Bool) -> Line {
    let isHinted = Self.hasAttempts(plugin, row)
    let cells = [
      (Span(plugin.path.shortName.cells), name),
      (Span(plugin.inspection.map { $0.kind?.rawValue ?? "–" } ?? "…"), kind),
      (loadWord(plugin, row, state.settings), load), (signatureWord(plugin, state.settings), signature),
      (lastWord(plugin, row, state), isHinted ? last - 1 : last),
    ]
    return Line(
      [Span(isSelected ? "▌" : " ", .strong), Span(String(row.mark.glyph), row.mark.role), Span(" ")]
        + line(cells) + (isHinted ? [Span("!", .look)] : []))
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
