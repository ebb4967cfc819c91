/// What a Go plugin tells of itself beyond what every library does. All texts are harmless, of one line.
public struct GoFacts: Hashable, Sendable {
  /// The path of its package: "example.com/greeter", or "plugin/unnamed-…" where it was built from files.
  public var package: String
  /// Its module with the version, if it has one.
  public var module: String?
  /// The modules that it was built with.
  public var dependencies: [String]
  public var build: GoBuild
  /// The file tells with which flags it was built; else they are guessed.
  public var tellsFlags: Bool
  /// Where its toolchain lay when it was built. Only compared with those that are found here, never looked at.
  public var sourceRoot: String?
  /// Settings of its build that are not taken over into a command line: "GOAMD64=v3".
  public var otherSettings: [String]
  public var hashes: GoHashes

  public static let dependenciesAtMost = 500
  public static let settingsAtMost = 50

  public init(
    package: String, module: String? = nil, dependencies: [String] = [], build: GoBuild, tellsFlags: Bool = true,
    sourceRoot: String? = nil, otherSettings: [String] = [], hashes: GoHashes
  ) {
    self.package = package
    self.module = module
    self.dependencies = dependencies
    self.build = build
    self.tellsFlags = tellsFlags
    self.sourceRoot = sourceRoot
    self.otherSettings = otherSettings
    self.hashes = hashes
  }

  /// What the path of a plugin begins with that was built from files, not from a module.
  public static let unnamed = "plugin/unnamed-"

  /// For the check's details.
  public var lines: [String] {
    ["package \(package)"] + (module.map { ["module  \($0)"] } ?? [])
      + ["built   by \(build.words)"]
      + (otherSettings.isEmpty ? [] : ["        and \(otherSettings.joined(separator: " "))"])
      + (dependencies.isEmpty ? [] : ["with"] + dependencies.map { "  \($0)" })
  }
}

extension GoFacts: WireValue {
  public func write(to writer: inout WireWriter) {
    writer.put(package)
    writer.put(optional: module) { $0.put($1) }
    writer.put(texts: dependencies)
    writer.put(build)
    writer.put(tellsFlags)
    writer.put(optional: sourceRoot) { $0.put($1) }
    writer.put(texts: otherSettings)
    writer.put(hashes)
  }
  public init(from reader: inout WireReader) throws(WireError) {
    package = try reader.foreign().line
    module = try reader.optional { (r) throws(WireError) in try r.foreign().line }
    dependencies = try reader.texts(atMost: Self.dependenciesAtMost)
    build = try GoBuild(from: &reader)
    tellsFlags = try reader.bool()
    sourceRoot = try reader.optional { (r) throws(WireError) in try r.foreign().line }
    otherSettings = try reader.texts(atMost: Self.settingsAtMost)
    hashes = try GoHashes(from: &reader)
  }
}

extension WireWriter {
  mutating func put(texts: [String]) {
    put(UInt32(texts.count))
    for text in texts { put(text) }
  }
}

extension WireReader {
  /// Harmless lines, up to a bound.
  mutating func texts(atMost limit: Int) throws(WireError) -> [String] {
    let count = try integer(UInt32.self)
    guard count <= limit else { throw .outOfBounds }
    var texts: [String] = []
    for _ in 0..<count { texts.append(try foreign().line) }
    return texts
  }
}
