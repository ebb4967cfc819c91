/// Why there is no program that opens a Go plugin.
public enum GoObstacle: Error, Hashable, Sendable {
  /// None that built it is there: which ones are, and where they were looked for.
  case noToolchain(found: [String], places: [String])
  /// A runner by the right toolchain has other packages. The names of those, and by what they differ, if that is known.
  case otherPackages([String], runner: GoBuild, cause: String?)
  /// The toolchain, and its own words.
  case notBuilt(toolchain: String, reason: String)
  case tookTooLong(toolchain: String, seconds: UInt32)
  /// The cache cannot be used, in words.
  case noCache(String)
  /// The user, or the end of the process that built it.
  case interrupted(String)

  private static let namesInSentence = 3

  /// - Parameter plugin: what the plugin tells of itself.
  public func rejection(of plugin: GoFacts) -> Rejection {
    Rejection(.incompatibleRuntime, reason(plugin), hint: hint(plugin))
  }

  private func reason(_ plugin: GoFacts) -> String {
    switch self {
    case .noToolchain(let found, _):
      switch plugin.build.toolchain {
      case let needed?: "built with \(GoBuild.words(forVersion: needed)), which is not installed"
      case nil where found.isEmpty: "a Go plugin, and no Go toolchain is installed"
      case nil: "built with a Go toolchain that is not installed"
      }
    case .otherPackages(let names, let runner, let cause):
      if let cause {
        "built with \(cause); \(Self.subject(names)) from \(runner.words)"
      } else {
        "\(Self.subject(names)) from \(runner.words)"
      }
    case .notBuilt(let toolchain, let reason):
      "\(GoBuild.words(forVersion: toolchain)) could not build a runner for it: \(reason)"
    case .tookTooLong(let toolchain, let seconds):
      "\(GoBuild.words(forVersion: toolchain)) did not finish building a runner for it within \(seconds) s"
    case .noCache(let reason): "no place to keep a runner for Go plugins: \(reason)"
    case .interrupted(let reason): "the building of a runner for it \(reason)"
    }
  }

  private func hint(_ plugin: GoFacts) -> String? {
    switch self {
    case .noToolchain(let found, let places):
      let needed =
        plugin.build.toolchain.map { "Install \(GoBuild.words(forVersion: $0))" } ?? "Install the one that built it"
      let here = found.isEmpty ? "" : "\nThere is \(found.joined(separator: ", "))."
      return "\(needed), or build the plugin with one that is there. AIRLOCK_GO names further folders."
        + here + "\nLooked for in \(places.joined(separator: ", "))."
    case .otherPackages(_, _, _?): return "Build it without that."
    case .otherPackages(_, let runner, nil):
      return "Build it with \(runner.words), by go build -buildmode=plugin with no other flags."
    case .notBuilt: return "It needs a C compiler, as the plugin did."
    case .tookTooLong: return "Try again when the machine has less to do."
    case .noCache: return "Set XDG_CACHE_HOME to a folder of your own."
    case .interrupted: return "Run it again."
    }
  }

  /// "its standard library differs", "its packages fmt, os and 5 more differ".
  private static func subject(_ names: [String]) -> String {
    if names.contains("runtime") { return "its standard library differs" }
    let shown = names.prefix(namesInSentence).joined(separator: ", ")
    let rest = names.count - namesInSentence
    return names.count == 1
      ? "its package \(shown) differs" : "its packages \(shown)\(rest > 0 ? " and \(rest) more" : "") differ"
  }
}

extension GoObstacle: WireValue {
  private static let textsAtMost = GoHashes.packagesAtMost

  public func write(to writer: inout WireWriter) {
    switch self {
    case .noToolchain(let found, let places):
      writer.put(UInt8(0))
      writer.put(texts: found)
      writer.put(texts: places)
    case .otherPackages(let names, let runner, let cause):
      writer.put(UInt8(1))
      writer.put(texts: names)
      writer.put(runner)
      writer.put(optional: cause) { $0.put($1) }
    case .notBuilt(let toolchain, let reason):
      writer.put(UInt8(2))
      writer.put(toolchain)
      writer.put(reason)
    case .tookTooLong(let toolchain, let seconds):
      writer.put(UInt8(3))
      writer.put(toolchain)
      writer.put(seconds)
    case .noCache(let reason):
      writer.put(UInt8(4))
      writer.put(reason)
    case .interrupted(let reason):
      writer.put(UInt8(5))
      writer.put(reason)
    }
  }
  public init(from reader: inout WireReader) throws(WireError) {
    switch try reader.integer(UInt8.self) {
    case 0:
      let found = try reader.texts(atMost: Self.textsAtMost)
      self = .noToolchain(found: found, places: try reader.texts(atMost: Self.textsAtMost))
    case 1:
      let names = try reader.texts(atMost: Self.textsAtMost)
      let runner = try GoBuild(from: &reader)
      self = .otherPackages(
        names, runner: runner, cause: try reader.optional { (r) throws(WireError) in try r.foreign().line })
    case 2:
      let toolchain = try reader.foreign().line
      self = .notBuilt(toolchain: toolchain, reason: try reader.foreign().line)
    case 3:
      let toolchain = try reader.foreign().line
      self = .tookTooLong(toolchain: toolchain, seconds: try reader.integer())
    case 4: self = .noCache(try reader.foreign().line)
    case 5: self = .interrupted(try reader.foreign().line)
    case let tag: throw .unknownCase(tag)
    }
  }
}
