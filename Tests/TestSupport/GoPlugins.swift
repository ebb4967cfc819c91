import Foundation

/// Go plugins by the toolchains of this machine. What was built once stays beside the tests' own executables: the same
/// source with the same flags need not be built again.
public enum GoPlugins {
  /// A second toolchain, of another version than the one on the search path: GOROOT of it in AIRLOCK_TEST_GO.
  public static let otherRoot = ProcessInfo.processInfo.environment["AIRLOCK_TEST_GO"].flatMap { $0.isEmpty ? nil : $0 }

  /// What `airlock` gets so that it finds the toolchains, and keeps its runners for the next test.
  public static let environment = [
    "PATH": (Toolchain.go.program.map { ($0 as NSString).deletingLastPathComponent + ":" } ?? "") + "/usr/bin:/bin",
    "XDG_CACHE_HOME": folder + "/cache", "AIRLOCK_GO": otherRoot ?? "",
  ]

  private static let folder: String = {
    let path = Executables.path("go-tests")
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)  // the build will say so
    return path
  }()

  /// "go1.19.8".
  public static let version: String? = Toolchain.go.program.flatMap { try? output(of: $0, ["env", "GOVERSION"]) }

  /// A plugin of this source, `package main` and the empty `main` left out.
  ///
  /// - Parameter root: GOROOT of another toolchain.
  public static func plugin(_ source: String, _ flags: [String] = [], root: String? = nil) throws -> String {
    try build("package main\n\n\(source)\n\nfunc main() {}\n", ["-buildmode=plugin"] + flags, root, suffix: ".so")
  }

  public static func program(_ source: String, _ flags: [String] = [], root: String? = nil) throws -> String {
    try build(source, flags, root, suffix: "")
  }

  /// - Parameter source: All of it.
  public static func build(
    _ source: String, _ flags: [String], _ root: String?, suffix: String
  ) throws -> String {
    let program = root.map { $0 + "/bin/go" } ?? Toolchain.go.program ?? "go"
    let key = hash(([source, program, version ?? ""] + flags).joined(separator: "\0"))
    let path = "\(folder)/\(key)\(suffix)"
    if FileManager.default.fileExists(atPath: path) { return path }
    let place = try TemporaryFolder()
    try place.write("plugin.go", source)
    // By its name in its own folder: a path would stand in the plugin, and another one each time.
    let process = Process()
    let words = Pipe()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = ["build", "-o", "built"] + flags + ["plugin.go"]
    process.currentDirectoryURL = URL(fileURLWithPath: place.path)
    process.environment = ProcessInfo.processInfo.environment.merging(
      [
        "GO111MODULE": "off", "GOFLAGS": "", "GOENV": "off", "GOTOOLCHAIN": "local", "GOPROXY": "off",
        "CGO_ENABLED": "1",
      ]
    ) { $1 }
    process.standardOutput = words
    process.standardError = words
    try process.run()
    let text = String(decoding: try words.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw NotBuilt(description: text) }
    // Another test may have been quicker; then theirs is replaced by the same.
    guard rename(place("built"), path) == 0 else {
      try? FileManager.default.copyItem(atPath: place("built"), toPath: path)
      return path
    }
    return path
  }

  public struct NotBuilt: Error, CustomStringConvertible {
    public let description: String
  }

  private static func output(of program: String, _ arguments: [String]) throws -> String {
    let folder = try TemporaryFolder()
    return try folder.run(program, arguments).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// FNV-1a, in hexadecimal.
  private static func hash(_ text: String) -> String {
    String(text.utf8.reduce(14_695_981_039_346_656_037 as UInt64) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }, radix: 16)
  }
}
