import PluginModel

extension GoFacts {
  /// - Parameter toolchain: the version by the debug info, for where there is no build info.
  init(_ exports: GoExports, _ library: SharedLibrary, _ sections: SectionTable, toolchain: String?) {
    let info = GoBuildInfo(in: sections)
    // With experiments, the version has them behind it: "go1.22.10 X:nocoverageredesign".
    let version = info?.version.split(separator: " ").first.map(String.init)
    var build = GoBuild(toolchain: version ?? toolchain)
    var others: [String] = []
    var tags: [String] = []
    for (name, value) in info?.settings ?? [] {
      switch name {
      case "-trimpath" where value == "true": build.flags.insert(.trimpath)
      case "-tags": tags = value.split(separator: ",").map(String.init)
      case "-gcflags":
        let flags = value.hasPrefix("all=") ? Self.compilerFlags(value.dropFirst(4)) : []
        // Flags for the plugin's own package alone change nothing that it shares with others.
        if let flags { build.flags.formUnion(flags) } else { others.append("\(name)=\(value)") }
      case "-asmflags", "-pgo", "GOEXPERIMENT", "GOFIPS140": others.append("\(name)=\(value)")
      case "GOAMD64" where value != "v1", "GOARM64" where value != "v8.0": others.append("\(name)=\(value)")
      default: break
      }
    }
    // A sanitizer's runtime is a package like others: it tells also where nothing else does.
    for (package, flag) in Self.sanitizers where exports.hashes.has(package) { build.flags.insert(flag) }
    let tellsFlags = !(info?.settings.isEmpty ?? true)
    if !tellsFlags, Self.hasTrimmedPaths(library, sections) { build.flags.insert(.trimpath) }
    self.init(
      package: exports.packageName, module: info?.module, dependencies: info?.dependencies ?? [],
      build: GoBuild(toolchain: build.toolchain, flags: build.flags, tags: tags), tellsFlags: tellsFlags,
      sourceRoot: Self.sourceRoot(library, sections), otherSettings: Array(others.prefix(Self.settingsAtMost)),
      hashes: exports.hashes)
  }

  private static let sanitizers: [(String, GoBuild.Flag)] = [
    ("runtime/race", .race), ("runtime/msan", .memorySanitizer), ("runtime/asan", .addressSanitizer),
  ]

  /// Those of `-N -l`; nil if there is any other among them.
  private static func compilerFlags(_ text: Substring) -> Set<GoBuild.Flag>? {
    var flags = Set<GoBuild.Flag>()
    for word in text.split(separator: " ") {
      guard let flag = GoBuild.Flag(rawValue: String(word)), [.unoptimised, .notInlined].contains(flag) else {
        return nil
      }
      flags.insert(flag)
    }
    return flags
  }

  /// The folder of the toolchain, before the runtime's sources in that table.
  private static func sourceRoot(_ library: SharedLibrary, _ sections: SectionTable) -> String? {
    let mark = Array("/src/runtime/proc.go\0".utf8)
    guard let table = sections.first(named: ".gopclntab"), let range = sections.range(of: table),
      let place = library.image.file.offsets(of: mark, in: range, atMost: 1).first
    else { return nil }
    let start = max(range.lowerBound, place > longestRoot ? place - longestRoot : 0)
    let before = library.image.file.bytes(at: start, upTo: Int(place - start))
    guard let slash = before.lastIndex(of: 0), slash + 1 < before.endIndex else { return nil }
    return Words.name(before[(slash + 1)...])
  }

  /// In bytes.
  private static let longestRoot: UInt64 = 1024

  /// Whether the table of source files names the runtime's without the folder of the toolchain.
  private static func hasTrimmedPaths(_ library: SharedLibrary, _ sections: SectionTable) -> Bool {
    guard let table = sections.first(named: ".gopclntab"), let range = sections.range(of: table) else { return false }
    let file = library.image.file
    let isThere = { (path: String) in !file.offsets(of: Array(path.utf8), in: range, atMost: 1).isEmpty }
    return isThere("\0runtime/proc.go\0") && !isThere("/src/runtime/proc.go\0")
  }
}
