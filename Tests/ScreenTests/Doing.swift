import ScreenHarness
import Testing

/// What somebody does at the dashboard.
extension App {
  /// Goes down the list to a plugin.
  func select(_ name: String) throws {
    press("1", "g")
    try wait("the first row") { self.footer.contains("Enter run") && self.place?.hasPrefix("1/") ?? false }
    while selected != name {
      guard let old = place else { break }
      press("j")
      try wait("the row after \(old)") { self.place != old }
    }
  }

  /// "7/16": which of the plugins is selected.
  var place: String? {
    for row in (1..<rows).reversed() {
      let word = line(row).split(whereSeparator: { " ─│┘-|+".contains($0) }).first { word in
        let numbers = word.split(separator: "/", omittingEmptySubsequences: false)
        return numbers.count == 2 && numbers.allSatisfy { Int($0) != nil }
      }
      if let word { return String(word) }
    }
    return nil
  }

  /// Selects a plugin, runs it, and waits for the text that tells what came of it.
  func run(_ name: String, _ text: String) throws {
    try select(name)
    press(.enter)
    try wait(for: text)
  }

  /// All that it has started.
  var family: [RunningProcess] { RunningProcess.descendants(of: process) }
  var worker: RunningProcess? { family.first { $0.name == "airlock-worker" } }

  func waitForEnd(of family: [RunningProcess]) throws {
    try waitOutside("the end of \(family.map(\.name))") { !family.contains(where: \.isAlive) }
  }

  /// Ends it in some way, and waits until nothing is left of it.
  func end(
    with expected: ScreenHarness.ExitStatus, sourceLocation: SourceLocation = #_sourceLocation, _ how: () -> Void
  ) throws {
    let family = self.family
    how()
    let status = try waitForExit()
    #expect(status == expected, sourceLocation: sourceLocation)
    try waitForEnd(of: family)
  }
}
