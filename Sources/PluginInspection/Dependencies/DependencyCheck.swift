import PluginModel

/// What the graph of dependencies comes to, in words.
struct DependencyCheck {
  let check: Check
  let rejection: Rejection?

  /// Of paths that a hint lists; the details list all.
  private static let pathsInHint = 8

  /// - Parameter details: the tree is wanted also where nothing is missing.
  init(_ graph: DependencyGraph, details isTreeWanted: Bool) {
    let total = graph.dependencies.count
    let missing = graph.missing
    let details = !isTreeWanted && missing.isEmpty ? [] : Array(Self.tree(graph).prefix(Int(Check.detailsAtMost)))
    guard let first = missing.first else {
      let summary = total == 0 ? "none needed" : "\(total) of \(total) found"
      check = Check(.dependencies, .pass, summary, details: details)
      rejection = nil
      return
    }
    let more = missing.count > 1 ? " (and \(missing.count - 1) more)" : ""
    let reason: String
    switch first.place {
    case .damaged(let path, let why): reason = "needs \(Words.name(first.name)), but \(path.line) is \(why)" + more
    case .missing, .found: reason = "needs \(Words.name(first.name)), which was not found" + more
    }
    let hint = missing.map { Self.hint($0, in: graph) }.joined(separator: "\n")
    let lines = missing.flatMap { Self.tried($0, in: graph) } + details
    check = Check(
      .dependencies, .fail, "\(total - missing.count) of \(total) found; " + reason, hint: hint,
      details: Array(lines.prefix(Int(Check.detailsAtMost))))
    rejection = Rejection(.missingDependency, reason, hint: hint)
  }

  /// "libbar.so.2 needs libfoo.so.1; tried /lib/libfoo.so.1 and /usr/lib/libfoo.so.1."
  private static func hint(_ dependency: Dependency, in graph: DependencyGraph) -> String {
    let needer = dependency.loader.map { Words.name(graph.libraries[$0].name) } ?? "The plugin"
    guard case .missing(let tried) = dependency.place else {
      return "\(needer) needs \(Words.name(dependency.name)); build or install that file again."
    }
    let shown =
      tried.prefix(pathsInHint).map(\.line) + (tried.count > pathsInHint ? ["\(tried.count - pathsInHint) more"] : [])
    let places = Words.list(Array(shown), last: "and").map { "; tried \($0)" } ?? ""
    return "\(needer) needs \(Words.name(dependency.name))\(places)."
  }

  private static func tried(_ dependency: Dependency, in graph: DependencyGraph) -> [String] {
    guard case .missing(let tried) = dependency.place else { return [] }
    return ["\(Words.name(dependency.name)) was not found; tried in this order:"] + tried.map { "  " + $0.line } + [""]
  }

  /// Each library under the first that needs it, what it needs in turn only there.
  private static func tree(_ graph: DependencyGraph) -> [String] {
    var lines: [String] = []
    var shown: Set<Int> = []
    // By hand and not recursive: the graph of a hostile file may be as deep as it is large.
    var stack = [(index: 0, depth: 0)]
    while let (index, depth) = stack.popLast(), lines.count < Int(Check.detailsAtMost) {
      let library = graph.libraries[index]
      let isFirst = shown.insert(index).inserted
      lines.append(
        String(repeating: "  ", count: min(depth, 40)) + line(library, isPlugin: index == 0, isFirst: isFirst))
      guard isFirst else { continue }
      stack += library.needs.reversed().map { ($0, depth + 1) }
    }
    return lines
  }

  private static func line(_ library: Dependency, isPlugin: Bool, isFirst: Bool) -> String {
    let name = Words.name(library.name)
    if isPlugin { return name }
    switch library.place {
    case .found(let path, let rule):
      return isFirst ? "\(name)  \(path.line)  (\(rule.rawValue))" : "\(name)  (see above)"
    case .missing: return "\(name)  NOT FOUND"
    case .damaged(let path, let why): return "\(name)  \(path.line)  \(why.uppercased())"
    }
  }
}
