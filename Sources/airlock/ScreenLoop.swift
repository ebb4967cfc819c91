import Dashboard
import Display
import Glibc
import Linux
import PluginModel
import Reports
import Storage
import Terminal
import WorkerClient

/// The dashboard at work: takes events from the terminal and the worker, lets `update` decide, performs what it asks
/// for, and draws. One thread, one poll.
final class ScreenLoop {
  /// How it ended.
  enum Status {
    case quit
    /// The same, and what somebody decided is not on the disk; that is told.
    case unwritten
    case ended(Int32)
    case failed(WorkerError)
  }

  private let events: EventLoop
  private let terminal: Terminal
  private let theme: Theme
  private let places: PluginFinder
  /// Finds the plugins and sees what becomes of them; nil before the first paint.
  private var watch: PluginWatch?
  /// As it was listed, with all that has been added since.
  private var list = PluginList()
  private let jobs: Int
  private let settings: Settings
  private var state: State
  /// One that was started already, until the session takes it.
  private var worker: WorkerProcess?
  private var session: PluginSession?
  private var keeper: ReportKeeper
  private var memory: MemoryKeeper
  private var verdicts: VerdictKeeper
  private let recorder: SessionRecorder?
  /// What was wrong before the first paint.
  private let problems: [String]
  private var status: Status?
  private var pacing = Pacing()
  /// When to tell the state what time it is, by the monotonic clock.
  private var nextTick: UInt64?

  /// - Parameters:
  ///   - archive: where crash reports are kept; nil if nowhere.
  ///   - verdicts: where people's verdicts are; nil if nowhere.
  ///   - look: the colours at first.
  ///   - mouse: whether clicks and the wheel are input from the start.
  ///   - inputs: The list of inputs, as it is typed.
  ///   - recorder: gets each screen that is drawn.
  ///   - worker: One that was started already.
  init(
    options: Options, settings: Settings, archive: CrashArchive?, verdicts: VerdictBook?,
    configuration: Configuration, look: Theme.Look, mouse: Bool, showsKeys: Bool, inputs: String?,
    recorder: SessionRecorder?, worker: consuming WorkerProcess?
  ) throws {
    self.recorder = recorder
    self.worker = worker
    events = try EventLoop()
    terminal = try Terminal()
    events.recognize(keys: terminal.keys)
    if mouse { terminal.setMouse(true) }
    theme = Theme(unicode: terminal.capabilities.isUnicode, colour: terminal.capabilities.colors > 0)
    places = options.finder
    jobs = options.jobLimit
    self.settings = settings
    keeper = ReportKeeper(archive)
    memory = MemoryKeeper(utcOffset: Moment.now.utcOffset)
    self.verdicts = VerdictKeeper(verdicts)
    let places = options.searchPaths
    state = State(
      settings: settings, size: terminal.size, place: places.count == 1 ? places[0].text.cells : nil,
      folder: Surroundings.here.folder, version: Airlock.version, keys: configuration.keys, look: look,
      isMouseOn: mouse, showsKeys: showsKeys, inputs: inputs)
    problems = configuration.problems
  }

  func run() -> Status {
    draw()  // the frame is there before the first name has been looked at
    var isAwaited = true
    while status == nil {
      take([.clock(.now)] + search())
      if status != nil { break }
      if pacing.draws(at: EventLoop.now, isAwaited: isAwaited) { draw() }
      let events = events.next(watching: watches, deadline: deadline)
      isAwaited = events.contains(where: \.isOfAPerson)
      take([.clock(.now)] + events.flatMap(actions))
    }
    return close(status ?? .quit)
  }

  private func close(_ status: Status) -> Status {
    terminal.close()
    session?.end()
    keeper.finish()
    let lost = state.unjudged + verdicts.finish { Output.stderr.write(["Note: \($0)"]) }
    Output.stderr.write(lost.map { "Error: \($0)" })
    let problems = [memory.finish(), recorder?.finish(at: EventLoop.now)].compactMap(\.self)
    Output.stderr.write(problems.map { "Note: \($0)" })
    if case .quit = status, !lost.isEmpty { return .unwritten }
    return status
  }

  /// Goes on looking for plugins, a step at a time: keys are heard in between.
  private func search() -> [Action] {
    watch = watch ?? PluginWatch(places)
    switch watch?.advance() {
    case nil: return []
    case .found(let findings):
      list = findings.list
      keeper.list()
      memory.begin()
      verdicts.begin()
      return [.listed(list, notes: problems + findings.problems + findings.notes)]
    case .changed(let changes, let notes):
      list.append(changes.added)
      session?.append(changes.added)
      session?.forget(changes.removed)
      return [.changed(changes, notes: notes)]
    }
  }

  private func draw() {
    let screen = render(state, theme: theme)
    terminal.draw(screen)
    guard let problem = recorder?.show(screen, at: EventLoop.now) else { return }
    take([.recordingStopped(problem)])
    terminal.draw(render(state, theme: theme))
  }

  // MARK: What happens

  private var watches: [Watch] {
    (session.map { [Watch($0.descriptor, for: $0.wantsToWrite ? [.read, .write] : .read)] } ?? [])
      + (watch?.descriptor.map { [Watch($0)] } ?? []) + verdicts.descriptors.map { Watch($0) }
  }

  /// The state is told the time each second while something runs, and not otherwise.
  private var deadline: UInt64? {
    nextTick = state.needsClock ? nextTick ?? EventLoop.now + Self.second : nil
    let now = keeper.hasWork ? EventLoop.now : nil
    return [
      nextTick, session?.deadline, watch?.deadline, memory.deadline, verdicts.deadline, pacing.deadline, now,
    ].compactMap(\.self).min()
  }
  private static let second: UInt64 = 1_000_000_000

