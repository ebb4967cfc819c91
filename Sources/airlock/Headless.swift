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
  /// Of those that call with many inputs; nil for the others.
  let inputs: InputsOption?

  /// - Parameter worker: One that was started already.
  func perform(_ worker: consuming WorkerProcess?) throws {
    let inputs = try inputs?.list()
    guard inputs == nil || options.input == nil else {
      throw ValidationError("Give --input or --inputs, not both.")
    }
    do {
      let session = try PluginSession(
        digests: report.format == .json || report.verbose, extent: extent, settings: settings, jobs: options.jobLimit,
        worker: worker)
      defer { session.end() }
      try perform(session, inputs)
    } catch let error as WorkerError {
      Output.stderr.write(["Error: \(error)"])
      throw ExitCode(70)  // EX_SOFTWARE of sysexits.h
    }
  }

  /// A crash's report tells of checks that passed too.
  private var extent: InspectionRequest.Extent {
    report.verbose ? .details : report.format == .json || !settings.noLoad ? .checks : .findings
  }

  private func perform(_ session: PluginSession, _ inputs: [ForeignText]?) throws -> Never {
    // The worker begins with the first plugins while the others are looked for.
    var count = 0
    var findings = PluginFinder.find(options.searchPaths, recursive: options.recursive) { plugins in
      session.append(plugins)
      if inputs == nil { begin(session, count..<(count + plugins.count)) }
      count += plugins.count
    }
    Output.stderr.write(findings.problems.map { "Error: " + $0 })
    guard findings.list.count > 0 else {
      let places = options.searchPaths.map(\.line).joined(separator: ", ")
      Output.stderr.write(["Error: no plugins found in \(places)"])
      throw ExitCode.failure
    }
    Output.stderr.write(findings.notes.map { "Note: " + $0 })
    let list = findings.takeList()
    let allPassed =
      if let inputs {
        try call(session, list, findings.isMany, with: inputs)
      } else {
        try work(session, list, findings.isMany)
      }
    session.end()
    // To take thousands of plugins apart takes longer than to leave them to the end of the process.
    Glibc.exit(allPassed && findings.problems.isEmpty ? 0 : ExitCode.failure.rawValue)
  }

  private func text(isMany: Bool) -> TextReport {
    TextReport(
      settings: settings, called: called, isMany: isMany, verbose: report.verbose, withReports: !report.noReport)
  }

  /// Asks for one call of each plugin, or one look at it.
  private func begin(_ session: PluginSession, _ plugins: Range<Int>) {
    if called {
      for index in plugins { session.run(index, input: settings.input) }
    } else if settings.noLoad {
      session.inspect(plugins)
    } else {
      session.load(plugins)
    }
  }

  /// Tells what came of it.
  ///
  /// - Returns: Whether all passed.
  private func work(
    _ session: PluginSession, _ list: consuming PluginList, _ isMany: Bool
  ) throws(WorkerError) -> Bool {
    let text = text(isMany: isMany)
    var told = Told(count: list.count)
    let layers = try follow(session, total: list.count, words: called ? "called" : "checked") { received, layers in
      (take(received, &list, &told, text, layers, isOpen: session.isComparing), told.done)
    }
    Output.stderr.write(SandboxNote.lines(settings.sandbox, layers))
    let summary = text.summary(of: list)
    switch report.format {
    case .text: if isMany { Output.stderr.write([summary.line]) }
    case .json:
      Output.stdout.write(
        JSONReport.text(of: list, settings: settings, layers: layers, version: Airlock.version, called: called))
    case .junit: Output.stdout.write(JUnitReport.text(of: list, settings: settings, called: called))
    }
    return summary.allPassed
  }

  /// A call of each plugin with each input.
  ///
  /// - Returns: Whether all passed.
  private func call(
    _ session: PluginSession, _ list: consuming PluginList, _ isMany: Bool, with inputs: [ForeignText]
  ) throws -> Bool {
    guard list.count <= Limits.calls / inputs.count else {
      throw ValidationError(
        "\(list.count) plugins with \(inputs.count) inputs are \(list.count * inputs.count) calls, more than \(Limits.calls)."
      )
    }
    var pass = MatrixPass(
      members: list.indices, inputs: inputs, settings: settings, report: report, text: text(isMany: isMany))
    session.call(Array(list.indices), on: inputs)
    let layers = try follow(session, total: list.count * inputs.count, words: "called") { received, layers in
      var batch = restartNote(received)
      for event in received.events {
        list.apply(event)
        pass.take(event, list)
        if let problem = save(event, list, layers, inputs: inputs) { batch.append([problem], to: .stderr) }
      }
      pass.tell(list, layers, isOpen: session.isComparing, to: &batch)
      return (batch, pass.matrix.doneCount + pass.matrix.rejectedCount * inputs.count)
    }
    var end = pass.end(list)
    Output.stderr.write(SandboxNote.lines(settings.sandbox, layers))
    end.flush()
    return MatrixSummary(pass.matrix, list, settings).allPassed
  }

  /// Waits for answers and prints what is to be said about them, until there are no more.
  ///
  /// - Parameters:
  ///   - words: What is done: "called".
  ///   - take: What is to be printed, and how much is done by now.
  /// - Returns: Which layers of the sandbox held, as far as that was told.
  private func follow(
    _ session: PluginSession, total: Int, words: String,
    _ take: (PluginSession.Received, SandboxLayers?) -> (OutputBatch, done: Int)
  ) throws(WorkerError) -> SandboxLayers? {
    var progress = ProgressLine(total: total, words: words, now: linux_now())
    defer { progress.erase() }
    var layers: SandboxLayers?
    var done = 0
    while !session.isIdle {
      var entry = linux_poll(reading: session.descriptor, writing: session.wantsToWrite)
      let deadline = [session.deadline, progress.deadline(done: done)].compactMap(\.self).min()
      _ = linux_poll_all(&entry, 1, session.hasPending ? 0 : Self.wait(until: deadline))
      let received = try session.receive()
      layers = received.layers ?? layers
      for case .preparing(_, let words) in received.events { progress.tell(words) }
      if session.isIdle { session.hangUp() }  // it clears up while this is told
      var batch: OutputBatch
      (batch, done) = take(received, layers)
      if !batch.isEmpty {
        progress.erase()
        batch.flush()
      }
      progress.show(done: done, now: linux_now())
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
    var batch = restartNote(received)
    for event in received.events {
      list.apply(event)
      switch event {
      case .reached, .preparing, .crashed, .calling, .called, .recalled: continue  // its end follows
      case .inspected, .digested, .matched, .loaded, .ran: break
      }
      if let problem = save(event, list, layers) { batch.append([problem], to: .stderr) }
      // A plugin is large: it is looked at where it stands.
      if list.plugins[event.index].verdict(settings, called: called) != nil { told.finish(event.index) }
    }
    guard report.format == .text else { return batch }
    for index in told.takeFront(upTo: isOpen) {
      let lines = text.lines(of: list.plugins[index])
      batch.append(lines.stderr, to: .stderr)
      batch.append(lines.stdout, to: .stdout)
    }
    return batch
  }

  private func restartNote(_ received: PluginSession.Received) -> OutputBatch {
    var batch = OutputBatch()
    if let cause = received.restart { batch.append(["Note: \(cause); another was started"], to: .stderr) }
    return batch
  }

  /// Saves the report if it was asked for and if this was a crash or a hang; what went wrong, in words.
  ///
  /// - Parameter inputs: What the columns stand for.
  private func save(
    _ event: PluginEvent, _ list: PluginList, _ layers: SandboxLayers?, inputs: [ForeignText] = []
  ) -> String? {
    guard let archive = report.archive else { return nil }
    var plugin = list.plugins[event.index]
    let called: Bool
    switch event {
    case .ran: called = true
    case .called(_, let column, let report):
      called = true
      plugin = plugin.after(PluginCalls.Call(column: column, input: inputs[column], report: report))
    case .loaded: called = false
    case .inspected, .digested, .matched, .reached, .preparing, .crashed, .calling, .recalled: return nil
    }
    guard
      let occurrence = CrashOccurrence(of: plugin, called: called, settings: settings, layers: layers, ended: .now)
    else { return nil }
    do {
      _ = try archive.save(occurrence)
      return nil
    } catch {
      return "Note: the report of plugin \(plugin.path.line) could not be saved: \(error)"
    }
  }
}
