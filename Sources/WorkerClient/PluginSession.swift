import CLinux
import Linux
import PluginModel

/// The plugins of a list and the worker that inspects, opens and calls them. Ask for something, then hand on what
/// `receive` returns; every request is answered, also when the worker dies over it.
///
/// A verdict belongs to one state of a file: the worker compares that before each run, and a file that has changed is
/// inspected again before it is opened.
public final class PluginSession {
  public struct Received {
    public var events: [PluginEvent]
    /// Why the worker had to be replaced, if it had.
    public var restart: String?
    /// Which layers of the sandbox hold, if that was told anew.
    public var layers: SandboxLayers?
  }

  private var paths: [PluginPath] = []
  private let digests: Bool
  private let extent: InspectionRequest.Extent
  private let settings: Settings
  /// For the runs that are asked for from now on.
  public var sandbox: SandboxPolicy
  private let jobLimit: Int
  /// By the plugin's place in the list; nil for one that is to be inspected.
  private var inspections = InspectionTable()
  /// What the lists of signers were when the signature of each was verified.
  private var lists: [Int: SignerLists] = [:]
  private var twins = Twins()
  private var jobs = JobTable()
  private var outbox: Outbox
  private var calls = CallQueue()
  /// As it was when they were asked for.
  private var callSandbox: SandboxPolicy
  private var runners = GoRunners()
  private var worker: WorkerProcess
  private var layers: SandboxLayers?
  /// Workers that ended without having answered anything.
  private var barrenWorkers = 0
  /// By the monotonic clock.
  private var lastHeard = linux_now()
  /// What has happened and was not handed over yet, in that order.
  private var events: [PluginEvent] = []

  /// A file that is still being written changes under every look at it; after so many it is reported.
  private static let mostChanges = 3
  private static let mostBarrenWorkers = 3
  /// A worker answers for its processes within their limits and a moment; one that does not is stopped or stuck. In
  /// nanoseconds.
  private static let worstSilence: UInt64 = 20_000_000_000

  /// - Parameters:
  ///   - digests: whether the SHA-256 of each plugin's content is read too.
  ///   - extent: how much of each inspection is told.
  ///   - worker: One that was started already.
  public init(
    digests: Bool, extent: InspectionRequest.Extent, settings: Settings, jobs: Int,
    worker: consuming WorkerProcess? = nil
  ) throws(WorkerError) {
    self.digests = digests
    self.extent = extent
    self.settings = settings
    sandbox = settings.sandbox
    callSandbox = settings.sandbox
    jobLimit = jobs
    outbox = Outbox(jobs: jobs)
    if let worker {
      self.worker = worker
    } else {
      self.worker = try WorkerProcess()
    }
    self.worker.send(Message(job: 0, .jobs(UInt32(jobs))))
  }

  deinit { end() }

  /// The plugins that the places in requests and answers are those of. To be told once, before anything else: the
  /// worker starts while they are looked for.
  public func take(_ list: PluginList) { append(list.plugins) }

  /// More plugins, at the places after the last. None ever loses its place.
  public func append(_ plugins: some Collection<Plugin>) {
    paths += plugins.lazy.map(\.path)
    inspections.append(places: plugins.count)
  }

  /// Their files are gone: no other plugin is compared with them any more. They keep their places.
  public func forget(_ indices: [Int]) {
    for index in indices {
      inspections[index] = nil
      twins.add(index, Inspection()).forEach(compare)
    }
  }

  /// To be watched for reading, and for writing while `wantsToWrite`.
  public var descriptor: Int32 { worker.descriptor }
  public var wantsToWrite: Bool { worker.wantsToWrite }
  /// It is still open whether a plugin has the same content as another.
  public func isComparing(_ index: Int) -> Bool { twins.isOpen(index) }
  public var isIdle: Bool { jobs.isEmpty && events.isEmpty }
  /// Something is there for `receive` that the descriptor does not tell of.
  public var hasPending: Bool { !events.isEmpty }

  /// When to call `receive` though nothing has come, by the monotonic clock in nanoseconds; nil while nothing is owed.
  public var deadline: UInt64? {
    outbox.isUnderWay ? lastHeard + 4 * UInt64(settings.timeout) * 1_000_000 + Self.worstSilence : nil
  }

