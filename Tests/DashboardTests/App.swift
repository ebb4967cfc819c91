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
    place: String? = "~/host/plugins", notes: [String] = [], keys: KeyMap = .standard, isMouseOn: Bool = false,
    showsKeys: Bool = false
  ) {
    state = State(
      settings: settings, size: Size(columns: columns, rows: rows), place: place,
      folder: PluginPath("/home/u/host"), version: "0.1.0", keys: keys, isMouseOn: isMouseOn,
      showsKeys: showsKeys)
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
  /// The names of those that the list shows, in its order.
  var shown: [String] { state.listing.shown.map { state.plugins[$0].path.shortName.cells } }
  /// The name of the selected one.
  var selected: String? { state.selected?.path.shortName.cells }
  /// Those that were asked to run, by name.
  var runs: [String] {
    effects.compactMap { if case .run(let index, _) = $0 { state.plugins[index].path.shortName.cells } else { nil } }
  }
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
  /// An action, by its words in the palette.
  func choose(_ words: String) {
    press(":")
    type(words)
    press(.enter)
  }
  /// The looks of the cells that show a text, where it is first seen.
  func styles(of text: String) -> Set<Style>? {
    let screen = self.screen
    let wanted = Array(text)
    for row in 0..<screen.size.rows {
      let cells = Array(screen.row(row))
      guard cells.count >= wanted.count else { continue }
      for start in 0...(cells.count - wanted.count)
      where zip(cells[start...], wanted).allSatisfy({ $0.character == $1 }) {
        return Set(cells[start..<(start + wanted.count)].map(\.style))
      }
    }
    return nil
  }
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
