import Glibc
import ScreenHarness
import Testing

/// The worker dies under the dashboard.
@Suite struct WorkerLossTests {
  private func killWorker(_ app: App) throws {
    let worker = try #require(app.worker)
    kill(worker.id, SIGKILL)
    try app.waitOutside("the end of the worker") { !worker.isAlive }
  }

  @Test func `It is started again, and the next run works`() throws {
    try Samples.show { app in
      try app.run("libHello", "42, <nil>")
      for run in 2...4 {
        try killWorker(app)
        try app.waitForNotice("the worker was started again: the worker was ended by SIGKILL")
        app.press(.enter)
        try app.see("42, <nil>", "run \(run) ")
      }
      try app.waitForVerdicts(passed: 12, look: 1, failed: 3)
    }
  }

  @Test func `A run in flight is told as interrupted, and nothing else is lost`() throws {
    try Samples.show("--timeout", "300", "--jobs", "2") { app in
      try app.run("libHello", "42, <nil>")
      try app.select("libSleepy")
      app.press(.enter)
      try app.see("… in MyFunction")
      let family = app.family
      try killWorker(app)
      try app.waitForNotice("the worker was started again: the worker was ended by SIGKILL")
      try app.see("libSleepy", mark: "!", last: "lost")
      try app.see("! interrupted ", "│ the worker was ended by SIGKILL", "Run it again")
      try app.see("libHello", mark: "✓", last: "42")
      try app.waitForEnd(of: family)  // the plugin's process went with it
      app.press(.enter)
      try app.see("… in MyFunction")
      app.press("x")
      try app.see("libSleepy", mark: "!", last: "stopped")
    }
  }

  @Test func `It dies while all are inspected`() throws {
    let app = try App("airlock")
    try app.wait(for: "16 plugins")
    try app.waitOutside("the worker") { app.worker != nil }
    kill(try #require(app.worker).id, SIGKILL)
    try app.waitForVerdicts(passed: 12, look: 1, failed: 3)
    try app.end(with: .exited(0)) { app.press("q") }
  }
}