  /// Nothing more will be asked for: the worker may clear up. To be followed by `end`.
  public func hangUp() { worker.hangUp() }

  /// Ends the worker and with it all that it started.
  public func end() { _ = worker.end() }

  // MARK: Requests

  public func inspect(_ indices: some Collection<Int>) {
    jobs.reserveCapacity(for: indices.count)
    for index in indices { start(index, .nothing) }
    pump()
  }

  /// Reads the file once more for the digest of its content; answers `digested`. What is known of the plugin stays, and
  /// so do its runs.
  public func digest(_ index: Int) {
    enqueue(Job(index: index, intent: .digest, sandbox: sandbox))
    pump()
  }

  /// Opens the plugin without a call; inspects it first if that has not been done.
  public func load(_ indices: some Sequence<Int>) {
    for index in indices { start(index, .load) }
    pump()
  }

  /// Calls the plugin's function; inspects it first if that has not been done.
  public func run(_ index: Int, input: ForeignText) {
    start(index, .run(input))
    pump()
  }

  public func stop(_ index: Int) {
    for number in jobs.numbers(of: index) {
      if let job = jobs[number], job.opens, job.call == nil { stop(number, job) }
    }
  }

  private func stop(_ number: UInt32, _ job: Job) {
    guard !job.isSent else {
      jobs.update(number) { $0.isStopped = true }
      worker.send(Message(job: number, .stop))
      return worker.flush()
    }
    jobs.remove(number)
    answer(job, RunReport(phase: .inspect, ending: .stopped))
  }

  /// Calls each of these plugins with each of these inputs, in place of what was asked for so before; each call is answered
  /// as `called`, and a plugin that fails a check as `inspected`.
  public func call(_ members: [Int], on inputs: [ForeignText]) {
    callSandbox = sandbox
    calls.begin(members, inputs: inputs)
    for index in members { admit(index) }
    pump()
  }

  /// Makes such calls again; all of the plugin's if no columns are given.
  public func callAgain(_ index: Int, columns: [Int]? = nil) {
    calls.repeatCalls(of: index, columns: columns)
    admit(index)
    pump()
  }

  /// Makes no more of those calls, and ends those that have begun; these are still answered.
  public func stopCalls() {
    calls.stop()
    // Those that wait behind others first, so that none of them begins when another ends.
    for (number, job) in jobs.calls.reversed() { stop(number, job) }
  }

  /// Lets a plugin be called that has passed its inspection, or has it inspected first.
  private func admit(_ index: Int) {
    if let inspection = inspections[index] {
      if isAccepted(inspection) {
        _ = calls.admit(index, inspection.file)
      } else {
        start(index, .nothing)
      }
    } else if !jobs.numbers(of: index).contains(where: { jobs[$0]?.decides ?? false }) {
      start(index, .nothing)
    }
  }

  private func start(_ index: Int, _ intent: Job.Intent) {
    if intent == .nothing { inspections[index] = nil }
    // A file that did not pass is not tried again, unless it has become another one since.
    if let inspection = inspections[index], let rejection = inspection.rejection(settings) {
      guard Self.mayBeMended(rejection) || hasChanged(index, since: inspection) else {
        calls.remove(index)
        return events.append(.inspected(index, inspection))
      }
      inspections[index] = nil
    }
    enqueue(Job(index: index, intent: intent, sandbox: sandbox))
  }

  /// By what lies beside the file, or is no file at all: a signature, or a list of those who may sign.
  private static func mayBeMended(_ rejection: Rejection) -> Bool {
    rejection.failure == .badProvenance || rejection.failure == .unsigned
  }

  private func hasChanged(_ index: Int, since inspection: Inspection) -> Bool {
    // Nil on both sides: it could not be reached then, and cannot now.
    (try? FileStatus(path: paths[index]))?.state != inspection.file
  }

  // MARK: Sending

  /// To be followed by `pump`.
  private func enqueue(_ job: Job) {
    outbox.add(jobs.add(job), job.lane(isInspected: inspections.has(job.index)))
  }

