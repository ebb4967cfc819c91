import PluginModel

/// The crash report over the whole screen: where the focus is and how far what was scrolled. The report itself is the
/// row's.
struct CrashPage: Hashable, Sendable {
  var focus = CrashSection.cause
  /// The first line on the screen of each section that was scrolled; where each has a frame of its own.
  var tops: [CrashSection: Int] = [:]
  /// The first line on the screen where all sections are one text.
  var top = 0
  /// The selected line of sections that are lists.
  var cursors: [CrashSection: Int] = [:]
  /// The thread whose frames are shown, by its place in the report.
  var thread = 0
  /// Folded frames that were unfolded, by their numbers.
  var unfolded: Set<Range<Int>> = []
  /// Output is shown from its start, and not only its end.
  var isOutputWhole = false

  init(focus: CrashSection = .cause) { self.focus = focus }
}

/// A part of a crash report, in the order in which Tab goes through them.
enum CrashSection: Sendable, CaseIterable {
  case cause, source, frames, registers, threads, attempts, input, output, reproduce

  var title: String {
    switch self {
    case .cause: "Cause"
    case .source: "Source"
    case .frames: "Frames"
    case .registers: "Registers"
    case .threads: "Threads"
    case .attempts: "Denied"
    case .input: "Input"
    case .output: "Output"
    case .reproduce: "Reproduce"
    }
  }
}

extension State {
  /// The report that is open, laid out for the screen's size.
  var crashText: CrashPageText? {
    guard let page = crashPage, let crash = readCrash else { return nil }
    return CrashPageText(crash, page, self)
  }

  /// The crash that a report is of: of a call that is looked at by itself, else of the selected plugin.
  var readCrash: SeenCrash? { openCall?.crash ?? selectedRow?.crash }

  /// The focus is where there is most to do; on a small screen reading begins at the top.
  mutating func openCrash() {
    crashPage = CrashPage()
    guard let text = crashText, text.isFramed, !text.frames.isEmpty else { return }
    crashPage?.focus = .frames
  }

  mutating func moveInCrash(_ move: Command.Move) {
    guard let text = crashText else { return }
    crashPage = CrashLayout(text, layout).moved(move)
  }

  mutating func changeSection(by step: Int) {
    guard let text = crashText, let page = crashPage else { return }
    let sections = text.sections.map(\.section)
    let place = sections.firstIndex(of: page.focus) ?? 0
    let next = sections[(place + step + sections.count) % sections.count]
    crashPage = CrashLayout(text, layout).focused(on: next)
  }

  /// Enter: what is folded opens, what is open is folded again; in the list of threads, the selected one is shown.
  mutating func unfoldInCrash() {
    guard let text = crashText, let page = crashPage else { return }
    switch page.focus {
    case .frames:
      guard let range = text.foldable else { return }
      if page.unfolded.contains(range) {
        crashPage?.unfolded.remove(range)
        crashPage?.cursors[.frames] = text.frames.firstIndex { $0.range == range }
      } else {
        crashPage?.unfolded.insert(range)
      }
    case .threads:
      crashPage?.thread = text.cursor(.threads)
      crashPage?.cursors[.frames] = nil
      crashPage?.tops[.frames] = nil
      crashPage?.unfolded = []
    case .output:
      crashPage?.isOutputWhole.toggle()
      crashPage?.tops[.output] = nil
    default: break
    }
  }

  var unfoldObstacle: String? {
    guard let text = crashText, let page = crashPage else { return nil }
    switch page.focus {
    case .frames: return text.foldable == nil ? "nothing is folded here" : nil
    case .threads: return nil
    case .output: return text.hasMoreOutput ? nil : "that is all of it"
    default: return "nothing is folded here"
    }
  }

  /// The place that an editor is to open: that of the selected frame, else the one that the report shows.
  var editablePlace: CodeLocation? {
    guard let text = crashText, let page = crashPage else { return nil }
    if page.focus == .frames || page.focus == .threads { return text.selectedFrame?.location }
    return text.report.location
  }
}
