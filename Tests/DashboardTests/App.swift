import Display
import PluginModel
import Testing

@testable import Dashboard

/// The dashboard with somebody at the keyboard, and a worker that the test plays.
final class App {
  private(set) var state: State
  /// What was asked for since the start, or since `forget`.
  private(set) var effects: [Effect] = []
  /// What is to be kept for the next session.
  private(set) var remembered: [Remembrance] = []
  var theme = Theme()

  /// 14:48:53 in Airlock's tests, on a day in 2026.
  static let start = Moment(nanoseconds: 1_795_358_933_000_000_000)

  init(
    _ columns: Int, _ rows: Int, plugins: PluginList = Samples.list, settings: Settings = Settings(),
    place: String? = "~/host/plugins", notes: [String] = []
  ) {
    state = State(
      settings: settings, size: Size(columns: columns, rows: rows), place: place,
      folder: PluginPath("/home/u/host"), version: "0.1.0")
    send(.clock(Self.start))
    send(.listed(plugins, notes: notes))
    // The first that was given, wherever its name puts it.
    state.select(0)
    state.settle()
  }

  func send(_ action: Action) {
    for effect in update(&state, action) {
      if case .remember(let remembrance) = effect { remembered.append(remembrance) } else { effects.append(effect) }
    }
  }
  func press(_ keys: Input...) { for key in keys { send(.input(key)) } }
  func type(_ text: String) { for character in text { send(.input(.text(character))) } }
  func resize(_ columns: Int, _ rows: Int) { send(.resized(Size(columns: columns, rows: rows))) }
  func wait(milliseconds: Int64) {
    send(.clock(Moment(nanoseconds: state.now.nanoseconds + milliseconds * 1_000_000)))
  }
  func forget() { (effects, remembered) = ([], []) }
  /// The selected plugin's row on the list.
  var place: Int? { state.listing.place(of: state.selection) }

  /// What was asked for by these keys alone.
  func asked(by keys: Input...) -> [Effect] {
    forget()
    for key in keys { send(.input(key)) }
    return effects
  }

  var screen: Screen { render(state, theme: theme) }
  var text: String { screen.text }
  /// The last line: hints, or what was said.
  var footer: String { text.split(separator: "\n", omittingEmptySubsequences: false).last.map(String.init) ?? "" }
  func row(_ row: Int) -> String {
    String(text.split(separator: "\n", omittingEmptySubsequences: false)[row])
  }
}

extension Input {
  static let enter = Input.key(.enter)
  static let escape = Input.key(.escape)
  static let tab = Input.key(.tab)
  static let shiftTab = Input.key(.tab, .shift)
}
