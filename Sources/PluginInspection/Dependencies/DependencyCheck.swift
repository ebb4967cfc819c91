import PluginModel

/// What the graph of dependencies comes to, in words.
struct DependencyCheck {
  let check: Check
  let rejection: Rejection?

  /// Of missing libraries that a hint tells of; the details tell of all.
  private static let librariesInHint = 5

  /// - Parameter details: the tree is wanted also where nothing is missing.
  init(_ graph: borrowing DependencyGraph, details isTreeWanted: Bool) {
    let total = graph.dependencies.count
    let missing = graph.missing
    let found = "\(graph.dependencies.count { $0.library != nil }) of \(total) found"
    let cuts = graph.cuts.map(Self.words)
    let tree = isTreeWanted || !missing.isEmpty ? DependencyTree(graph).lines : []
    guard let first = missing.first else {
      rejection = nil
      guard let cut = Words.list(cuts, last: "and") else {
        check = Check(.dependencies, .pass, total == 0 ? "none needed" : found, details: tree)
        return
      }
      check = Check(
        .dependencies, .unverified, "\(found), and then the search was given up: \(cut)",
        hint: "Whether the rest is there was not looked for; opening it tells.", details: tree)
      return
    }
    let more = missing.count > 1 ? " (and \(missing.count - 1) more)" : ""
    let reason: String
    switch first.place {
    case .damaged(let path, let why): reason = "needs \(Words.name(first.name)), but \(path.line) is \(why)" + more
    case .missing, .found, .notSought: reason = "needs \(Words.name(first.name)), which was not found" + more
    }
    let unnamed = missing.count - Self.librariesInHint
    let hint =
      missing.prefix(Self.librariesInHint).map { Self.hint($0, in: graph) }
      + (unnamed > 0 ? ["\(unnamed) more \(unnamed == 1 ? "is" : "are") missing."] : [])
    check = Check(
      .dependencies, .fail, "\(found); \(reason)", hint: hint.joined(separator: "\n"),
      details: Words.bounded(cuts.map { "given up: " + $0 } + Self.tried(missing) + tree))
    rejection = Rejection(.missingDependency, reason, hint: hint.joined(separator: "\n"))
  }

  /// Who needs it, and what to do; the details tell where it was looked for.
  private static func hint(_ dependency: Dependency, in graph: borrowing DependencyGraph) -> String {
    let needer = dependency.loader.map { Words.name(graph.libraries[$0].name) } ?? "The plugin"
    let name = Words.name(dependency.name)
    guard case .missing = dependency.place else { return "\(needer) needs \(name); build or install that file again." }
    return dependency.name.contains(UInt8(ascii: "/"))
      ? "\(needer) needs \(name); put it there, or link by name alone."
      : "\(needer) needs \(name); install it, or add its folder with -Wl,-rpath."
  }

  /// Every path, in the order of the search; no more than can be told.
  private static func tried(_ missing: [Dependency]) -> [String] {
    var lines: [String] = []
    for dependency in missing where lines.count < Check.detailsAtMost {
      guard case .missing(let tried) = dependency.place else { continue }
      lines.append("\(Words.name(dependency.name)) was not found; tried in this order:")
      lines += tried.prefix(Int(Check.detailsAtMost)).map { "  " + $0.line } + [""]
    }
    return lines
  }

  private static func words(_ cut: DependencyGraph.Cut) -> String {
    switch cut {
    case .paths: "\(DependencyGraph.pathsAtMost) paths were tried"
    case .libraries: "it needs more than \(DependencyGraph.librariesAtMost) libraries"
    case .list(let name): "the needs of \(Words.name(name)) are too many or too long"
    }
  }
}
