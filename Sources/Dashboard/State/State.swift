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

  public internal(set) var size: Size
  /// What plugins may do, in the runs that are asked for from now on.
  public internal(set) var sandbox: SandboxPolicy
  /// Which layers of the sandbox hold; nil until the worker has told.
  var layers: SandboxLayers?
  var now = Moment(nanoseconds: 0)
  var roster = Roster()
  /// The list has been given: an empty one means that there are no plugins.
  var isListed = false

  var selection = 0
  /// The first row of the list on the screen.
  var listTop = 0
  var focus = Pane.plugins
  /// The first line on the screen in Checks; nil shows the first check that did not pass.
  var checksTop: Int?
  var resultTop = 0

  var field: TextField
  /// The pane that gets the focus back when editing ends; nil while nobody edits.
  var editingFrom: Pane?

  /// The first line of the help on the screen; nil while it is closed.
  var helpTop: Int?
  var page: Page?
  /// The crash report of the selected plugin; nil while it is closed.
  var crashPage: CrashPage?
  /// The row that is selected in the sandbox's overlay; nil while it is closed.
  var sandboxRow: Int?
  /// Shown in place of the key hints until the next key.
  var notice: Notice?
  /// What the next key does if it is the last one again, and nothing otherwise.
  var question: Question?

  /// How often crashes were seen, in this session and before.
  var history = CrashHistory()
  /// The digests that were asked for.
  var digests = DigestRequests()

  public init(settings: Settings, size: Size, place: String?, folder: PluginPath, version: String) {
    self.settings = settings
    sandbox = settings.sandbox
    self.size = size
    self.place = place
    self.folder = folder
    self.version = version
    field = TextField(settings.input.repaired, limit: Limits.inputBytes)
  }

  public var plugins: PluginList { roster.plugins }
  public var isEditing: Bool { editingFrom != nil }

  /// Seconds are counted on the screen: send `clock` once a second. Otherwise nothing changes by itself.
  public var needsClock: Bool { !roster.running.isEmpty }

  /// What the function is called with: the bytes that were given, as long as nobody has edited them.
  public var input: ForeignText {
    let text = field.text
    return text == settings.input.repaired ? settings.input : ForeignText(text)
  }

  var selected: Plugin? { selection < roster.count ? roster.plugins[selection] : nil }
  var selectedRow: Row? { selection < roster.count ? roster.rows[selection] : nil }

  /// Where a key is pressed.
  var context: Context {
    if helpTop != nil { return .help }
    if sandboxRow != nil { return .sandbox }
    if page != nil { return .page }
    if crashPage != nil { return .crash }
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
