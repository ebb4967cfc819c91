import Display
import PluginModel
import Testing

@testable import Dashboard

/// Anybody at the keyboard, any worker, any terminal: nothing ends the dashboard, every screen fits.
@Suite struct RandomTests {
  /// xorshift64: the same numbers on every machine.
  struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return state
    }
  }

  @Test(arguments: 1...6) func anything(seed: Int) {
    var generator = Generator(state: UInt64(seed) &* 0x9E37_79B9_7F4A_7C15)
    let app = App.busy(80, 24)
    let keys = Array(Set(Binding.all.flatMap(\.keys))).sorted { "\($0)" < "\($1)" }
    for _ in 0..<600 {
      let index = Int.random(in: 0..<14, using: &generator)
      switch Int.random(in: 0..<12, using: &generator) {
      case 0: app.resize(.random(in: 0...130, using: &generator), .random(in: 0...40, using: &generator))
      case 1: app.send(.plugin(.inspected(index, inspection(&generator))))
      case 2: app.send(.plugin(.loaded(index, report(&generator))))
      case 3: app.send(.plugin(.ran(index, report(&generator), input: ForeignText("数\u{1B}\n"))))
      case 4 where index > 10: app.send(.plugin(.crashed(index, Crash(signal: 11))))
      case 4: app.send(.plugin(.reached(index, Phase.allCases.randomElement(using: &generator)!)))
      case 5: app.wait(milliseconds: .random(in: -5000...5000, using: &generator))
      case 6: app.press(.paste("wide 数え上げ\u{202E}\n👨‍👩‍👧\t"))
      case 7 where index == 0:
        let count = Int.random(in: 0...14, using: &generator)
        app.send(.listed(PluginList((0..<count).map { Plugin(path: PluginPath("p\($0)")) }), notes: ["a", "b"]))
      default: app.press(keys.randomElement(using: &generator)!)
      }
      app.theme = Theme(unicode: .random(using: &generator), colour: .random(using: &generator))
      let screen = app.screen
      #expect(screen.size == app.state.size)
      if let cursor = screen.cursor {
        #expect((0..<screen.size.columns).contains(cursor.column) && (0..<screen.size.rows).contains(cursor.row))
      }
      #expect(app.theme.unicode || screen.cells.allSatisfy(\.character.isASCII))
      #expect(app.state.roster.tally.values.reduce(0, +) == app.state.plugins.count)
    }
  }

  @Test func everySize() {
    let app = App.busy(80, 24)
    for columns in [0, 1, 2, 3, 10, 19, 20, 21, 30, 39, 40, 41, 59, 60, 79, 80, 81, 99, 100, 101, 200, 500] {
      for rows in [0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 14, 15, 19, 20, 21, 24, 30, 60, 200] {
        app.resize(columns, rows)
        for key: Input in ["1", "2", "3", "4", .enter, .escape, "?", .escape, "1"] {
          app.press(key)
          #expect(app.screen.size == Size(columns: columns, rows: rows))
        }
      }
    }
  }

  private func inspection(_ generator: inout Generator) -> Inspection {
    [Samples.good(), Samples.unverified, Samples.wrongType, Inspection()].randomElement(using: &generator)!
  }
  private func report(_ generator: inout Generator) -> RunReport {
    [
      Samples.loaded(), Samples.returned(.min, stdout: "\n\n\u{7}\r\nlong " + String(repeating: "数", count: 300)),
      Samples.trapped, Samples.nullRead, Samples.told, Samples.recursion, Samples.hang, Samples.hostile,
      RunReport(ending: .notLoaded(ForeignText("no\nno"))),
      RunReport(ending: .returnedError(ForeignText(""), value: -1)), RunReport(phase: .close, ending: .timedOut),
      RunReport(phase: .call, ending: .lost("")), RunReport(phase: .open, ending: .exited(3)),
    ].randomElement(using: &generator)!
  }
}
