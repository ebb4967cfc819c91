import Display
import PluginModel
import Testing

@testable import Dashboard

/// Text from outside on its way to the screen, each way: no cell holds what a terminal would obey, no line leaves its place.
@Suite struct HostileTests {
  static let texts: [[UInt8]] = [
    Array("\u{1B}]52;c;aGk=\u{7}".utf8), Array("\u{1B}[2J\u{1B}[?1049l\u{1B}c".utf8), [0x9B, 0x33, 0x31, 0x6D],
    Array("\u{9B}31m\u{9D}0;owned\u{9C}".utf8), [0x7F, 0x00, 0x08, 0x0D, 0x0A, 0x09, 0x41],
    Array("\u{202E}gpj.exe\u{2066}\u{200F}\u{61C}\u{2028}\u{2029}".utf8), [0xFF, 0xC0, 0x8A, 0xE2, 0x82],
    Array("first\nsecond\r\n\nthird".utf8), [UInt8](repeating: 0x1B, count: 600),
    Array(String(repeating: "数\u{301}\u{301}👩‍👩‍👧", count: 60).utf8), (0...255).map { UInt8($0) },
  ]

  /// All that a plugin, its file and whoever started Airlock can choose is this text.
  private func app(_ bytes: [UInt8], _ size: Size) -> App {
    let text = String(decoding: bytes, as: UTF8.self)
    let foreign = ForeignText(bytes)
    var settings = Settings()
    settings.input = foreign
    settings.sandbox.readable = [PluginPath(bytes), PluginPath(bytes + [0x61])]
    settings.sandbox.writable = [PluginPath(bytes)]
    settings.sandbox.variables = [.init(name: foreign, value: foreign)]
    var plugin = Plugin(path: PluginPath(bytes))
    plugin.alsoGivenAs = [PluginPath(bytes)]
    plugin.identicalTo = PluginPath(bytes)
    let app = App(
      size.columns, size.rows, plugins: PluginList([plugin]), settings: settings, place: foreign.cells, notes: [text])
    app.send(.layers(Samples.layers))
    var inspection = Samples.good()
    inspection.nature = text
    inspection.buildID = text
    inspection.checks = Check.ID.allCases.map { Check($0, .warn, text, hint: text, details: [text, "  " + text]) }
    inspection.signature = Signature(expected: text, found: text, evidence: .mangledName)
    app.send(.plugin(.inspected(0, inspection)))
    app.press(.enter)
    app.send(
      .plugin(
        .ran(
          0,
          RunReport(
            phase: .call, ending: .returnedError(foreign, value: 0), total: 1,
            stdout: Samples.output(bytes), stderr: Samples.output(bytes),
            attempts: Attempts([
              Attempt(.write, foreign, in: .call, count: .max), Attempt(.connect, foreign, in: .open),
              Attempt(.exec, ForeignText(bytes + bytes), in: .close),
            ])), input: foreign)))
    return app
  }

  private static let ways: [[Input]] = [
    [], ["2"], [.enter], ["G"], [.escape, "4"], ["G"], [.enter], ["G"], [.escape, "3"], ["i"], [.escape], ["b"],
    ["j", "j"], ["r"], ["w"], ["e"], ["?"], [.escape, .escape], ["1", "?"], [.escape],
  ]

  @Test(arguments: texts.indices) func everywhere(index: Int) {
    for size in [Size(columns: 100, rows: 30), Size(columns: 60, rows: 15), Size(columns: 20, rows: 5)] {
      let app = app(Self.texts[index], size)
      for keys in Self.ways {
        for key in keys { app.press(key) }
        expectHarmless(app)
      }
      app.send(.workerRestarted(String(decoding: Self.texts[index], as: UTF8.self)))
      expectHarmless(app)
      app.send(.effectDone(String(decoding: Self.texts[index], as: UTF8.self)))
      expectHarmless(app)
    }
  }

  /// The same on a picture, which a browser reads.
  @Test(arguments: texts.indices) func inThePicture(index: Int) {
    let app = app(Self.texts[index], Size(columns: 80, rows: 24))
    app.press("b")
    let svg = app.screen.svg(title: "airlock")
    #expect(svg.unicodeScalars.allSatisfy { $0 == "\n" || !ForeignText.isHarmful($0) })
  }

  /// Endings that quote what came from outside, and a rejection.
  @Test(arguments: texts.indices) func endings(index: Int) {
    let text = String(decoding: Self.texts[index], as: UTF8.self)
    let endings: [Ending] = [
      .notLoaded(ForeignText(Self.texts[index])), .refused(text), .lost(text),
      .returnedError(ForeignText(Self.texts[index]), value: 1),
    ]
    for ending in endings {
      let app = App(80, 24, plugins: PluginList([Plugin(path: PluginPath("p.so"))]))
      app.send(.plugin(.inspected(0, Samples.good())))
      app.send(.plugin(.loaded(0, RunReport(ending: ending))))
      expectHarmless(app)
      app.press("4", .enter)
      expectHarmless(app)
    }
    let app = App(80, 24, plugins: PluginList([Plugin(path: PluginPath("p.so"))]))
    app.send(.plugin(.inspected(0, Inspection(rejection: Rejection(.malformed, text, hint: text)))))
    expectHarmless(app)
  }

  private func expectHarmless(_ app: App, sourceLocation: SourceLocation = #_sourceLocation) {
    let harmful = app.screen.cells.first { $0.character.unicodeScalars.contains(where: ForeignText.isHarmful) }
    #expect(harmful == nil, sourceLocation: sourceLocation)
    // The frame of what lies on top stands.
    guard app.screen.size.columns >= 80, app.state.page != nil || app.state.sandboxRow != nil else { return }
    let lines = app.text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst().dropLast()
    #expect(lines.allSatisfy { $0.last.map("│┐┘".contains) ?? false }, sourceLocation: sourceLocation)
  }
}
