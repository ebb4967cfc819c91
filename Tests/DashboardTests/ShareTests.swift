import Display
import PluginModel
import Testing

@testable import Dashboard

/// What is handed to somebody else: copied, exported, drawn.
@Suite struct ShareTests {
  @Test func theResultAndTheCommandAreCopiedAsTheyWereMade() {
    let app = App.busy(80, 24)
    guard case .copyResult(let plugin, let settings)? = app.asked(by: "y").first else {
      Issue.record("nothing was copied")
      return
    }
    #expect(plugin.run?.ending == .returned(42) && settings.input == ForeignText("hello"))
    // A plugin that is called once more may do what is let in now; its result tells what it was made with.
    app.press("b", "n", .escape)
    guard case .copyCommand(_, let made)? = app.asked(by: "Y").first else {
      Issue.record("nothing was copied")
      return
    }
    #expect(!made.sandbox.allows(.network))
  }

  @Test func withoutAResultThereIsNothingToCopy() {
    let app = App(80, 24)
    #expect(app.asked(by: "y") == [])
    #expect(app.footer == " ! no result yet")
    guard case .copyCommand? = app.asked(by: "Y").first else {
      Issue.record("the command is there from the start")
      return
    }
  }

  @Test func allAreExported() {
    let app = App.busy(80, 24)
    #expect(app.asked(by: "o") == [.exportList(.json)])
    #expect(app.asked(by: "O") == [.exportList(.junit)])
    app.send(.effectDone("saved airlock-20261122-144853.json"))
    #expect(app.footer == " saved airlock-20261122-144853.json")
  }

  @Test func whatIsGoneIsNotExported() {
    let app = App.busy(80, 24)
    app.send(.changed(PluginChanges(removed: [Samples.index("libCrash")]), notes: []))
    #expect(app.state.present.count == 11)
    #expect(!app.state.present.plugins.contains { $0.path.shortName.cells == "libCrash" })
  }
}
