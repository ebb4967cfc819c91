import ArgumentParser
import CLinux
import Linux
import PluginModel
import Reports
import WorkerClient

/// `run` and `check`: everything at once, told in list order whatever finishes first.
struct Headless {
  let options: Options
  let report: ReportOptions
  let settings: Settings
  let called: Bool

  func perform() throws {
    let findings = PluginFinder.find(options.searchPaths, recursive: options.recursive)
    var list = findings.list
    Output.stderr.write(findings.problems.map { "Error: " + $0 })
    guard list.count > 0 else {
      let places = options.searchPaths.map(\.line).joined(separator: ", ")
      Output.stderr.write(["Error: no plugins found in \(places)"])
      throw ExitCode.failure
    }
    Output.stderr.write(findings.notes.map { "Note: " + $0 })
    let text = TextReport(settings: settings, called: called, isMany: findings.isMany, verbose: report.verbose)
    do {
      try work(findings, &list, text)
    } catch {
      Output.stderr.write(["Error: \(error)"])
      throw ExitCode(70)  // EX_SOFTWARE of sysexits.h
    }
    let summary = text.summary(of: list)
    switch report.format {
    case .text: if findings.isMany { Output.stderr.write([summary.line]) }
    case .json:
      Output.stdout.write(
        JSONReport.text(of: list, settings: settings, version: Airlock.version, called: called))
    }
    guard summary.allPassed, findings.problems.isEmpty else { throw ExitCode.failure }
  }

  private func work(
    _ findings: PluginFinder.Findings, _ list: inout PluginList, _ text: TextReport
  ) throws(WorkerError) {
    let digests = report.format == .json || report.verbose ? Set(list.indices) : findings.sameSize
    let session = try PluginSession(list, digests: digests, settings: settings, jobs: options.jobLimit)
    defer { session.end() }
    for index in list.indices {
      if called {
        session.run(index, input: settings.input)
      } else if settings.noLoad {
        session.inspect(index)
      } else {
        session.load(index)
      }
    }
    var next = 0
    while !session.isIdle {
      var entry = linux_poll(
        descriptor: session.descriptor, want_read: true, want_write: session.wantsToWrite, readable: false,
        writable: false, hung_up: false)
      _ = linux_poll_all(&entry, 1, session.hasPending ? 0 : Self.wait(until: session.deadline))
      take(try session.receive(), &list, &next, text)
    }
  }

  /// Milliseconds for poll(2), rounded up.
  private static func wait(until deadline: UInt64?) -> Int32 {
    guard let deadline else { return -1 }
    let now = linux_now()
    return deadline <= now ? 0 : Int32(clamping: (deadline - now) / 1_000_000 + 1)
  }

  private func take(
    _ received: PluginSession.Received, _ list: inout PluginList, _ next: inout Int, _ text: TextReport
  ) {
    if let cause = received.restart { Output.stderr.write(["Note: \(cause); another was started"]) }
    for event in received.events { list.apply(event) }
    if report.format == .text { printFinished(list, &next, text) }
  }

  /// Prints the plugins at the front of the list that are done.
  private func printFinished(_ list: PluginList, _ next: inout Int, _ text: TextReport) {
    while next < list.count, Judgement(of: list[next], settings: settings, called: called) != nil {
      let lines = text.lines(of: list[next])
      Output.stderr.write(lines.stderr)
      Output.stdout.write(lines.stdout)
      next += 1
    }
  }
}