  private func pump() {
    if !outbox.isUnderWay { lastHeard = linux_now() }
    while let (number, lane) = outbox.next() {
      guard var job = jobs[number] else {
        outbox.finished(lane)  // it was called back meanwhile
        continue
      }
      // It is inspected again already, or who may sign has changed since its signature was verified.
      if lane == .other, !isCurrent(job.index) {
        outbox.finished(lane)
        inspections[job.index] = nil
        outbox.add(number, job.lane(isInspected: false))
        continue
      }
      // The one before it may have brought what it waits for.
      if lane == .preparation, let facts = job.unsettled?.go, let runner = runners.runner(for: facts) {
        outbox.finished(lane)
        settle(number, .ready(runner))
        continue
      }
      if lane == .verification { job.lists = SignerLists(settings) }  // before they are read
      job.isSent = true
      jobs.update(number) { $0 = job }
      worker.send(Message(job: number, request(for: job)))
    }
    var isRecalled = false
    while outbox.beginRun() {
      guard let call = calls.next(ahead: outbox.runsAhead) else {
        outbox.finished(.other)
        break
      }
      guard !hasOtherSigners(call.index) else {
        outbox.finished(.other)
        finish(
          Job(index: call.index, intent: .call(call), sandbox: callSandbox), call, RunReport(ending: .fileChanged))
        isRecalled = true
        continue
      }
      var job = Job(index: call.index, intent: .call(call), sandbox: callSandbox)
      job.isSent = true
      worker.send(Message(job: jobs.add(job), request(for: job)))
    }
    if isRecalled { return pump() }  // their inspections
    worker.flush()
  }

  private func isCurrent(_ index: Int) -> Bool { inspections.has(index) && !hasOtherSigners(index) }

  /// The lists of signers are others than those by which its signature was verified.
  private func hasOtherSigners(_ index: Int) -> Bool {
    inspections[index]?.isSigned == true && lists[index] != SignerLists(settings)
  }

  private func request(for job: Job) -> Request {
    if let inspection = job.unsettled, inspection.awaitsVerification, let file = inspection.file {
      return .verify(
        VerificationRequest(path: paths[job.index], file: file, allowedSigners: settings.allowedSigners))
    }
    if let facts = job.unsettled?.go { return .prepare(runners.request(for: facts)) }
    if case .compare(let question) = job.intent {
      let other = Comparison.Side(path: paths[question.other], file: question.otherFile)
      return .compare(Comparison(Comparison.Side(path: paths[job.index], file: question.file), with: other))
    }
    guard job.opens, let inspection = inspections[job.index], let file = inspection.file,
      let kind = inspection.kind, let symbol = inspection.symbol
    else {
      return .inspect(
        InspectionRequest(
          path: paths[job.index], function: settings.function,
          digest: job.intent == .digest || digests, extent: job.intent == .digest ? .interface : extent,
          asked: job.asked))
    }
    let runner = inspection.go.flatMap(runners.runner)
    // Where another file could be opened in its place, a Go plugin is refused if it must be signed; else it is no worse
    // than one that nobody signed.
    let isHeld = runner == nil || settings.requireSigned || layers?.holdsToOneFile(job.sandbox) == true
    var request = RunRequest(
      path: paths[job.index], file: file, content: isHeld ? inspection.provenance?.verifiedContent : nil, kind: kind,
      symbol: symbol,
      input: ForeignText(""), goal: .load,
      timeout: settings.timeout, memory: max(settings.memory << 20, runner == nil ? 0 : Limits.leastGoMemory),
      sandbox: job.sandbox, libraries: inspection.libraries, runner: runner?.program)
    switch job.intent {
    case .run(let input): request.input = input
    case .call(let call): request.input = calls.inputs[call.column]
    case .nothing, .digest, .compare, .load: return .run(request, urgent: false)
    }
    request.goal = .call
    return .run(request, urgent: job.call == nil)
  }

  // MARK: Answers

