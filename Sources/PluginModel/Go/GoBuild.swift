/// How a Go program must be built to open a plugin: a Go process takes only what its own toolchain built with its flags.
///
/// It is read from a hostile file and ends up on a command line, so nothing but what is listed here exists.
public struct GoBuild: Hashable, Sendable {
  public enum Flag: String, Sendable, CaseIterable {
    case trimpath = "-trimpath"
    /// Each of these brings a runtime of its own.
    case race = "-race"
    case memorySanitizer = "-msan"
    case addressSanitizer = "-asan"
    /// Of the compiler, for all packages: no optimisation, no inlining.
    case unoptimised = "-N"
    case notInlined = "-l"

    var isCompilerFlag: Bool { self == .unoptimised || self == .notInlined }
  }

  /// "go1.22.10"; nil where the file does not tell.
  public var toolchain: String?
  public var flags: Set<Flag>
  /// Build tags, of letters, digits, `_` and `.`.
  public private(set) var tags: [String]

  public static let tagsAtMost = 32
  private static let longestTag = 64
  private static let longestVersion = 128

  public init(toolchain: String? = nil, flags: Set<Flag> = [], tags: [String] = []) {
    self.toolchain = toolchain.map { String($0.prefix(Self.longestVersion)) }
    self.flags = flags
    self.tags = tags.filter(Self.isTag).prefix(Self.tagsAtMost).map(\.self)
  }

  /// For `go build`.
  public var arguments: [String] {
    let chosen = Flag.allCases.filter(flags.contains)
    let compiler = chosen.filter(\.isCompilerFlag).map(\.rawValue)
    return chosen.filter { !$0.isCompilerFlag }.map(\.rawValue)
      + (compiler.isEmpty ? [] : ["-gcflags=all=" + compiler.joined(separator: " ")])
      + (tags.isEmpty ? [] : ["-tags=" + tags.joined(separator: ",")])
  }

  /// "-trimpath -race"; empty where it was built without any.
  public var flagWords: String {
    Flag.allCases.filter(flags.contains).map(\.rawValue).joined(separator: " ")
      + (tags.isEmpty ? "" : (flags.isEmpty ? "" : " ") + "-tags=" + tags.joined(separator: ","))
  }

  /// "Go 1.22.10 with -trimpath", "Go with -race".
  public var words: String {
    let name = toolchain.map(Self.words(forVersion:)) ?? "Go"
    return flagWords.isEmpty ? name : "\(name) with \(flagWords)"
  }

  /// "Go 1.22.10" of "go1.22.10".
  public static func words(forVersion version: String) -> String {
    version.hasPrefix("go") ? "Go " + version.dropFirst(2) : "Go " + version
  }

  private static func isTag(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= longestTag
      && text.utf8.allSatisfy { byte in
        switch Unicode.Scalar(byte) {
        case "A"..."Z", "a"..."z", "0"..."9", "_", ".": true
        default: false
        }
      }
  }
}

extension GoBuild: WireValue {
  public func write(to writer: inout WireWriter) {
    writer.put(optional: toolchain) { $0.put($1) }
    writer.put(UInt8(flags.count))
    for flag in Flag.allCases where flags.contains(flag) { writer.put(name: flag) }
    writer.put(UInt8(tags.count))
    for tag in tags { writer.put(tag) }
  }
  /// The inspector may have been tricked: what it says is held to the same rules.
  public init(from reader: inout WireReader) throws(WireError) {
    let toolchain = try reader.optional { (r) throws(WireError) in try r.foreign().line }
    var (flags, tags) = (Set<Flag>(), [String]())
    for _ in 0..<(try reader.integer(UInt8.self)) { flags.insert(try reader.named()) }
    for _ in 0..<(try reader.integer(UInt8.self)) { tags.append(try reader.string()) }
    self.init(toolchain: toolchain, flags: flags, tags: tags)
    guard self.tags == tags else { throw .outOfBounds }
  }
}
