import Display
import PluginModel

/// The Checks pane: which file it is, and a line for each thing that was looked at.
struct ChecksText {
  private(set) var lines: [Line] = []
  /// The lines of the first check that did not pass.
  private var firstProblem: Range<Int>?
  private let chosenTop: Int?
  /// As wide as the longest name among the checks that are told one by one, and a space.
  private var nameColumns = 0
  private static let alwaysTold: Set<Check.ID> = [.function, .signature, .load]

  /// What is left out where it would not all be seen: everything is a key away, in full.
  private enum Density: CaseIterable { case full, passesInOneLine, withoutProofs }

  init(_ state: State, columns: Int, rows: Int) {
    chosenTop = state.checksTop
    guard let plugin = state.selected else { return }
    for density in Density.allCases {
      lines = [Self.title(of: plugin, now: state.now, columns: columns)]
      firstProblem = nil
      layOut(plugin, state.selectedRow, state.settings, density, now: state.now, columns: columns)
      if lines.count <= rows { break }
    }
    if lines.count < rows { lines.insert(.blank, at: 1) }
  }

  private mutating func layOut(
    _ plugin: Plugin, _ row: Row?, _ settings: Settings, _ density: Density, now: Moment, columns: Int
  ) {
    guard plugin.inspection != nil else {
      lines += Wrap.words(row?.beingInspected ?? "", columns: columns, limit: 3).map { Line($0, .dim) }
      return
    }
    if let standing = row?.standing, let words = standing.words(at: now) {
      lines += Wrap.words(words, columns: columns - 2, limit: density == .full ? 3 : 2).enumerated().map {
        index, text in
        [Span(index == 0 ? "\(standing.sign) " : "  ", standing.role), Span(text)]
      }
    }
    let groups = Self.groups(plugin.checks(settings: settings), isFolded: density != .full)
    nameColumns = (groups.filter { $0.count == 1 }.map { $0[0].id.rawValue.count }.max() ?? 0) + 1
    for group in groups {
      let (check, mark) = (group[0], Mark(group[0].status))
      let start = lines.count
      if group.count > 1 {
        lines += Self.folded(group, mark, columns: columns)
      } else {
        lines += lines(
          of: check, mark, signature: check.id == .signature ? plugin.inspection?.signature : nil, columns: columns,
          withProof: density != .withoutProofs)
      }
      if mark == .failed || mark == .look, firstProblem == nil { firstProblem = start..<lines.count }
    }
    for note in Self.notes(on: plugin) {
      lines += Wrap.words(note, columns: columns - 2, limit: 2).map { Line("  " + $0, .dim) }
    }
  }

  /// The checks, those that are told in one line together: the first ones if they passed, and any in a row that were not
  /// made.
  private static func groups(_ checks: [Check], isFolded: Bool) -> [[Check]] {
    var groups: [[Check]] = []
    for check in checks {
      let isAlike =
        check.status == .skipped || (check.status == .pass && groups.count == 1 && !alwaysTold.contains(check.id))
      if isFolded, isAlike, check.id != .load, groups.last?.last?.status == check.status {
        groups[groups.count - 1].append(check)
      } else {
        groups.append([check])
      }
    }
    return groups
  }

  private static func folded(_ checks: [Check], _ mark: Mark, columns: Int) -> [Line] {
    Wrap.words(checks.map(\.id.rawValue).joined(separator: " "), columns: columns - 2).enumerated().map { index, text in
      [Span(index == 0 ? "\(mark.glyph) " : "  ", mark.role), Span(text, .dim)]
    }
  }

  /// The first line to show: where the user scrolled to, else so that the first problem can be seen.
  func top(rows: Int) -> Int {
    let last = max(0, lines.count - rows)
    if let chosenTop { return min(chosenTop, last) }
    guard let firstProblem, firstProblem.upperBound > rows else { return 0 }
    return min(firstProblem.lowerBound, firstProblem.upperBound - rows, last)
  }

