import Foundation
import ScreenHarness
import Testing

/// What somebody sees who looks at the dashboard.
extension App {
  /// A row of the list, cell by cell: mark, name, kind, load, signature, last run.
  func row(_ name: String) -> [String]? { listRows.first { $0.cells.dropFirst().first == name }?.cells }
  var selected: String? { listRows.first { $0.isSelected }?.cells.dropFirst().first }

  /// Mark and last run of all rows that are seen, by name.
  var lastRuns: [String: (mark: String, last: String)] {
    Dictionary(listRows.map { ($0.cells[1], ($0.cells[0], $0.cells[5])) }) { first, _ in first }
  }

  /// The number of the plugin's line on the screen.
  func line(of name: String) -> Int? { listRows.first { $0.cells.dropFirst().first == name }?.line }

  private var listRows: [(line: Int, isSelected: Bool, cells: [String])] {
    (1..<max(1, rows - 1)).compactMap { number in
      var text = line(number)[...]
      if let first = text.first, "│|".contains(first) { text = text.dropFirst() }
      text = text.prefix { !"│|".contains($0) }
      let isSelected = text.first.map("▌>".contains) ?? false
      // What somebody has marked is told between the mark and the name.
      if let place = text.index(text.startIndex, offsetBy: 2, limitedBy: text.endIndex), place < text.endIndex,
        "•*".contains(text[place])
      {
        text.replaceSubrange(place...place, with: " ")
      }
      let words = text.dropFirst().split(separator: " ").map(String.init)
      guard let mark = words.first, mark.count == 1, "✓!✗·–+x.-".contains(mark), words.count > 1 else { return nil }
      // "exit 3" and "… 3 s" are one cell; a row of a tiny screen, or one that is being drawn, has fewer.
      let cells = Array(words.prefix(5)) + Array(repeating: "", count: max(0, 5 - words.count))
      return (number, isSelected, cells + [words.dropFirst(5).joined(separator: " ")])
    }
  }

  /// Waits until all of these texts are on the screen: a picture may arrive in pieces.
  func see(_ texts: String...) throws { try see(texts) }
  func see(_ texts: [String]) throws {
    try wait("all of \(texts)") { texts.allSatisfy(self.text.contains) }
  }

  /// Waits for a plugin's mark and what its last run came to.
  func see(_ name: String, mark: String, last: String) throws {
    try wait("\(name) with \(mark) and \(last)") {
      self.row(name).map { $0[0] == mark && $0[5] == last } ?? false
    }
  }

  var isBlank: Bool { text.allSatisfy(\.isNewline) }
  var header: String { line(0) }
  var footer: String { line(rows - 1) }
  /// Waits until the last line says something in place of the keys.
  func waitForNotice(_ text: String) throws { try wait("the notice “\(text)”") { self.footer.contains(text) } }

  /// The number of the pane whose title stands out.
  var focus: String? {
    for row in 1..<rows {
      for title in ["1 Plugins", "2 Checks", "3 Input", "4 Result"] {
        guard let range = line(row).firstRange(of: title) else { continue }
        let column = line(row).distance(from: line(row).startIndex, to: range.lowerBound)
        if self[column, row].isBold { return title }
      }
    }
    return nil
  }

  func waitForFocus(_ title: String) throws { try wait("the focus on \(title)") { self.focus == title } }

  /// How many rows have which mark, by the header.
  private var tally: [Character: Int] {
    var tally: [Character: Int] = [:]
    for fact in header.components(separatedBy: "  ") {
      let fact = fact.filter { $0 != " " }
      if let mark = fact.first, "✓!✗·–".contains(mark), let count = Int(fact.dropFirst()) { tally[mark] = count }
    }
    return tally
  }

  /// The view of "run all" tells that all have ended.
  var isBatchDone: Bool {
    line(1).firstMatch(of: #/ (\d+)\/(\d+) /#).map { $0.1 == $0.2 } ?? false && text.contains("─ Finished ─")
  }

  /// How many rows have a verdict, if none has still to come.
  var verdicts: Int? { tally.keys.contains("·") ? nil : tally.values.reduce(0, +) }

  /// The number of the selected plugin's newest run among all of the session; 0 if it has none.
  var newestRun: Int {
    let title = (1..<rows).lazy.map(line).first { $0.contains("4 Result") } ?? ""
    return title.firstMatch(of: #/ run (\d+) /#).flatMap { Int($0.1) } ?? 0
  }

  /// Waits until the header counts so many marks, and none that is still to come.
  func waitForVerdicts(passed: Int = 0, look: Int = 0, failed: Int = 0) throws {
    let counts: [Character: Int] = ["✓": passed, "!": look, "✗": failed].filter { $0.value > 0 }
    try wait("\(counts)") { self.tally == counts }
  }

  /// Waits until the frames of the dashboard stand where they should, with no text that leaves its pane or touches the
  /// border on its right.
  func waitWhole() throws { try wait("whole frames") { self.firstBrokenLine == nil } }

  private var firstBrokenLine: Int? {
    guard columns >= 80, rows >= 20 else { return nil }
    let split = (1..<columns - 1).first { self[$0, 1].text == "┐" } ?? 0
    return (1..<rows - 1).first { row in
      let edges = [0, split, split + 1, columns - 1].map { self[$0, row].text }
      let isTopOrBottom = edges.contains { "┌┐└┘".contains($0) }
      let isFramed = edges.allSatisfy { isTopOrBottom ? "┌┐└┘│".contains($0) : $0 == "│" }
      return !isFramed || !" ─".contains(self[columns - 2, row].text)
    }
  }
}