  /// What has happened since the last call. Throws only if no worker can be had any more.
  public func receive() throws(WorkerError) -> Received {
    worker.flush()
    var received = Received(events: [])
    if let messages = worker.receive() {
      if !messages.isEmpty {
        barrenWorkers = 0
        lastHeard = linux_now()
      }
      for message in messages {
        if case .layers(let layers) = message.content { (self.layers, received.layers) = (layers, layers) }
        take(message)
      }
      if messages.isEmpty, let deadline, deadline <= linux_now() {
        received.restart = try replaceWorker("the worker did not answer any more")
      }
    } else {
      received.restart = try replaceWorker(worker.end())
    }
    pump()
    swap(&events, &received.events)
    return received
  }

  private func take(_ message: Message<Reply>) {
    let number = message.job
    guard let job = jobs[number] else { return }
    switch message.content {
    case .layers: break
    case .reached(let phase):
      jobs.update(number) { $0.phase = phase }
      if let call = job.call {
        if job.phase == nil { events.append(.calling(call.index, column: call.column)) }
      } else {
        events.append(.reached(job.index, phase))
      }
    case .crashed(let crash):
      jobs.update(number) { $0.crash = crash }
      if job.call == nil { events.append(.crashed(job.index, crash)) }
    case .inspected(let answer):
      outbox.finished(.inspection)
      guard job.decides else {
        jobs.remove(number)
        return job.intent == .digest ? events.append(.digested(job.index, answer)) : take(job, nil)
      }
      var inspection = Self.sound(answer)
      guard inspection.isSigned, inspection.file != nil else {
        inspection.provenance = .unsigned
        return complete(number, job, inspection)
      }
      wait(number, inspection)
    case .verified(let provenance):
      outbox.finished(.verification)
      guard var inspection = job.unsettled else { return }
      guard provenance != nil || job.changes >= Self.mostChanges else {
        jobs.remove(number)
        return enqueue(Job(index: job.index, intent: job.intent, sandbox: job.sandbox, changes: job.changes + 1))
      }
      inspection.provenance = provenance ?? .unverified(.keepsChanging)
      lists[job.index] = job.lists
      complete(number, job, inspection)
    case .preparing(let words): events.append(.preparing(job.index, words))
    case .prepared(let preparation):
      outbox.finished(.preparation)
      if case .ready(let runner) = preparation { runners.add(runner) }
      settle(number, preparation)
    case .compared(let order):
      jobs.remove(number)
      outbox.finished(.comparison)
      take(job, order)
    case .finished(let report):
      jobs.remove(number)
      outbox.finished(.other)
      if let call = job.call { return finish(job, call, report) }
      guard report.ending == .fileChanged, !job.isStopped, job.changes < Self.mostChanges else {
        return events.append(job.event(withSource(report, of: job.index)))
      }
      inspectAgain(job.index)
      enqueue(Job(index: job.index, intent: job.intent, sandbox: job.sandbox, changes: job.changes + 1))
    }
  }

  /// Lets another process add to an inspection.
  private func wait(_ number: UInt32, _ inspection: Inspection) {
    jobs.update(number) { job in
      job.unsettled = inspection
      job.isSent = false
    }
    if let job = jobs[number] { outbox.add(number, job.lane(isInspected: false)) }
  }

  /// Goes on with an inspection whose signature is settled: a program that opens a Go plugin is looked for, unless the
  /// plugin is not to be opened anyway.
  private func complete(_ number: UInt32, _ job: Job, _ inspection: Inspection) {
    guard let facts = inspection.go, inspection.awaitsGoRunner, !job.isStopped,
      inspection.provenance?.rejection(settings) == nil
    else {
      jobs.remove(number)
      return tell(job, inspection)
    }
    guard let runner = runners.runner(for: facts) else { return wait(number, inspection) }
    jobs.update(number) { $0.unsettled = inspection }
    settle(number, .ready(runner))
  }

  private func tell(_ job: Job, _ inspection: Inspection) {
    inspections[job.index] = inspection
    twins.add(job.index, inspection).forEach(compare)
    events.append(.inspected(job.index, inspection))
    admit(job.index, inspection)
    proceed(job, inspection)
  }

  /// The inspection of a Go plugin is whole when it is known what can open it.
  private func settle(_ number: UInt32, _ preparation: GoPreparation) {
    guard let job = jobs[number], var inspection = job.unsettled else { return }
    jobs.remove(number)
    if job.isStopped, case .impossible(.interrupted) = preparation {
      inspections[job.index] = nil  // nothing is known: the next request begins anew
      events += [.inspected(job.index, inspection), job.event(RunReport(phase: .inspect, ending: .stopped))]
      return
    }
    inspection.settle(preparation)
    tell(job, inspection)
  }