  /// "9 passed", "1 failed": the pane's title says what it comes to.
  static func outcome(of plugin: Plugin, settings: Settings) -> (words: String, mark: Mark)? {
    guard plugin.inspection != nil else { return nil }
    let checks = plugin.checks(settings: settings)
    func count(_ status: Check.Status) -> Int { checks.reduce(0) { $0 + ($1.status == status ? 1 : 0) } }
    let failed = count(.fail)
    if failed > 0 || plugin.rejection(settings) != nil { return ("\(max(1, failed)) failed", .failed) }
    if count(.unverified) > 0 { return ("\(count(.unverified)) unverified", .look) }
    if count(.warn) > 0 { return ("\(count(.warn)) to look at", .look) }
    return ("\(count(.pass)) passed", .passed)
  }

  static func notes(on plugin: Plugin) -> [String] {
    plugin.alsoGivenAs.map { "also given as \($0.text.cells)" }
      + (plugin.identicalTo.map { ["identical to \($0.text.cells)"] } ?? [])
  }

  /// Name, nature, size, age: as many as fit, whole.
  private static func title(of plugin: Plugin, now: Moment, columns: Int) -> Line {
    let name = plugin.path.name.cells
    var room = columns - TextWidth.of(name)
    var details = ""
    var facts = [plugin.inspection?.nature].compactMap { $0 }
    if let file = plugin.inspection?.file {
      facts.append(Decimal.bytes(UInt64(max(0, file.size))))
      facts.append(now.age(ofChangeAt: file.modified))
    }
    for fact in facts {
      let text = (details.isEmpty ? "  " : " · ") + fact
      guard TextWidth.of(text) <= room else { break }
      details += text
      room -= TextWidth.of(text)
    }
    return [Span(TextWidth.clipped(name, to: columns), .strong), Span(details, .dim)]
  }

  private func lines(
    of check: Check, _ mark: Mark, signature: Signature?, columns: Int, withProof: Bool
  ) -> [Line] {
    let indent = String(repeating: " ", count: columns >= 30 ? nameColumns + 2 : 2)
    let name = check.id.rawValue
    var lines: [Line] = []
    let role: Role = mark == .skipped ? .dim : mark == .failed ? .failed : .plain
    let head = [Span(String(mark.glyph), mark.role), Span(" ")]
    var hintIndent = indent
    if mark == .failed, let signature, let found = signature.found {
      lines = Self.compared(
        signature.expected, found.harmless, head: head + [Span(name.padded(nameColumns), .dim)], columns: columns)
      if lines.count > 2 { hintIndent = "  " }
    } else if columns >= 30 {
      let texts = Wrap.words(check.summary, columns: columns - nameColumns - 2, limit: 3)
      lines.append(Line(head + [Span(name.padded(nameColumns), .dim), Span(texts.first ?? "", role)]))
      lines += texts.dropFirst().map { Line(indent + $0, role) }
    } else {
      lines.append(Line(head + [Span(name, .dim)]))
      lines += Wrap.words(check.summary, columns: columns - 2, limit: 3).map { Line(indent + $0, role) }
    }
    // A hint that says how to mend something, or by what the signature is proved.
    if let hint = check.hint, check.status != .pass || (withProof && check.id == .signature) {
      lines += Wrap.words(hint, columns: columns - hintIndent.count, limit: 3).map { Line(hintIndent + $0, .dim) }
    }
    return lines
  }

  /// Two signatures, one above the other so that they can be compared: beside the check's name, or below it where that
  /// gives them more room.
  private static func compared(_ expected: String, _ found: String, head: [Span], columns: Int) -> [Line] {
    let labels = ("expected ", "found    ")
    let start = Line(head).columns
    if start + labels.0.count + max(TextWidth.of(expected), TextWidth.of(found)) <= columns {
      let margin = Span(String(repeating: " ", count: start))
      return [
        Line(head + [Span(labels.0, .dim), Span(expected)]),
        [margin, Span(labels.1, .dim), Span(found, .failed)],
      ]
    }
    var lines = [Line(head + [Span("wrong", .failed)])]
    for (label, text, role) in [(labels.0, expected, Role.plain), (labels.1, found, .failed)] {
      for (index, text) in Wrap.words(text, columns: columns - 2 - label.count, limit: 3).enumerated() {
        let label = index == 0 ? label : String(repeating: " ", count: label.count)
        lines.append([Span("  " + label, .dim), Span(text, role)])
      }
    }
    return lines
  }
}
