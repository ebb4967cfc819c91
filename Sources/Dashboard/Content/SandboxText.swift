import Display
import PluginModel

/// The overlay that tells of the sandbox: what is let in besides computing, each to be switched, and which layers hold.
struct SandboxText {
  enum Item: Hashable {
    case loosening(Loosening)
    case layer(SandboxLayers.Layer)
    /// What holds in part only.
    case lack(SandboxLayers.Lack)
  }

  private(set) var lines: [Line] = []
  /// The lines of the selected item.
  private(set) var selected = 0..<0
  private let columns: Int
  /// The details of the item that is laid out.
  private var isTold = true
  /// On a narrower screen only the selected item has its details, below it.
  private static let roomForDetails = 44

  /// What can be selected, from top to bottom.
  static func items(_ state: State) -> [Item] {
    let loosenings = Loosening.allCases.map(Item.loosening)
    guard let layers = state.layers else { return loosenings }
    let names = Set(SandboxLayers.Layer.allCases.map(\.rawValue))
    return loosenings + SandboxLayers.Layer.allCases.map(Item.layer)
      + layers.lacks.filter { !names.contains($0.name) }.map(Item.lack)
  }

  init(_ state: State, columns: Int) {
    self.columns = columns
    let heading = "What a plugin may do besides computing"
    lines.append(Line(heading.count <= columns ? heading : "Let in", .strong))
    for (index, item) in Self.items(state).enumerated() {
      if index == Loosening.allCases.count { lines += Self.layersHeading(state) }
      let start = lines.count
      isTold = columns >= Self.roomForDetails || index == state.sandboxRow
      switch item {
      case .loosening(let loosening): add(loosening, state)
      case .layer(let layer): add(layer, state)
      case .lack(let lack): add(.look, lack.name, "missing: \(lack.consequence)")
      }
      guard index == state.sandboxRow else { continue }
      selected = start..<lines.count
      lines[start].spans[0] = Span("▌", .strong)
    }
    if state.layers == nil { lines += Self.layersHeading(state) }
  }

  /// The first line to show: the selected item is in sight, and the one after it.
  func top(rows: Int) -> Int {
    max(0, min(min(lines.count, selected.upperBound + 1) - rows, selected.lowerBound))
  }

  private static func layersHeading(_ state: State) -> [Line] {
    let words =
      !state.sandbox.isOn
      ? "off, but for the limits"
      : state.layers.map { "\($0.holding.count) of \(SandboxLayers.Layer.allCases.count) hold" }
        ?? "told as soon as a process has begun"
    return [.blank, [Span("Layers", .strong), Span("  \(words)", .dim)]]
  }

  private mutating func add(_ loosening: Loosening, _ state: State) {
    let given = state.settings.sandbox
    let isAllowed = state.sandbox.allows(loosening)
    let canBeGiven = loosening == .read || loosening == .write || loosening == .env
    let isMissing = canBeGiven && !given.allows(loosening)
    let isIdle = isMissing || (!state.sandbox.isOn && loosening != .everything)
    let role: Role = isIdle ? .dim : !isAllowed ? .plain : loosening == .everything ? .alarm : .look
    let box = isMissing ? " – " : isAllowed ? "[x]" : "[ ]"
    let names = given.names(in: loosening).joined(separator: ", ")
    add(
      [
        Span(" "), Span(box, role), Span(" \(state.keys.name(of: .loosen(loosening))) ", .key),
        Span(loosening.rawValue, role),
      ], nameColumns: 19,
      isMissing ? "none given: \(loosening.option)" : names.isEmpty ? loosening.words : names)
  }

  private mutating func add(_ layer: SandboxLayers.Layer, _ state: State) {
    guard let layers = state.layers else { return }
    if let lack = layers.lacks.first(where: { $0.name == layer.rawValue }) {
      add(.look, lack.name, "missing: \(lack.consequence)")
    } else {
      let name = layer == .landlock ? "\(layer.rawValue)-\(layers.landlockVersion)" : layer.rawValue
      add(state.sandbox.isOn || layer == .limits ? .passed : .skipped, name, layers.purpose(of: layer))
    }
  }

  private mutating func add(_ mark: Mark, _ name: String, _ details: String) {
    add(
      [Span(" "), Span(String(mark.glyph), mark.role), Span(" " + name, mark == .look ? .look : .plain)],
      nameColumns: 22, details)
  }

  private mutating func add(_ head: [Span], nameColumns: Int, _ details: String) {
    guard columns >= Self.roomForDetails else {
      lines.append(Line(head))
      if isTold { lines += Wrap.words(details, columns: columns - 5, limit: 3).map { Line("     " + $0, .dim) } }
      return
    }
    let texts = Wrap.words(details, columns: columns - nameColumns, limit: 3)
    let gap = String(repeating: " ", count: max(0, nameColumns - Line(head).columns))
    lines.append(Line(head + [Span(gap), Span(texts.first ?? "", .dim)]))
    lines += texts.dropFirst().map { [Span(String(repeating: " ", count: nameColumns)), Span($0, .dim)] }
  }
}
