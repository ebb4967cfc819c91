import Display
import PluginModel
import Reports

/// A comparison laid out: beside each other where there is room, else one below the other.
struct ComparisonLines {
  private(set) var lines: [Line] = []
  private let columns: Int
  private let onlyDifferences: Bool

  private static let markColumns = 2
  private static let labelColumns = 14
  private static let divider = Span(" │ ", .border)
  /// For either side; below that they stand one below the other.
  private static let leastRoom = 24

  init(_ comparison: SideBySide, onlyDifferences: Bool, columns: Int) {
    self.columns = columns
    self.onlyDifferences = onlyDifferences
    lines = Wrap.words(comparison.summary, columns: columns).map {
      Line($0, comparison.isSame ? .passed : comparison.differences == 0 ? .plain : .look)
    }
    add(title: (comparison.left, comparison.right))
    for section in comparison.sections { add(section) }
  }

  /// Of each side.
  private var room: Int { (columns - Self.markColumns - Self.labelColumns - 3) / 2 }
  private var isWide: Bool { room >= Self.leastRoom }

  private mutating func add(title: (left: String, right: String)) {
    lines.append(.blank)
    guard isWide else {
      lines += [("− ", title.left), ("+ ", title.right)].flatMap { sign, name in
        Wrap.words(name, columns: columns - 2).map { [Span(sign, .look), Span($0, .strong)] }
      }
      return
    }
    add(
      Span(""), "", Wrap.characters(title.left, columns: room).map { Span($0, .strong) },
      Wrap.characters(title.right, columns: room).map { Span($0, .strong) })
  }

  private mutating func add(_ section: SideBySide.Section) {
    let entries = section.entries.filter { !onlyDifferences || $0.differs }
    guard !entries.isEmpty || (section.note != nil && (!onlyDifferences || section.isUnread)) else { return }
    lines.append(.blank)
    lines.append([Span(section.title, .title), Span(section.note.map { "  " + $0 } ?? "", .dim)])
    for entry in entries {
      if isWide { addWide(entry) } else { addNarrow(entry) }
    }
  }

  private mutating func addWide(_ entry: SideBySide.Entry) {
    let mark = entry.differs ? Span("≠ ", .look) : Span("  ")
    add(mark, entry.label, spans(entry.left, entry.differs), spans(entry.right, entry.differs))
  }

  /// Rows of both sides, the shorter one filled up.
  private mutating func add(_ mark: Span, _ label: String, _ left: [Span], _ right: [Span]) {
    for row in 0..<max(1, left.count, right.count) {
      let head = row == 0 ? label.padded(Self.labelColumns) : String(repeating: " ", count: Self.labelColumns)
      var one = left.indices.contains(row) ? left[row] : Span("")
      one.text = one.text.padded(room)
      lines.append([
        row == 0 ? Span(mark.text.padded(Self.markColumns), mark.role) : Span("  "), Span(head, .dim), one,
        Self.divider,
        right.indices.contains(row) ? right[row] : Span(""),
      ])
    }
  }

  private func spans(_ value: SideBySide.Value?, _ differs: Bool) -> [Span] {
    guard let value else { return [Span("–", .dim)] }
    let text = value.status.map { "\(Mark($0).glyph) " } ?? ""
    let role = value.status.map { Mark($0).role } ?? .plain
    return Wrap.words(text + value.brief, columns: room).map {
      Span($0, differs || value.status == .fail ? role : .dim)
    }
  }

  /// What differs in two lines, `−` the one and `+` the other; in one where both are short.
  private mutating func addNarrow(_ entry: SideBySide.Entry) {
    if entry.differs, let left = entry.left, let right = entry.right, left.status == nil {
      let line: Line = [Span(entry.label.padded(Self.labelColumns), .dim), Span("\(left.brief) → \(right.brief)")]
      if line.columns <= columns { return lines.append(line) }
    }
    let sides = entry.differs ? [("− ", entry.left), ("+ ", entry.right)] : [("  ", entry.left ?? entry.right)]
    if !entry.label.isEmpty { lines.append(Line(TextWidth.clipped(entry.label, to: columns), .dim)) }
    for case (let sign, let value?) in sides {
      let text = (value.status.map { "\(Mark($0).glyph) " } ?? "") + value.brief
      for (row, piece) in Wrap.words(text, columns: columns - 4).enumerated() {
        lines.append([
          Span("  "), Span(row == 0 ? sign : "  ", .look),
          Span(piece, entry.differs ? value.status.map { Mark($0).role } ?? .plain : .dim),
        ])
      }
    }
  }
}
