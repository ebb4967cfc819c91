import Linux
import PluginModel

/// The plugins of a list and the worker that inspects, opens and calls them. Ask for something, then hand on what
/// `receive` returns; every request is answered, also when the worker dies over it.
///
/// A verdict belongs to one state of a file: the worker compares that before each run, and a file that has changed is
/// inspected again before it is opened.
public final class PluginSession {
  /// What is to be done with a plugin once it has passed its inspection.
  private enum Intent: Hashable {
    case nothing
    case load
    case run(ForeignText)
  }
  private struct Job {
    var index: Int
    var intent: Intent
    /// Of the request that is under way.
    var request: Request
    /// How often the file was found changed.
    var changes = 0
    /// How often a worker died with this job.
    var losses = 0
    /// The user no longer wants it.
    var isStopped = false
  }

  private let paths: [PluginPath]
  private let digests: Set<Int>
  private let settings: Settings
  private let jobLimit: Int
  private var inspections: [Int: Inspection] = [:]
  private var jobs: [UInt32: Job] = [:]
  private var nextNumber: UInt32 = 0
  private var worker: WorkerProcess
  /// Workers that ended without having answered anything.
  private var barrenWorkers = 0
  /// Events that arose here, not in the worker.
  private var pending: [PluginEvent] = []

  /// - Parameter digests: the plugins whose content's SHA-256 is wanted.
  public init(_ list: PluginList, digests: Set<Int>, settings: Settings, jobs: Int) throws(WorkerError) {
    paths = list.plugins.map(\.path)
    self.digests = digests
    self.settings = settings
    jobLimit = jobs
    worker = try WorkerProcess(jobs: jobs)
  }

  /// To be watched for reading, and for writing while `wantsToWrite`.
  public var descriptor: Int32 { worker.descriptor }
  public var wantsToWrite: Bool { worker.wantsToWrite }
  public var isIdle: Bool { jobs.isEmpty && pending.isEmpty }
  /// For messages to the user.
  public var workerProcess: Int32 { worker.pid }

  // MARK: Requests

  public func inspect(_ index: Int) { start(index, .nothing) }

  /// Opens the plugin without a call; inspects it first if that has not been done.
  public func load(_ index: Int) { start(index, .load) }

  /// Calls the plugin's function; inspects it first if that has not been done.
  public func run(_ index: Int, input: ForeignText) { start(index, .run(input)) }

  public func stop(_ index: Int) {
    for (number, job) in jobs where job.index == index && job.intent != .nothing {
      jobs[number]?.isStopped = true
      worker.send(Message(job: number, .stop))
    }
  }

  // MARK: Answers

  public struct Received {
    public var events: [PluginEvent]
    /// Why the worker had to be replaced, if it had.
    public var restart: String?
  }

  /// What has happened since the last call. Throws only if no worker can be had any more.
  public func receive() throws(WorkerError) -> Received {
    worker.flush()
    var received = Received(events: pending)
    pending = []
    if let messages = worker.receive() {
      if !messages.isEmpty { barrenWorkers = 0 }
      received.events += messages.flatMap(take)
    } else {
      let cause = worker.end()
      received.events += try replaceWorker(cause)
      received.restart = cause
    }
    return received
  }

  /// Something is there for `receive` that the descriptor does not tell of.
  public var hasPending: Bool { !pending.isEmpty }

  private func take(_ message: Message<Reply>) -> [PluginEvent] {
    guard let job = jobs[message.job] else { return [] }
    switch message.content {
    case .reached(let phase): return [.reached(job.index, phase)]
    case .inspected(let inspection):
      jobs[message.job] = nil
      let inspection = Self.sound(inspection)
      inspections[job.index] = inspection
      return [.inspected(job.index, inspection)] + proceed(job)
    case .finished(let report):
      jobs[message.job] = nil
      if report.ending == .fileChanged, !job.isStopped, job.changes < Self.mostChanges {
        inspections[job.index] = nil
        send(job) { $0.changes += 1 }
        return []
      }
      return [event(job, report)]
    }
  }

  /// A file that is still being written changes under every look at it; after so many it is reported.
  private static let mostChanges = 3
  private static let mostLosses = 2
  private static let mostBarrenWorkers = 3

