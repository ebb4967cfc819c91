import Glibc
import HostileCorpus
import ScreenHarness
import TestSupport
import Testing

/// The hostile corpus with the screen up: each row is right, and the terminal is as it was.
@Suite(
  .serialized, .enabled(if: Seal.isPermitted, "unshare gives no namespaces here"),
  .enabled(if: AttackLibraries.canBeBuilt, "cc is not there: install gcc"))
struct HostilePluginTests {
  /// In seconds, for some hundred runs.
  private static let patience = 120

  /// Shows plugins on a screen that has room for them all.
  private func show(
    _ plugins: [HostilePlugin], timeout: String, _ body: (App) throws -> Void
  ) throws {
    let folder = try HostileFolder(plugins)
    let words = Seal.words(
      for: [Executables.path("airlock"), "--jobs", "4", "--timeout", timeout, folder.path])
    let app = try App(
      words[0], arguments: Array(words.dropFirst()), columns: 160, rows: max(30, 2 * plugins.count + 5))
    try app.wait("all verdicts", patience: Self.patience) { app.verdicts == 2 * plugins.count }
    try body(app)
    #expect(app.isOnAlternateScreen && !app.isCooked)
    try app.waitWhole()
    try app.end(with: .exited(0)) { app.press("q") }
    // Nothing but what was there before; the shell that watches would name any process that is left.
    #expect(app.isCooked && !app.isOnAlternateScreen && app.isCursorVisible && app.isBlank, "\(app.text)")
    #expect(app.title?.contains("owned") != true)
    #expect(folder.evidence == [])
  }

  /// As many plugins as a screen of bearable size has room for.
  private static let shares = HostileGroup.all.flatMap { $0.shares(of: 40) }

  @Test(arguments: shares)
  func `Every row is right, twice`(share: HostileGroup) throws {
    let plugins = share.plugins
    try show(plugins, timeout: share.seconds) { app in
      for round in 1...2 {
        app.press("a")
        try app.wait("the end of all runs", patience: Self.patience) { app.isBatchDone }
        app.press(.escape)
        try app.wait(for: "1 Plugins")
        // The footer is drawn last.
        try app.wait("the last of the picture") {
          app.footer.hasSuffix("q quit") && app.lastRuns.count == 2 * plugins.count
            && app.lastRuns.values.allSatisfy { !$0.last.hasPrefix("…") }
        }
        let rows = app.lastRuns
        let mistakes = plugins.flatMap { plugin in
          let row = rows[plugin.name]
          let good = rows[HostileFolder.goodName(after: plugin)]
          return (plugin.isShown(by: row) ? [] : ["\(plugin): \(row as Any)"])
            + (good?.last == "42" ? [] : ["after \(plugin) a good plugin: \(good as Any)"])
        }
        if !mistakes.isEmpty { Issue.record("round \(round):\n\(mistakes.joined(separator: "\n"))") }
      }
    }
  }

  @Test func `Killed, it leaves nothing of them`() throws {
    let plugins = HostilePlugin.lasting
    let folder = try HostileFolder(plugins)
    let app = try App(
      "airlock", "--jobs", "\(plugins.count)", "--timeout", "300", folder.path, columns: 160)
    try app.wait("all verdicts", patience: Self.patience) { app.verdicts == 2 * plugins.count }
    app.press("a")
    var family: [LiveProcess] = []
    try app.waitOutside("a process in each plugin") {
      family = LiveProcess(app.process)?.descendants ?? []
      return plugins.allSatisfy { plugin in family.contains { $0.runsCode(of: "\(plugin).so") } }
    }
    let killed = ContinuousClock.now
    app.signal(SIGKILL)
    #expect(try app.waitForExit() == .signaled(SIGKILL))
    try app.waitOutside("the end of \(family.count) processes") { !family.contains(where: \.isAlive) }
    #expect(ContinuousClock.now - killed < .seconds(1))
  }

  @Test func `What they say stays in its pane`() throws {
    let plugins = HostilePlugin.evil
    try show(plugins, timeout: "60") { app in
      app.press("a")
      try app.wait(for: "─ Finished ─")
      app.press(.escape)
      try app.wait(for: "1 Plugins")
      for plugin in plugins {
        try app.select(plugin.name)
        try app.wait("the end of \(plugin)") {
          plugin.isShown(by: app.row(plugin.name).map { ($0[0], $0[5]) })
        }
        try app.waitWhole()
        app.press("4", .enter)
        func isOpen() -> Bool { app.text.contains("Esc close") || app.text.contains("─ Reproduce ─") }
        try app.wait("its full text, or its report", until: isOpen)
        app.press(.escape)
        try app.wait("the dashboard") { !isOpen() }
        try app.waitWhole()
      }
    }
  }
}

extension HostilePlugin {
  /// Whether a row shows what is expected: how the run ended, and with a `!` whether it was denied something.
  fileprivate func isShown(by row: (mark: String, last: String)?) -> Bool {
    guard let row else { return false }
    let denied = " !"
    let wasDenied = row.last.hasSuffix(denied)
    guard attempts.map({ $0.isEmpty != wasDenied }) ?? true else { return false }
    let last = wasDenied ? String(row.last.dropLast(denied.count)) : row.last
    return outcomes.contains { $0.isShown(by: (row.mark, last)) }
  }
}

extension HostilePlugin.Outcome {
  /// Whether this is what a row shows: no plugin that went wrong has the mark of one that passed.
  fileprivate func isShown(by row: (mark: String, last: String)) -> Bool {
    switch self {
    case .returns(let value):
      "✓!".contains(row.mark)
        && (row.last == "\(value)" || row.last.last == "…" && "\(value)".hasPrefix(row.last.dropLast()))
    case .returnsError: row == ("!", "error")
    case .givesNoResult: row == ("!", "no value")
    case .crashes(let signal): row == ("✗", signal)
    case .hangs: row == ("✗", "timeout")
    case .exits(let status): row == ("✗", "exit \(status)")
    case .runsOutOfMemory: row == ("✗", "memory")
    case .floods: row == ("✗", "output")
    }
  }
}