  private func actions(for event: Event) -> [Action] {
    switch event {
    case .input(let input): return [.input(input)]
    case .resized(let size): return [.resized(size)]
    case .ready(watch?.descriptor): break  // the next step of the search sees what it was
    case .ready(let descriptor) where verdicts.descriptors.contains(descriptor): return verdicts.advance()
    case .ready: return answers()
    case .deadline:
      nextTick = nil
      return answers() + (keeper.hasWork ? keeper.advance(utcOffset: Moment.now.utcOffset) : []) + memory.advance()
        + verdicts.advance()
    case .continued: terminal.repaint()
    case .suspendRequested: suspend()
    case .terminate(let signal): status = .ended(signal)
    case .inputClosed: status = .ended(SIGHUP)
    }
    return []
  }

  private func answers() -> [Action] {
    do {
      guard let received = try session?.receive() else { return [] }
      return (received.layers.map { [.layers($0)] } ?? []) + received.events.map(Action.plugin)
        + (received.restart.map { [.workerRestarted($0)] } ?? [])
    } catch {
      status = .failed(error)
      return []
    }
  }

  /// Lets the state take what happened, and performs what comes of it, until nothing more does.
  private func take(_ actions: [Action]) {
    var actions = actions
    while !actions.isEmpty {
      let next = actions.flatMap { update(&state, $0) }.flatMap(perform)
      actions = next + (session?.hasPending == true ? answers() : [])
    }
  }

  // MARK: What is done about it

  private func perform(_ effect: Effect) -> [Action] {
    switch effect {
    case .inspect(let indices): withSession { $0.inspect(indices) }
    case .digest(let index): withSession { $0.digest(index) }
    case .load(let indices): withSession { $0.load(indices) }
    case .run(let index, let input): withSession { $0.run(index, input: input) }
    case .call(let members, let inputs): withSession { $0.call(members, on: inputs) }
    case .callAgain(let index, let column): withSession { $0.callAgain(index, columns: column.map { [$0] }) }
    case .stopCalls: session?.stopCalls()
    case .stop(let indices): withSession { session in indices.forEach(session.stop) }
    case .sandbox(let policy): session?.sandbox = policy
    case .saveReport(let index, let occurrence): keeper.save(occurrence, of: index)
    case .copyReport(let occurrence):
      return [.effectDone(occurrence.markdown.copy("the report as Markdown", by: terminal))]
    case .copyReportCommand(let occurrence): return [.effectDone(occurrence.command.copy("the command", by: terminal))]
    case .copyResult(let plugin, let settings):
      return plugin.result(settings).map { [.effectDone($0.copy("the result", by: terminal))] } ?? []
    case .copyCommand(let plugin, let settings):
      return [.effectDone(plugin.command(settings).copy("the command", by: terminal))]
    case .copyComparison(let comparison):
      return [.effectDone(comparison.sharing.copy("the comparison", by: terminal))]
    case .exportReport(let occurrence, let form): return [.effectDone(occurrence.report(as: form).write())]
    case .exportList(let form):
      return [.effectDone(state.present.report(as: form, state.settingsOfRuns, state.layers).write())]
    case .exportCalls(let form):
      guard let matrix = state.matrix else { return [] }
      let report = state.calls.report(as: form, of: matrix, state.plugins, state.settingsOfCalls, state.layers)
      return [.effectDone(report.write())]
    case .openSource(let location, let plugin):
      let problem = Editor.open(location, of: plugin, sources: settings.sources, on: terminal)
      return [.resized(terminal.size)] + (problem.map { [.effectDone($0)] } ?? [])
    case .editText(let text):
      return [.resized(terminal.size)] + input(InputFile.edit(text, on: terminal), from: "what you wrote")
    case .readInputs(let path):
      switch InputFile.readList(path) {
      case .success(let text): return [.inputsRead(text, from: path.text.cells)]
      case .failure(let problem): return [.effectFailed(problem.words)]
      }
    case .readInput(let path): return input(InputFile.read(path), from: path.text.cells)
    case .remember(let remembrance): memory.remember(remembrance)
    case .judge(let requests): return verdicts.write(requests)
    case .savePicture: return [.effectDone(render(state, theme: theme).savePictures())]
    case .mouse(let isOn): terminal.setMouse(isOn)
    case .repaint: terminal.repaint()
    case .suspend: suspend()
    case .quit: status = .quit
    }
    return []
  }

  private func input(_ text: Result<ForeignText, InputFile.Problem>, from source: String) -> [Action] {
    switch text {
    case .success(let text): [.inputRead(text, from: source)]
    case .failure(let problem): [.effectDone(problem.words)]
    }
  }

  /// The session begins when it is first needed: after the first paint.
  private func withSession(_ body: (PluginSession) -> Void) {
    do {
      if session == nil {
        session = try PluginSession(
          digests: false, extent: list.count <= Self.few ? .interface : .details, settings: settings,
          jobs: jobs, worker: worker.take())
        session?.take(list)
        session?.sandbox = state.sandbox  // it may have been loosened while nothing needed a worker
      }
      session.map(body)
    } catch {
      status = .failed(error)
    }
  }

  /// So many plugins' interfaces are read with their checks: what they were before a rebuild can only be read before it.
  private static let few = 100

  private func suspend() {
    terminal.suspend()
    _ = update(&state, .resized(terminal.size))
  }
}

extension Event {
  /// Whoever caused it looks at the screen.
  fileprivate var isOfAPerson: Bool {
    switch self {
    case .input, .resized, .continued, .suspendRequested: true
    case .ready, .deadline, .terminate, .inputClosed: false
    }
  }
}
