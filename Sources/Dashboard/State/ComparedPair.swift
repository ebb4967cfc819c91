import PluginModel
import Reports

/// What is compared: two plugins of the list, or one with what it was before its file changed.
struct ComparedPair: Hashable, Sendable {
  enum Side: Hashable, Sendable {
    case plugin(Int)
    /// In the state of its file that came before the present one.
    case before(Int)

    var index: Int {
      switch self {
      case .plugin(let index), .before(let index): index
      }
    }
  }

  var left: Side
  var right: Side
  /// What is the same is left out.
  var onlyDifferences = false

  func contains(_ index: Int) -> Bool { left.index == index || right.index == index }
}

extension State {
  /// The two that `compare` is about: two that are marked, the selected one and another that is marked, or the selected
  /// one before and after its file changed; nil if there are no such two.
  var pairToCompare: ComparedPair? {
    let marked = roster.byName.filter { roster.marked.contains($0) && !roster.rows[$0].isGone }
    if marked.count == 2 { return ComparedPair(left: .plugin(marked[0]), right: .plugin(marked[1])) }
    guard selected != nil else { return nil }
    if marked.count == 1, marked[0] != selection {
      return ComparedPair(left: .plugin(selection), right: .plugin(marked[0]))
    }
    return pairAroundRebuild
  }

  /// The selected plugin before and after its file changed; nil if it has not.
  var pairAroundRebuild: ComparedPair? {
    guard let row = selectedRow, row.earlier != nil else { return nil }
    return ComparedPair(left: .before(selection), right: .plugin(selection))
  }

  /// Where there is little room, what is the same does not take it.
  mutating func compare(_ pair: ComparedPair?) {
    guard var pair else { return }
    pair.onlyDifferences = layout.form != .wide
    page = Page(comparing: pair, self)
  }

  func sideBySide(_ pair: ComparedPair) -> SideBySide {
    let names = [pair.left, pair.right].map { roster.plugins[$0.index].path.name.cells }
    let naming: Naming = pair.left.index == pair.right.index ? .moment : names[0] == names[1] ? .path : .name
    return SideBySide(side(pair.left, naming), side(pair.right, naming))
  }

  /// What tells two from each other.
  private enum Naming { case name, path, moment }

  private func side(_ side: ComparedPair.Side, _ naming: Naming) -> SideBySide.Side {
    let row = roster.rows[side.index]
    let present = roster.plugins[side.index]
    let (plugin, moment) =
      switch side {
      case .before: (row.earlier ?? present, "before")
      case .plugin: (present, "now")
      }
    let title =
      switch naming {
      case .name: plugin.path.name.cells
      case .path: plugin.path.text.cells
      case .moment: "\(plugin.path.name.cells) \(moment)"
      }
    return SideBySide.Side(
      title: title, inspection: plugin.inspection, checks: plugin.checks(settings: settings),
      results: results(row, of: plugin.inspection?.file))
  }

  /// The newest first.
  private func results(_ row: Row, of file: FileState?) -> [SideBySide.Result] {
    row.past.reversed().filter { $0.file == file }.map { SideBySide.Result(input: $0.input, words: $0.word) }
  }
}
