import PluginModel

/// The graph of dependencies as lines: each library under the first that needs it, what it needs in turn only there.
struct DependencyTree {
  let lines: [String]

  private static let deepestIndent = 40

  init(_ graph: borrowing DependencyGraph) {
    var lines: [String] = []
    var shown: Set<Int> = []
    // By hand and not recursive: the graph of a hostile file may be as deep as it is large.
    var stack = [(index: 0, depth: 0)]
    while let (index, depth) = stack.popLast(), lines.count <= Check.detailsAtMost {
      let library = graph.libraries[index]
      let isFirst = shown.insert(index).inserted
      lines.append(
        String(repeating: "  ", count: min(depth, Self.deepestIndent))
          + Self.line(library, isPlugin: index == 0, isFirst: isFirst))
      guard isFirst else { continue }
      stack += library.needs.reversed().map { ($0, depth + 1) }
    }
    self.lines = Words.bounded(lines)
  }

  private static func line(_ library: Dependency, isPlugin: Bool, isFirst: Bool) -> String {
    let name = Words.name(library.name)
    if isPlugin { return name }
    switch library.place {
    case .found(let path, let rule):
      return isFirst ? "\(name)  \(path.line)  (\(rule.rawValue))" : "\(name)  (see above)"
    case .missing: return "\(name)  NOT FOUND"
    case .notSought: return "\(name)  NOT LOOKED FOR"
    case .damaged(let path, let why): return "\(name)  \(path.line)  \(why.uppercased())"
    }
  }
}
