import CLinux
import Dashboard
import Display
import Glibc
import Linux
import PluginModel
import Terminal
import WorkerClient

/// The dashboard at work: takes events from the terminal and the worker, lets `update` decide, performs what it asks
/// for, and draws. One thread, one poll.
final class ScreenLoop {
  /// How it ended.
  enum Status {
    case quit
    case ended(Int32)
    case failed(WorkerError)
  }

  private let events: EventLoop
  private let terminal: Terminal
  private let theme: Theme
  /// Looks for the plugins; nil once they are found.
  private var finder: PluginFinder?
  private var findings = PluginFinder.Findings()
  private let jobs: Int
  private let settings: Settings
  private var state: State
  private var session: PluginSession?
  private var status: Status?
  /// When to tell the state what time it is, by the monotonic clock.
  private var nextTick: UInt64?

  init(options: Options, settings: Settings) throws {
    events = try EventLoop()
    terminal = try Terminal()
    events.recognize(keys: terminal.keys)
    theme = Theme(unicode: terminal.capabilities.isUnicode, colour: terminal.capabilities.colors > 0)
    finder = options.finder
    jobs = options.jobLimit
    self.settings = settings
    let places = options.searchPaths
    state = State(
      settings: settings, size: terminal.size, place: places.count == 1 ? places[0].text.cells : nil,
      version: Airlock.version)
  }

  func run() -> Status {
    defer {
      terminal.close()
      session?.end()
    }
    draw()  // the frame is there before the first name has been looked at
    while status == nil {
      take([.clock(Self.now)] + search())
      if status != nil { break }
      draw()
      take([.clock(Self.now)] + events.next(watching: watches, deadline: deadline).flatMap(actions))
    }
    return status ?? .quit
  }

  /// Goes on looking for plugins, a step at a time: keys are heard in between.
  private func search() -> [Action] {
    guard finder != nil, finder?.advance() == false else { return [] }
    findings = finder?.findings ?? findings
    finder = nil
    return [.listed(findings.list, notes: findings.problems + findings.notes)]
  }

  private func draw() { terminal.draw(render(state, theme: theme)) }

  // MARK: What happens

  private var watches: [Watch] {
    guard let session else { return [] }
    return [Watch(session.descriptor, for: session.wantsToWrite ? [.read, .write] : .read)]
  }

  /// The state is told the time each second while something runs, and not otherwise.
  private var deadline: UInt64? {
    nextTick = state.needsClock ? nextTick ?? EventLoop.now + Self.second : nil
    return [nextTick, session?.deadline, finder == nil ? nil : EventLoop.now].compactMap(\.self).min()
  }
  private static let second: UInt64 = 1_000_000_000

  private func actions(for event: Event) -> [Action] {
    switch event {
    case .input(let input): return [.input(input)]
    case .resized(let size): return [.resized(size)]
    case .ready: return answers()
    case .deadline:
      nextTick = nil
      return answers()
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

  private static var now: Moment {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    var local = tm()
    localtime_r(&time.tv_sec, &local)
    return Moment(
      nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec), utcOffset: Int32(local.tm_gmtoff))
  }

  // MARK: What is done about it

  private func perform(_ effect: Effect) -> [Action] {
    switch effect {
    case .inspect(let indices): withSession { session in indices.forEach(session.inspect) }
    case .digest(let index): withSession { $0.digest(index) }
    case .load(let indices): withSession { session in indices.forEach(session.load) }
    case .run(let index, let input): withSession { $0.run(index, input: input) }
    case .stop(let indices): withSession { session in indices.forEach(session.stop) }
    case .sandbox(let policy): session?.sandbox = policy
    case .savePicture: return [.effectDone(savePicture())]
    case .repaint: terminal.repaint()
    case .suspend: suspend()
    case .quit: status = .quit
    }
    return []
  }

  /// The worker is started when it is first needed: after the first paint.
  private func withSession(_ body: (PluginSession) -> Void) {
    do {
      if session == nil {
        session = try PluginSession(findings.list, digests: findings.sameSize, settings: settings, jobs: jobs)
        session?.sandbox = state.sandbox  // it may have been loosened while nothing needed a worker
      }
      session.map(body)
    } catch {
      status = .failed(error)
    }
  }

  private func suspend() {
    terminal.suspend()
    _ = update(&state, .resized(terminal.size))
  }

  /// Writes the screen as SVG into the current folder; what became of it, in words.
  private func savePicture() -> String {
    var seconds = time(nil)
    var local = tm()
    localtime_r(&seconds, &local)
    let stamp = [local.tm_year + 1900, local.tm_mon + 1, local.tm_mday, local.tm_hour, local.tm_min, local.tm_sec]
      .map { $0 < 10 ? "0\($0)" : String($0) }.joined()
    let name = "airlock-\(stamp).svg"
    let file = linux_create(name)
    guard file >= 0 else { return "could not save \(name): \(SystemError("open").reason)" }
    defer { close(file) }
    let picture = render(state, theme: theme).svg(title: "airlock")
    return Descriptor.writeAll(file, Array(picture.utf8))
      ? "saved \(name)" : "could not save \(name): \(SystemError("write").reason)"
  }
}
