import Display
import Foundation
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

  /// All steps of all seeds together; `AIRLOCK_MONKEY=100000 swift test` takes that many.
  private static let steps = ProcessInfo.processInfo.environment["AIRLOCK_MONKEY"].flatMap { Int($0) } ?? 4000
  private static let seeds = 1...8
  /// Drawing costs most: each so manyth state is drawn.
  private static let drawnEach = 5

  @Test(arguments: seeds) func anything(seed: Int) {
    var monkey = Monkey(Generator(state: UInt64(seed) &* 0x9E37_79B9_7F4A_7C15))
    for step in 0..<(Self.steps / Self.seeds.count) {
      let last = monkey.act()
      var problems = monkey.app.contradictions
      if step % Self.drawnEach == 0 { problems += monkey.problemsOnScreen() }
      guard problems.isEmpty else {
        Issue.record("seed \(seed), step \(step), after \(last): \(problems.joined(separator: "; "))")
        return
      }
    }
  }

  @Test func everySize() {
    let app = App.busy(80, 24)
    for columns in [0, 1, 2, 3, 10, 19, 20, 21, 30, 39, 40, 41, 59, 60, 79, 80, 81, 100, 101, 200, 400, 500] {
      for rows in [0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 14, 15, 19, 20, 21, 30, 60, 120, 200] {
        app.resize(columns, rows)
        for key: Input in ["1", "2", "3", "4", .enter, .escape, "?", .escape, "1"] {
          app.press(key)
          guard columns * rows < 20_000 || key == "?" else { continue }  // to draw a large one takes long
          #expect(app.screen.size == Size(columns: columns, rows: rows))
        }
      }
    }
  }
}

/// Presses keys, turns the wheel, resizes the window, pastes, rebuilds plugins; and the worker answers now and then.
private struct Monkey {
  let app = App.busy(80, 24)
  private var generator: RandomTests.Generator
  private let keys = Array(Set(Binding.all.flatMap(\.keys))).sorted { "\($0)" < "\($1)" }
  private var asked: [Effect] = []
  private var added = 0

  private static let longestInput = 3000
  private static let mostPlugins = 40

  init(_ generator: RandomTests.Generator) { self.generator = generator }

  private mutating func number(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &generator) }
  private mutating func one<T>(of choices: [T]) -> T { choices.randomElement(using: &generator)! }

  /// Does one thing and says what.
  mutating func act() -> String {
    let action = next()
    app.forget()
    app.send(action)
    asked = (asked + app.effects).suffix(50)
    if app.state.field.byteCount > Self.longestInput { app.send(.inputRead(ForeignText("short"), from: "a file")) }
    return String("\(action)".prefix(200))
  }

  private mutating func next() -> Action {
    let index = number(0...(app.state.roster.count + 1))
    switch number(0...29) {
    case 0: return .resized(Size(columns: number(0...130), rows: number(0...40)))
    case 1: return .plugin(.inspected(index, inspection()))
    case 2: return .plugin(.loaded(index, report()))
    case 3: return .plugin(.ran(index, report(), input: ForeignText("数\u{1B}\n")))
    case 4: return .plugin(.crashed(index, Crash(signal: 11)))
    case 5: return .plugin(.reached(index, one(of: Phase.allCases)))
    case 6, 7: return .clock(Moment(nanoseconds: app.state.now.nanoseconds + Int64(number(-2000...5000)) * 1_000_000))
    case 8: return .input(.paste("wide 数え上げ\u{202E}\n👨‍👩‍👧\t"))
    case 9:
      let position = Position(column: number(-1...131), row: number(-1...41))
      return .input(.mouse(Mouse(one(of: [.press, .wheelUp, .wheelDown]), at: position)))
    case 10: return .input(.text(one(of: Array("abc lib数é\u{7}"))))
    case 11: return .changed(changes(), notes: number(0...3) == 0 ? ["something is to be said"] : [])
    case 12: return .remembered(remembrances())
    case 13: return .inputRead(ForeignText([0x61, 0xFF, 0x0A]), from: "a file")
    case 14...18: return answer() ?? .input(one(of: keys))
    default: return .input(one(of: keys))
    }
  }

  /// What the worker, or a file, answers to something that was asked for.
  private mutating func answer() -> Action? {
    guard !asked.isEmpty else { return nil }
    switch asked.remove(at: number(0...(asked.count - 1))) {
    case .inspect(let indices): return .plugin(.inspected(one(of: indices), inspection()))
    case .load(let indices): return .plugin(.loaded(one(of: indices), report()))
    case .digest(let index): return .plugin(.digested(index, Samples.digested(Samples.good())))
    case .run(let index, let input): return .plugin(.ran(index, report(), input: input))
    case .stop(let indices):
      return .plugin(.ran(one(of: indices), RunReport(phase: .call, ending: .stopped), input: ForeignText("")))
    case .saveReport(let index, let occurrence):
      return .reportNotSaved(index, occurrence.ended, reason: "no room", isNews: true)
    case .editText, .readInput: return .inputRead(ForeignText("one\ntwo"), from: "a file")
    default: return .effectDone("done")
    }
  }

  /// Of plugins that are there, and of those that are not.
  private mutating func changes() -> PluginChanges {
    let rows = app.state.roster.rows
    var changes = PluginChanges()
    for index in rows.indices {
      switch number(0...9) {
      case 0 where rows[index].isGone, 1 where rows[index].isGone, 2 where rows[index].isGone:
        changes.returned.append(index)
      case 0 where !rows[index].isGone: changes.removed.append(index)
      case 1 where !rows[index].isGone: changes.changed.append(index)
      default: break
      }
    }
    if rows.count < Self.mostPlugins, number(0...3) == 0 {
      added += 1
      changes.added = [Plugin(path: PluginPath("./new\(added).so"))]
    }
    return changes
  }

  private mutating func remembrances() -> [Remembrance] {
    let path = app.state.plugins.plugins.randomElement(using: &generator)?.path ?? PluginPath("./new7.so")
    return [
      .input(ForeignText("earlier \(number(0...9))")),
      .sort(one(of: SortKey.allCases).rawValue, reversed: number(0...1) == 0),
      .marked(path.absolute(in: app.state.folder), number(0...1) == 0),
      .run(
        RememberedRun(
          path: path.absolute(in: app.state.folder), input: ForeignText("x\ny"), mark: "failed", word: "SIGSEGV",
          ended: app.state.now, file: nil, total: 7)),
    ]
  }

  private mutating func inspection() -> Inspection {
    one(of: [Samples.good(), Samples.good(.c), Samples.unverified, Samples.wrongType, Samples.gone, Inspection()])
  }
  private mutating func report() -> RunReport {
    one(of: [
      Samples.loaded(), Samples.returned(.min, stdout: "\n\n\u{7}\r\nlong " + String(repeating: "数", count: 300)),
      Samples.trapped, Samples.nullRead, Samples.told, Samples.recursion, Samples.hang, Samples.hostile,
      Samples.curious(),
      RunReport(ending: .notLoaded(ForeignText("no\nno"))),
      RunReport(ending: .returnedError(ForeignText(""), value: -1)), RunReport(phase: .close, ending: .timedOut),
      RunReport(phase: .call, ending: .lost("")), RunReport(phase: .open, ending: .exited(3)),
    ])
  }

  mutating func problemsOnScreen() -> [String] {
    app.theme = Theme(unicode: number(0...1) == 0, colour: number(0...1) == 0)
    let screen = app.screen
    var problems: [String] = []
    if screen.size != app.state.size { problems.append("the screen is \(screen.size)") }
    if let cursor = screen.cursor,
      !(0..<screen.size.columns).contains(cursor.column) || !(0..<screen.size.rows).contains(cursor.row)
    {
      problems.append("the cursor is at \(cursor)")
    }
    let isStray = screen.cells.contains { cell in
      !app.theme.unicode && !cell.character.isASCII
        || cell.character.unicodeScalars.contains(where: ForeignText.isHarmful)
    }
    if isStray { problems.append("a cell holds what it must not") }
    return problems
  }
}

