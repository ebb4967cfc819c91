import Display
import PluginModel
import Testing

@testable import Dashboard

/// The palette: every action by its words, why it is off, and its key.
@Suite struct PaletteTests {
  private static let ways: [(Context, [Input])] = [
    (.plugins, ["1"]), (.checks, ["2"]), (.input, ["3"]), (.result, ["4"]), (.sandbox, ["b"]), (.page, ["4", .enter]),
    (.batch, ["A"]), (.crash, ["c"]),
  ]

  @Test func everyActionOfEachPlace() {
    for (context, keys) in Self.ways {
      let app = App.busy(100, 30)
      if context == .crash { app.select("nullread") }
      for key in keys { app.press(key) }
      #expect(app.state.context == context)
      app.press(":")
      let told = Palette(app.state, app.state.prompt!).entries.map(\.binding.command)
      #expect(Set(told).count == told.count, "each once")
      for binding in Binding.all where binding.contexts.contains(context) {
        switch binding.command {
        case .move, .palette: #expect(!told.contains(binding.command))
        default: #expect(told.contains(binding.command), "\(binding.command) in \(context)")
        }
      }
    }
  }

  @Test func itIsNarrowedAndPerforms() {
    let app = App.busy(100, 30)
    app.press(":")
    #expect(app.text.contains("─ Actions ─"))
    app.type("revers")
    #expect(app.text.contains(" S         reverse the order"))
    #expect(app.state.listing.order.isReversed == false)
    app.press(.enter)
    #expect(app.state.prompt == nil)
    #expect(app.state.listing.order.isReversed)
  }

  @Test func whatHasNoKeyIsThereToo() {
    let app = App.busy(100, 30)
    app.choose("sort by size")
    #expect(app.state.listing.order.key == .size)
    app.choose("theme: light")
    #expect(app.state.look == .light)
    app.choose("result: history")
    #expect(app.state.resultTab == .history)
  }

  @Test func byTheNameThatTheConfigurationHas() {
    let app = App.busy(100, 30)
    app.choose("sort-by-last-run")
    #expect(app.state.listing.order.key == .lastRun)
  }

  @Test func whatIsOffSaysWhyAndDoesNothing() {
    let app = App.busy(100, 30)
    app.press(":")
    app.type("stop the run")
    #expect(app.text.contains("stop the run  this plugin does not run; X stops all"))
    #expect(app.asked(by: .enter) == [])
    #expect(app.footer == " ! this plugin does not run; X stops all")
    #expect(app.state.prompt != nil, "it stays open for another choice")
  }

  @Test func arrowsChoose() {
    let app = App.busy(100, 30)
    app.press(":")
    app.type("sort by")
    let count = Palette(app.state, app.state.prompt!).entries.count
    #expect(count == SortKey.allCases.count + 1)
    app.press(.key(.up))
    #expect(app.state.prompt?.cursor == 0)
    app.press(.key(.down), .control("n"), .control("p"), .key(.down))
    #expect(app.state.prompt?.cursor == 2)
    for _ in 0..<20 { app.press(.key(.down)) }
    #expect(app.state.prompt?.cursor == count - 1)
    app.press(.enter)
    #expect(app.state.listing.order.key == .size)
  }

  @Test func nothingIsCalledSo() {
    let app = App.busy(100, 30)
    app.press(":")
    app.type("zzzz")
    #expect(app.text.contains("no action is called so"))
    #expect(app.asked(by: .enter) == [])
    #expect(app.footer == " ! no action is called so")
    app.press(.escape)
    #expect(app.state.prompt == nil)
    #expect(app.footer.contains("Enter run"))
  }

  @Test func quitFromThePalette() {
    let app = App.busy(80, 24)
    app.press(":")
    app.type("quit")
    #expect(app.asked(by: .enter) == [.quit])
  }

  @Test func anActionOfTheReportIsDoneThere() {
    let app = App.busy(100, 30)
    app.select("nullread")
    app.press("c", ":")
    app.type("export json")
    app.forget()
    app.press(.enter)
    guard case .exportReport(_, .json)? = app.effects.first else {
      Issue.record("\(app.effects)")
      return
    }
  }

  @Test(arguments: [[40, 10], [60, 15], [80, 24], [100, 30]]) func palette(_ size: [Int]) {
    let app = App.busy(size[0], size[1])
    app.press(":")
    app.type("run")
    app.press(.key(.down))
    app.expect(screen: "palette-\(size[0])x\(size[1])")
  }
}
