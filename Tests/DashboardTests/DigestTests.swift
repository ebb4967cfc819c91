import Display
import PluginModel
import Testing

@testable import Dashboard

/// The digest of a content is asked for where somebody looks at it, and nowhere else.
@Suite struct DigestTests {
  /// All are inspected and loaded; the first one's digest is on its way.
  private func many(_ count: Int) -> App {
    let app = App(80, 24, plugins: PluginList((0..<count).map { Plugin(path: PluginPath("p\($0).so")) }))
    for index in 0..<count {
      app.send(.plugin(.inspected(index, Samples.good())))
      app.send(.plugin(.loaded(index, Samples.loaded())))
    }
    return app
  }
  private func answer(_ app: App, _ index: Int) {
    app.send(.plugin(.digested(index, Samples.digested(Samples.good()))))
  }
  private func digests(_ app: App) -> [Int] {
    app.effects.compactMap { if case .digest(let index) = $0 { index } else { nil } }
  }

  @Test func ofTheSelectedRowOnceItIsLoaded() {
    let app = App(80, 24)
    app.forget()
    app.inspected("libWordCount")
    app.loaded("libWordCount")
    app.inspected("libHello")
    #expect(digests(app) == [])
    app.loaded("libHello")
    #expect(app.effects == [.load([1]), .load([0]), .digest(0)])
    app.forget()
    app.digested("libHello", Samples.digested(Samples.good()))
    #expect(app.effects == [])
    #expect(app.state.plugins[0].inspection?.digest == Samples.digest)
    #expect(app.state.plugins[0].load == Samples.loaded())
    #expect(app.state.roster.rows[0].mark == .passed)
  }

  @Test func isShown() {
    let app = many(3)
    answer(app, 0)
    app.resize(100, 30)
    #expect(app.text.contains("– provenance not signed · build ID 5841…75e6"))
    app.press("2", .enter)
    #expect(app.text.contains("sha256    " + Samples.digest))
  }

  @Test func theNewestSelectionWins() {
    let app = many(1000)
    #expect(digests(app) == [0])
    app.forget()
    for _ in 0..<999 { app.press("j") }
    #expect(app.effects == [])
    answer(app, 0)
    #expect(app.effects == [.digest(999)])
    app.forget()
    answer(app, 999)
    app.press("g", "G")
    #expect(app.effects == [])
  }

  @Test func oncePerStateOfTheFile() {
    let app = many(2)
    app.forget()
    // The inspector could not do it: the same file is not tried again.
    app.send(.plugin(.digested(0, Inspection(rejection: Rejection(.inspectionFailed, "the inspector was killed")))))
    app.press("j", "k")
    #expect(digests(app) == [1])
    #expect(app.state.plugins[0].rejection(Settings()) == nil)
    answer(app, 1)
    app.press("j", "k")
    #expect(digests(app) == [1])
    var changed = Samples.good()
    changed.file?.size += 1
    app.send(.plugin(.inspected(0, changed)))
    app.send(.plugin(.loaded(0, Samples.loaded())))
    #expect(digests(app) == [1, 0])
    // What is told of another state says nothing of this one.
    answer(app, 0)
    #expect(app.state.plugins[0].inspection?.digest == nil)
    #expect(app.state.plugins[0].inspection == changed)
  }

  @Test func aReloadOfTheSameFileKeepsIt() {
    let app = many(1)
    answer(app, 0)
    app.forget()
    app.press("R")
    app.send(.plugin(.inspected(0, Samples.good())))
    app.send(.plugin(.loaded(0, Samples.loaded())))
    #expect(app.state.plugins[0].inspection?.digest == Samples.digest)
    #expect(app.effects == [.inspect([0]), .load([0])])
  }

  @Test func aRunIsNotDisturbed() {
    let app = many(1)
    app.press(.enter)
    app.forget()
    answer(app, 0)
    #expect(app.effects == [])
    #expect(app.state.roster.running == [0])
    app.send(.plugin(.ran(0, Samples.returned(42), input: ForeignText("hello"))))
    #expect(app.text.contains("42, <nil>"))
    #expect(app.effects == [])
  }

  @Test func aRejectedPluginHasOneToo() {
    let app = App(80, 24)
    app.forget()
    app.inspected("libHello", Samples.wrongType)
    #expect(app.effects == [.digest(0)])
  }
}
