/// A program that opens Go plugins of one toolchain and one set of flags, as it lies in the cache.
public struct GoRunner: Hashable, Sendable {
  /// The file to execute, and the state in which it was verified.
  public struct Program: Hashable, Sendable {
    public var path: PluginPath
    public var file: FileState

    public init(path: PluginPath, file: FileState) {
      self.path = path
      self.file = file
    }
  }

  public var program: Program
  /// What it was built by: with the toolchain's version.
  public var build: GoBuild
  public var hashes: GoHashes

  public init(program: Program, build: GoBuild, hashes: GoHashes) {
    self.program = program
    self.build = build
    self.hashes = hashes
  }

  /// Whether Go would take the plugin here.
  public func opens(_ facts: GoFacts) -> Bool {
    (facts.build.toolchain ?? build.toolchain) == build.toolchain && facts.hashes.differing(from: hashes).isEmpty
  }
}

/// Where toolchains are looked for and runners are kept: what the user's environment says. The worker's own has none of it.
public struct GoSurroundings: Hashable, Sendable {
  /// PATH: what the build itself needs too, a C compiler for one.
  public var searchPath: [UInt8]
  public var goroot: PluginPath?
  public var home: PluginPath?
  /// XDG_CACHE_HOME.
  public var cache: PluginPath?
  /// AIRLOCK_GO: folders of further toolchains, separated by colons.
  public var others: [UInt8]

  public init(
    searchPath: [UInt8] = [], goroot: PluginPath? = nil, home: PluginPath? = nil, cache: PluginPath? = nil,
    others: [UInt8] = []
  ) {
    self.searchPath = searchPath
    self.goroot = goroot
    self.home = home
    self.cache = cache
    self.others = others
  }
}

/// What is asked for a plugin: a runner that opens it.
public struct GoRunnerRequest: Hashable, Sendable {
  public var facts: GoFacts
  public var surroundings: GoSurroundings

  public init(facts: GoFacts, surroundings: GoSurroundings) {
    self.facts = facts
    self.surroundings = surroundings
  }
}

/// What came of it.
public enum GoPreparation: Hashable, Sendable {
  case ready(GoRunner)
  case impossible(GoObstacle)
}

extension GoRunner: WireValue {
  public func write(to writer: inout WireWriter) {
    writer.put(program)
    writer.put(build)
    writer.put(hashes)
  }
  public init(from reader: inout WireReader) throws(WireError) {
    program = try Program(from: &reader)
    build = try GoBuild(from: &reader)
    hashes = try GoHashes(from: &reader)
  }
}

extension GoRunner.Program: WireValue {
  public func write(to writer: inout WireWriter) {
    writer.put(path)
    writer.put(file)
  }
  public init(from reader: inout WireReader) throws(WireError) {
    path = try PluginPath(from: &reader)
    file = try FileState(from: &reader)
  }
}

extension GoSurroundings: WireValue {
  public func write(to writer: inout WireWriter) {
    writer.put(searchPath)
    for path in [goroot, home, cache] { writer.put(optional: path) { $0.put($1) } }
    writer.put(others)
  }
  public init(from reader: inout WireReader) throws(WireError) {
    searchPath = try reader.byteString()
    goroot = try reader.optional { (r) throws(WireError) in try PluginPath(from: &r) }
    home = try reader.optional { (r) throws(WireError) in try PluginPath(from: &r) }
    cache = try reader.optional { (r) throws(WireError) in try PluginPath(from: &r) }
    others = try reader.byteString()
  }
}

extension GoRunnerRequest: WireValue {
  public func write(to writer: inout WireWriter) {
    writer.put(facts)
    writer.put(surroundings)
  }
  public init(from reader: inout WireReader) throws(WireError) {
    facts = try GoFacts(from: &reader)
    surroundings = try GoSurroundings(from: &reader)
  }
}

extension GoPreparation: WireValue {
  public func write(to writer: inout WireWriter) {
    switch self {
    case .ready(let runner):
      writer.put(UInt8(0))
      writer.put(runner)
    case .impossible(let obstacle):
      writer.put(UInt8(1))
      writer.put(obstacle)
    }
  }
  public init(from reader: inout WireReader) throws(WireError) {
    switch try reader.integer(UInt8.self) {
    case 0: self = .ready(try GoRunner(from: &reader))
    case 1: self = .impossible(try GoObstacle(from: &reader))
    case let tag: throw .unknownCase(tag)
    }
  }
}