  /// The plugin's many calls begin, or begin anew if its file is another one now.
  private func admit(_ index: Int, _ inspection: Inspection) {
    guard calls.contains(index) else { return }
    if !isAccepted(inspection) {
      calls.remove(index)
    } else if calls.admit(index, inspection.file) {
      events.append(.recalled(index))
    }
  }

  private func finish(_ job: Job, _ call: CallQueue.Call, _ report: RunReport) {
    if report.ending == .fileChanged, !job.isStopped, calls.noteChange(at: call) {
      inspectAgain(job.index)
      enqueue(Job(index: job.index, intent: .nothing, sandbox: job.sandbox))
      events.append(.recalled(job.index))
    } else if calls.finish(call, report) {
      events.append(job.event(withSource(report, of: job.index)))
    }
  }

  /// Its file is another one now.
  private func inspectAgain(_ index: Int) {
    if let facts = inspections[index]?.go { runners.forget(for: facts) }
    inspections[index] = nil
  }

  /// With the source around the place of a crash or a hang, if it can be had.
  private func withSource(_ report: RunReport, of index: Int) -> RunReport {
    guard let location = CrashReport(of: report)?.location else { return report }
    var report = report
    report.excerpt = SourceReader(plugin: paths[index], sources: settings.sources).excerpt(at: location)
    return report
  }

  private func take(_ job: Job, _ order: Comparison.Order?) {
    guard case .compare(let question) = job.intent else {
      return events.append(.inspected(job.index, Self.sound(Inspection())))  // nobody had asked for that
    }
    let (found, next) = twins.answer(question, order)
    next.forEach(compare)
    events += found.map { .matched($0.index, content: $0.content) }
  }

  private func compare(_ question: Twins.Question) {
    enqueue(Job(index: question.index, intent: .compare(question), sandbox: sandbox))
  }

  /// Goes on to what was wanted, now that the inspection is there.
  private func proceed(_ job: Job, _ inspection: Inspection) {
    guard job.opens, isAccepted(inspection) else { return }
    if job.isStopped { return events.append(job.event(RunReport(phase: .inspect, ending: .stopped))) }
    enqueue(Job(index: job.index, intent: job.intent, sandbox: job.sandbox, changes: job.changes))
  }

  /// An inspector that has been tricked must not send this process round in circles: what passes can be run.
  private static func sound(_ inspection: Inspection) -> Inspection {
    let isComplete = inspection.file != nil && inspection.kind != nil && inspection.symbol != nil
    guard inspection.rejection == nil, !isComplete else { return inspection }
    var inspection = inspection
    inspection.rejection = Rejection(.inspectionFailed, "the inspector gave an answer that makes no sense")
    return inspection
  }

  private func isAccepted(_ inspection: Inspection) -> Bool { inspection.rejection(settings) == nil }

  /// Starts a new worker. Runs that had begun are reported as lost; all else is asked for again.
  ///
  /// - Returns: Why.
  private func replaceWorker(_ cause: String) throws(WorkerError) -> String {
    _ = worker.end()
    barrenWorkers += 1
    guard barrenWorkers < Self.mostBarrenWorkers else { throw .keepsEnding(cause) }
    worker = try WorkerProcess()
    worker.send(Message(job: 0, .jobs(UInt32(jobLimit))))
    lastHeard = linux_now()
    outbox.startOver()
    for (number, job) in jobs.sent {
      jobs.remove(number)
      if let phase = job.phase {
        answer(job, .lost(cause, in: phase, after: job.crash))
      } else if job.isStopped {
        answer(job, RunReport(phase: .inspect, ending: .stopped))
      } else {
        enqueue(Job(index: job.index, intent: job.intent, sandbox: job.sandbox, changes: job.changes))
      }
    }
    return cause
  }

  /// In place of the worker.
  private func answer(_ job: Job, _ report: RunReport) {
    if let call = job.call, !calls.finish(call, report) { return }
    events.append(job.event(report))
  }
}
