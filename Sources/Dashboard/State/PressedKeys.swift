import Display
import PluginModel

/// The keys that were pressed last, for those who watch somebody else at the keyboard.
struct PressedKeys: Hashable, Sendable {
  private(set) var keys: [Input] = []
  private var last = Moment(nanoseconds: 0)

  static let most = 5
  /// After the last of them all go, in nanoseconds.
  static let shownFor: UInt64 = 2_000_000_000

  var isEmpty: Bool { keys.isEmpty }

  /// The mouse is seen by where it points.
  mutating func note(_ input: Input, at now: Moment) {
    if case .mouse = input { return }
    // A paste may be long, and is told by its name.
    if case .paste = input { keys.append(.paste("")) } else { keys.append(input) }
    keys = keys.suffix(Self.most)
    last = now
  }

  mutating func forget(at now: Moment) {
    if now.since(last) >= Self.shownFor { keys = [] }
  }
}
