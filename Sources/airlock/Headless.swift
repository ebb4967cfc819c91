import ArgumentParser
import CLinux
import Glibc
import Linux
import PluginModel
import Reports
import Storage
import WorkerClient

/// `run` and `check`: everything at once, told in list order whatever finishes first.
struct Headless {
  let options: Options
  let report: ReportOptions
  let settings: Settings
  let called: Bool

  func perform() throws {
    do {
      // The worker starts while the plugins are looked for.
      let session = try PluginSession(
        digests: report.format == .json || report.verbose, extent: extent, settings: settings, jobs: options.jobLimit)
      defer { session.end() }
      try perform(session)
    } catch let error as WorkerError {
      Output.stderr.write(["Error: \(error)"])
      throw ExitCode(70)  // EX_SOFTWARE of sysexits.h
    }
  }

  /// A crash's report tells of checks that passed too.
  private var extent: InspectionRequest.Extent {
    report.verbose ? .details : report.format == .json || !settings.noLoad ? .checks : .findings
  }

  private func perform(_ session: PluginSession) throws -> Never {
    let findings = PluginFinder.find(options.searchPaths, recursive: options.recursive)
    var list = findings.list
    Output.stderr.write(findings.problems.map { "Error: " + $0 })
    guard list.count > 0 else {
      let places = options.searchPaths.map(\.line).joined(separator: ", ")
      Output.stderr.write(["Error: no plugins found in \(places)"])
      throw ExitCode.failure
    }
    Output.stderr.write(findings.notes.map { "Note: " + $0 })
    let text = TextReport(
      settings: settings, called: called, isMany: findings.isMany, verbose: report.verbose,
      withReports: !report.noReport)
    let layers = try work(session, &list, text)
    Output.stderr.write(SandboxNote.lines(settings.sandbox, layers))
    let summary = text.summary(of: list)
    switch report.format {
    case .text: if findings.isMany { Output.stderr.write([summary.line]) }
    case .json:
      Output.stdout.write(
        JSONReport.text(of: list, settings: settings, layers: layers, version: Airlock.version, called: called))
    case .junit: Output.stdout.write(JUnitReport.text(of: list, settings: settings, called: called))
    }
    session.end()
    // To take thousands of plugins apart takes longer than to leave them to the end of the process.
    Glibc.exit(summary.allPassed && findings.problems.isEmpty ? 0 : ExitCode.failure.rawValue)
  }

  /// Which layers of the sandbox held, as far as that was told.
  private func work(
    _ session: PluginSession, _ list: inout PluginList, _ text: TextReport
  ) throws(WorkerError) -> SandboxLayers? {
    session.take(list)
    if called {
      for index in list.indices { session.run(index, input: settings.input) }
    } else if settings.noLoad {
      session.inspect(list.indices)
    } else {
      session.load(list.indices)
    }
    var told = Told(count: list.count)
    var progress = ProgressLine(total: list.count, words: called ? "called" : "checked", now: linux_now())
    defer { progress.erase() }
    var layers: SandboxLayers?
    while !session.isIdle {
      var entry = linux_poll(reading: session.descriptor, writing: session.wantsToWrite)
      let deadline = [session.deadline, progress.deadline(done: told.done)].compactMap(\.self).min()
      _ = linux_poll_all(&entry, 1, session.hasPending ? 0 : Self.wait(until: deadline))
      let received = try session.receive()
      layers = received.layers ?? layers
      for case .preparing(_, let words) in received.events { progress.tell(words) }
      if session.isIdle { session.hangUp() }  // it clears up while this is told
      var batch = take(received, &list, &told, text, layers, isOpen: session.isComparing)
      if !batch.isEmpty {
        progress.erase()
        batch.flush()
      }
      progress.show(done: told.done, now: linux_now())
    }
    return layers
  }

  /// Milliseconds for poll(2), rounded up.
  static func wait(until deadline: UInt64?) -> Int32 {
    guard let deadline else { return -1 }
    let now = linux_now()
    return deadline <= now ? 0 : Int32(clamping: (deadline - now) / 1_000_000 + 1)
  }

  /// Which plugins are done, and how far down the list they have been printed.
  private struct Told {
    private(set) var done = 0
    private var isDone: [Bool]
    private var next = 0

    init(count: Int) { isDone = Array(repeating: false, count: count) }

    mutating func finish(_ index: Int) {
      guard !isDone[index] else { return }
      isDone[index] = true
      done += 1
    }

    /// The plugins that follow those of the last call and are done.
    mutating func takeFront(upTo isOpen: (Int) -> Bool) -> Range<Int> {
      let start = next
      while next < isDone.count, isDone[next], !isOpen(next) { next += 1 }
      return start..<next
    }
  }

  /// Takes what happened; what is to be printed of it: the plugins at the front of the list that are done.
  ///
  /// - Parameter isOpen: whether it is not yet known if a plugin is the same as another.
  private func take(
    _ received: PluginSession.Received, _ list: inout PluginList, _ told: inout Told, _ text: TextReport,
    _ layers: SandboxLayers?, isOpen: (Int) -> Bool
  ) -> OutputBatch {
    var batch = OutputBatch()
    if let cause = received.restart { batch.append(["Note: \(cause); another was started"], to: .stderr) }
    for event in received.events {
      list.apply(event)
      switch event {
      case .reached, .preparing, .crashed: continue  // its end follows
      case .inspected, .digested, .matched, .loaded, .ran: break
      }
      if let problem = save(event, list, layers) { batch.append([problem], to: .stderr) }
      if Judgement(of: list[event.index], settings: settings, called: called) != nil { told.finish(event.index) }
    }
    guard report.format == .text else { return batch }
    for index in told.takeFront(upTo: isOpen) {
      let lines = text.lines(of: list[index])
      batch.append(lines.stderr, to: .stderr)
      batch.append(lines.stdout, to: .stdout)
    }
    return batch
  }

  /// Saves the report if it was asked for and if this was a crash or a hang; what went wrong, in words.
  private func save(_ event: PluginEvent, _ list: PluginList, _ layers: SandboxLayers?) -> String? {
    let called: Bool
    switch event {
    case .ran: called = true
    case .loaded: called = false
    case .inspected, .digested, .matched, .reached, .preparing, .crashed: return nil
    }
    guard let archive = report.archive,
      let occurrence = CrashOccurrence(
        of: list[event.index], called: called, settings: settings, layers: layers, ended: .now)
    else { return nil }
    do {
      _ = try archive.save(occurrence)
      return nil
    } catch {
      return "Note: the report of plugin \(list[event.index].path.line) could not be saved: \(error)"
    }
  }
}
