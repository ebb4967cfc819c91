import Display
import PluginModel

/// All that the dashboard knows. `update` changes it, `render` draws it, nothing else touches it.
public struct State: Sendable {
  public let settings: Settings
  /// The folder that is shown, as the user gave it; nil if the plugins were given one by one.
  public let place: String?
  /// The current one, which relative paths begin in.
  public let folder: PluginPath
  /// For the help: "0.1.0".
  public let version: String
  /// What each key does.
  let keys: KeyMap

  public internal(set) var size: Size
  /// The colours.
  public internal(set) var look: Theme.Look
  /// The terminal tells of clicks and the wheel.
  public internal(set) var isMouseOn: Bool
  /// What plugins may do, in the runs that are asked for from now on.
  public internal(set) var sandbox: SandboxPolicy
  /// Which layers of the sandbox hold; nil until the worker has told.
  public internal(set) var layers: SandboxLayers?
  var now = Moment(nanoseconds: 0)
  var roster = Roster()
  /// Which plugins the list shows, and in which order.
  var listing = Listing()
  /// The list has been given: an empty one means that there are no plugins.
  var isListed = false

  /// By its place in the roster; it is of use only while the list shows it.
  var selection = 0
  /// The first row of the list on the screen.
  var listTop = 0
  var focus = Pane.plugins
  /// The pane with the focus has the screen for itself.
  var isZoomed = false
  /// The first line on the screen in Checks; nil shows the first check that did not pass.
  var checksTop: Int?
  var resultTab = ResultTab.value
  var resultTop = 0

  var field: TextField
  /// The bytes that were given as the input: they hold for as long as nobody has edited the text.
  var given: ForeignText
  /// The pane that gets the focus back when editing ends; nil while nobody edits.
  var editingFrom: Pane?
  var inputHistory = InputHistory()

  /// The first line of the help on the screen; nil while it is closed.
  var helpTop: Int?
  var page: Page?
  /// The crash report of the selected plugin; nil while it is closed.
  var crashPage: CrashPage?
  /// The row that is selected in the sandbox's overlay; nil while it is closed.
  var sandboxRow: Int?
  /// What is typed at the foot of the screen; nil while nobody does.
  var prompt: Prompt?
  /// The newest "run all".
  var batch: Batch?
  /// Its view is open.
  var isBatchShown = false
  /// The list of inputs that is being written; nil while nobody does.
  var inputsField: TextField?
  /// As it was last used, or given at the start.
  var inputsText: String?
  /// The newest calls of several plugins with several inputs.
  var matrixRun: MatrixRun?
  /// Their view is open.
  var isMatrixShown = false
  /// One of them that is looked at by itself.
  var openCall: OpenCall?
  /// A plugin that changes is run again.
  var runsOnChange = false
  /// What was said in this session, the newest last.
  var messages = Messages()
  /// Shown in place of the key hints until the next key.
  var notice: Notice? { didSet { if let notice, notice != oldValue { messages.add(notice, at: now) } } }
  /// Keys are shown as they are pressed.
  let showsKeys: Bool
  var keysPressed = PressedKeys()
  /// What the next key does if it is the last one again, and nothing otherwise.
  var question: Question?

  /// How often crashes were seen, in this session and before.
  var history = CrashHistory()
  /// The digests that were asked for.
  var digests = DigestRequests()
  /// What people decided about plugins, as it is written down.
  var rulings = Rulings()
  var judging = Judging()
  /// What earlier sessions knew of plugins that have not been listed yet.
  var memory = PluginMemory()

  public init(
    settings: Settings, size: Size, place: String?, folder: PluginPath, version: String, keys: KeyMap = .standard,
    look: Theme.Look = .dark, isMouseOn: Bool = false, showsKeys: Bool = false, inputs: String? = nil
  ) {
    self.settings = settings
    sandbox = settings.sandbox
    self.size = size
    self.place = place
    self.folder = folder
    self.version = version
    self.keys = keys
    self.look = look
    self.isMouseOn = isMouseOn
    self.showsKeys = showsKeys
    inputsText = inputs
    given = settings.input
    field = TextField(settings.input.repaired, limit: Limits.inputBytes)
  }

  public var plugins: PluginList { roster.plugins }
  /// Those whose files are there.
  public var present: PluginList {
    PluginList(roster.plugins.plugins.enumerated().filter { !roster.rows[$0.offset].isGone }.map(\.element))
  }
  /// As the list's runs were made; where they were sandboxed in several ways, as the next is to be.
  public var settingsOfRuns: Settings {
    let policies = Set(zip(roster.plugins.plugins, roster.rows).compactMap { $0.run == nil ? nil : $1.sandbox })
    var settings = settings
    settings.sandbox = policies.count == 1 ? policies.first ?? sandbox : sandbox
    return settings
  }
  public var isEditing: Bool { editingFrom != nil }

  /// Seconds are counted on the screen, the list waits to be sorted, or keys are shown for a while: send `clock` once a
  /// second. Otherwise nothing changes by itself.
  public var needsClock: Bool {
    !roster.running.isEmpty || matrixRun?.isUnderWay ?? false || listing.isStale || !keysPressed.isEmpty
  }

  /// What the function is called with: the bytes that were given, as long as nobody has edited them.
  public var input: ForeignText {
    let text = field.text
    return text == given.repaired ? given : ForeignText(text)
  }

  var layout: Layout {
    Layout(size, inputLines: field.lineCount, zoomed: isZoomed ? focus : nil)
  }

  /// Nil if there is none, or if the list does not show it; what is being read stays, whatever becomes of its row.
  var selected: Plugin? { isSelectionShown ? roster.plugins[selection] : nil }
  var selectedRow: Row? { isSelectionShown ? roster.rows[selection] : nil }
  private var isSelectionShown: Bool { selection < roster.count && (isReading || listing.place(of: selection) != nil) }
  /// A report or a full text of the selected plugin is open.
  var isReading: Bool { page?.isOfPlugin ?? (crashPage != nil) }

  /// Where a key is pressed.
  var context: Context {
    if helpTop != nil { return .help }
    if let prompt { return prompt.purpose == .palette ? .palette : .prompt }
    if sandboxRow != nil { return .sandbox }
    if let page { return page.pair == nil ? .page : .comparison }
    if crashPage != nil { return .crash }
    if inputsField != nil { return .inputs }
    if isMatrixShown { return .matrix }
    if isBatchShown { return .batch }
    if isEditing { return .editing }
    return switch focus {
    case .plugins: .plugins
    case .checks: .checks
    case .input: .input
    case .result: .result
    }
  }
}

/// What is done only when asked for twice.
enum Question: Hashable, Sendable {
  /// ^C was pressed with nothing to stop.
  case quit
  case sandboxOff
}

/// A sentence for the status line.
struct Notice: Hashable, Sendable {
  var mark: Mark?
  var text: String

  init(_ text: String, _ mark: Mark? = nil) {
    self.text = text
    self.mark = mark
  }
}