  /// Goes on to what was wanted, now that the inspection is there.
  private func proceed(_ job: Job) -> [PluginEvent] {
    guard job.intent != .nothing, isAccepted(job.index) else { return [] }
    if job.isStopped { return [event(job, RunReport(phase: .inspect, ending: .stopped))] }
    send(job)
    return []
  }

  /// An inspector that has been tricked must not send this process round in circles: what passes can be run.
  private static func sound(_ inspection: Inspection) -> Inspection {
    let isComplete = inspection.file != nil && inspection.kind != nil && inspection.symbol != nil
    guard inspection.rejection == nil, !isComplete else { return inspection }
    var inspection = inspection
    inspection.rejection = Rejection(.inspectionFailed, "the inspector gave an answer that makes no sense")
    return inspection
  }

  private func isAccepted(_ index: Int) -> Bool {
    guard let inspection = inspections[index] else { return false }
    return inspection.rejection == nil && !(settings.strict && inspection.isUnverified)
  }

  private func event(_ job: Job, _ report: RunReport) -> PluginEvent {
    if case .run(let input) = job.intent { return .ran(job.index, report, input: input) }
    return .loaded(job.index, report)
  }

  // MARK: Sending

  private func start(_ index: Int, _ intent: Intent) {
    if intent == .nothing { inspections[index] = nil }
    let job = Job(index: index, intent: intent, request: .stop)
    // A file that did not pass is not tried again, unless it has become another one since.
    if let inspection = inspections[index], intent != .nothing, !isAccepted(index) {
      guard hasChanged(index, since: inspection) else { return pending.append(.inspected(index, inspection)) }
      inspections[index] = nil
    }
    send(job)
  }

  private func hasChanged(_ index: Int, since inspection: Inspection) -> Bool {
    // Nil on both sides: it could not be reached then, and cannot now.
    (try? FileStatus(path: paths[index]))?.state != inspection.file
  }

  /// Sends the next request that the job needs: its inspection, or what comes after.
  private func send(_ job: Job, _ change: (inout Job) -> Void = { _ in }) {
    var job = job
    change(&job)
    job.request = request(for: job)
    nextNumber &+= 1
    jobs[nextNumber] = job
    worker.send(Message(job: nextNumber, job.request))
  }

  private func request(for job: Job) -> Request {
    guard job.intent != .nothing, let inspection = inspections[job.index], let file = inspection.file,
      let kind = inspection.kind, let symbol = inspection.symbol
    else {
      return .inspect(
        InspectionRequest(
          path: paths[job.index], function: settings.function, digest: digests.contains(job.index)))
    }
    var request = RunRequest(
      path: paths[job.index], file: file, kind: kind, symbol: symbol, input: ForeignText(""), goal: .load,
      timeout: settings.timeout, memory: settings.memory << 20)
    guard case .run(let input) = job.intent else { return .run(request, urgent: false) }
    request.input = input
    request.goal = .call
    return .run(request, urgent: true)
  }

  // MARK: The worker's end

  /// Starts a new worker. Runs in flight are reported as lost; inspections and loads are asked for again.
  private func replaceWorker(_ cause: String) throws(WorkerError) -> [PluginEvent] {
    barrenWorkers += 1
    guard barrenWorkers < Self.mostBarrenWorkers else { throw .keepsEnding(cause) }
    worker = try WorkerProcess(jobs: jobLimit)
    let unanswered = jobs.sorted { $0.key < $1.key }.map(\.value)
    jobs = [:]
    return unanswered.flatMap { job -> [PluginEvent] in
      if case .run = job.request, case .run = job.intent { return [event(job, RunReport(ending: .lost(cause)))] }
      guard job.losses + 1 < Self.mostLosses else { return [abandoned(job, cause)] }
      send(job) { $0.losses += 1 }
      return []
    }
  }

  private func abandoned(_ job: Job, _ cause: String) -> PluginEvent {
    guard case .inspect = job.request else { return event(job, RunReport(ending: .lost(cause))) }
    let rejection = Rejection(.inspectionFailed, "\(cause) while it was inspected")
    return .inspected(
      job.index, Inspection(checks: [Check(.format, .fail, rejection.reason)], rejection: rejection))
  }

  /// Ends the worker and with it all that it started.
  public func end() { _ = worker.end() }
}
