import Display
import PluginModel
import Testing

@testable import Dashboard

/// Whole screens at the sizes that people have.
@Suite struct ScreenTests {
  static let sizes = [[60, 15], [80, 24], [100, 30]]

  @Test(arguments: sizes) func listWithAllStates(_ size: [Int]) {
    App.busy(size[0], size[1]).expect(screen: "list-\(size[0])x\(size[1])")
  }

  @Test(arguments: sizes) func crash(_ size: [Int]) {
    let app = App.busy(size[0], size[1])
    app.select("nullread")
    if size[0] < 80 { app.press("4") }
    app.expect(screen: "crash-\(size[0])x\(size[1])")
  }

  @Test(arguments: sizes) func running(_ size: [Int]) {
    let app = App.busy(size[0], size[1])
    app.select("libSlow")
    app.expect(screen: "running-\(size[0])x\(size[1])")
  }

  @Test(arguments: sizes) func rejected(_ size: [Int]) {
    let app = App.busy(size[0], size[1])
    app.select("wrongtype")
    app.press(.enter)
    app.inspectedAgain("wrongtype")
    app.expect(screen: "rejected-\(size[0])x\(size[1])")
  }

  @Test(arguments: sizes) func unverified(_ size: [Int]) {
    let app = App.busy(size[0], size[1])
    app.select("legacy_eq")
    app.press("2")
    app.expect(screen: "unverified-\(size[0])x\(size[1])")
  }

  @Test(arguments: sizes) func help(_ size: [Int]) {
    let app = App.busy(size[0], size[1])
    app.press("?")
    app.expect(screen: "help-\(size[0])x\(size[1])")
  }

  @Test(arguments: sizes) func editing(_ size: [Int]) {
    let app = App.busy(size[0], size[1])
    app.press("i")
    app.type(", 数え上げ wörld 👋")
    app.press(.paste("\nsecond line\twith a tab, and on and on until it is longer than the pane, every word of it"))
    app.expect(screen: "editing-\(size[0])x\(size[1])")
  }

  @Test(arguments: sizes) func noPlugins(_ size: [Int]) {
    App(size[0], size[1], plugins: PluginList(), place: "./empty").expect(screen: "empty-\(size[0])x\(size[1])")
  }

  @Test(arguments: sizes) func fullText(_ size: [Int]) {
    let app = App.busy(size[0], size[1])
    var report = Samples.nullRead
    report.ending = .exited(3)
    app.select("nullread")
    app.press("r")
    app.ran("nullread", report)
    app.press("4", .enter)
    app.expect(screen: "full-text-\(size[0])x\(size[1])")
  }

  @Test(arguments: sizes) func checksInFull(_ size: [Int]) {
    let app = App.busy(size[0], size[1])
    app.press("2", .enter)
    app.expect(screen: "full-checks-\(size[0])x\(size[1])")
  }

  @Test(arguments: sizes) func missingDependency(_ size: [Int]) {
    let app = App.busy(size[0], size[1])
    app.select("libVocoder")
    app.inspected("libVocoder", Samples.missingDependency)
    app.press("2")
    app.expect(screen: "dependency-\(size[0])x\(size[1])")
    app.press(.enter)
    app.expect(screen: "full-dependency-\(size[0])x\(size[1])")
    app.press("G")
    app.expect(screen: "full-dependency-end-\(size[0])x\(size[1])")
  }

  @Test(arguments: sizes) func nothingThere(_ size: [Int]) {
    let app = App.busy(size[0], size[1])
    app.select("libVocoder")
    app.inspected("libVocoder", Samples.gone)
    app.press("2")
    app.expect(screen: "gone-\(size[0])x\(size[1])")
    app.press(.enter)
    app.expect(screen: "full-gone-\(size[0])x\(size[1])")
  }

  @Test(arguments: sizes) func wrongSignature(_ size: [Int]) {
    let app = App.busy(size[0], size[1])
    app.select("wrongtype")
    app.press("2")
    app.expect(screen: "signature-\(size[0])x\(size[1])")
  }

  @Test(arguments: sizes) func digest(_ size: [Int]) {
    let app = App.busy(size[0], size[1])
    app.digested("libHello", Samples.digested(Samples.good()))
    app.press("2", .enter)
    app.expect(screen: "digest-\(size[0])x\(size[1])")
  }

  @Test(arguments: sizes) func start(_ size: [Int]) {
    App(size[0], size[1], notes: ["plugin ./link.so is already loaded as ./plugins/libHello.so"])
      .expect(screen: "start-\(size[0])x\(size[1])")
  }

  @Test func coloursOfTheList() { App.busy(80, 24).expect(styledScreen: "colours-80x24") }

  @Test func monochrome() {
    let app = App.busy(80, 24)
    app.theme = Theme(colour: false)
    app.expect(styledScreen: "monochrome-80x24")
  }

  @Test(arguments: [[60, 15], [80, 24]]) func ascii(_ size: [Int]) {
    let app = App.busy(size[0], size[1])
    app.theme = Theme(unicode: false, colour: false)
    app.expect(screen: "ascii-\(size[0])x\(size[1])")
  }

  @Test func asciiHelp() {
    let app = App.busy(80, 24)
    app.theme = Theme(unicode: false)
    app.press("?")
    app.expect(screen: "ascii-help-80x24")
  }

  @Test(arguments: sizes) func crashWhileItIsOpened(_ size: [Int]) {
    let app = App(size[0], size[1])
    app.inspected("libHello", Samples.good(.c))
    app.loaded(
      "libHello",
      RunReport(
        phase: .open, ending: .crashed(Crash(signal: 6, code: -6)), total: 2_300_000, peakMemory: 3_100_000,
        stderr: Samples.output("constructor: giving up\n")))
    app.inspected(
      "gopher",
      Inspection(
        checks: [Check(.file, .fail, "no such file or directory")],
        rejection: Rejection(.fileNotFound, "no such file or directory")))
    if size[0] < 80 { app.press("4") }
    app.expect(screen: "load-crash-\(size[0])x\(size[1])")
  }

  @Test func wideTerminal() {
    let app = App.busy(160, 45)
    app.select("nullread")
    app.expect(screen: "crash-160x45")
  }

  @Test func floodOfOutput() {
    let app = App.busy(80, 24)
    app.press("1", "g", .enter)
    app.ran("libHello", Samples.returned(42, stdout: (1...2000).map { "line \($0)\n" }.joined()))
    app.press("4", "G")
    app.expect(screen: "flood-80x24")
  }

  @Test(arguments: [[30, 8], [20, 5], [19, 4]]) func tiny(_ size: [Int]) {
    App.busy(size[0], size[1]).expect(screen: "list-\(size[0])x\(size[1])")
  }
}