extension App {
  /// What of the state does not agree with the rest of it.
  fileprivate var contradictions: [String] {
    let (roster, listing) = (state.roster, state.listing)
    let indices = roster.rows.indices
    var problems: [String] = []
    func check(_ holds: Bool, _ problem: @autoclosure () -> String) { if !holds { problems.append(problem()) } }
    check(roster.presentCount == roster.rows.count { !$0.isGone }, "the number of plugins is \(roster.presentCount)")
    var tally: [Mark: Int] = [:]
    for row in roster.rows where !row.isGone { tally[row.mark, default: 0] += 1 }
    check(roster.tally.filter { $0.value != 0 } == tally, "the tally is \(roster.tally), the rows are \(tally)")
    check(Set(listing.shown).count == listing.count, "the list shows a plugin twice: \(listing.shown)")
    check(
      listing.showsGone || listing.shown.allSatisfy { !roster.rows[$0].isGone }, "the list shows a plugin that is gone")
    check(listing.shown.enumerated().allSatisfy { listing.place(of: $1) == $0 }, "places are wrong")
    check(
      state.isReading || listing.count == 0 || listing.place(of: state.selection) != nil,
      "what is selected is not shown")
    if let place = listing.place(of: state.selection), state.layout.form != .tooSmall {
      let rows = max(1, state.layout.listRows)
      check(
        (state.listTop..<(state.listTop + rows)).contains(place), "row \(place) is not seen from \(state.listTop) on")
    }
    check(roster.marked == Set(indices.filter { roster.rows[$0].isMarked }), "the marks are \(roster.marked)")
    var (running, waiting): (Set<Int>, Set<Int>) = ([], [])
    for index in indices {
      switch roster.rows[index].activity {
      case .running: running.insert(index)
      case .waiting: waiting.insert(index)
      case .idle, .loading: break
      }
    }
    check(running == roster.running && waiting == roster.waiting, "what runs is \(roster.running), \(roster.waiting)")
    check(waiting.allSatisfy { !roster.rows[$0].isGone }, "a plugin that is gone waits to run")
    if let batch = state.batch {
      check(batch.open.isSubset(of: batch.members), "the batch waits for what is not in it")
      check(batch.open.isSubset(of: running.union(waiting)), "the batch waits for what does not run: \(batch.open)")
    }
    check(!state.isBatchShown || state.batch != nil, "a view of no batch is open")
    check(
      state.prompt == nil || state.context == .prompt || state.context == .palette || state.helpTop != nil,
      "a prompt is lost")
    return problems
  }
}
