import Linux
import PluginInspection
import PluginModel

/// A runner by one toolchain with one set of flags: taken from the cache, or built.
///
/// The build happens outside every sandbox, by the user's own toolchain. Of the plugin it has the flags of `GoBuild`, which
/// are words of a list, and nothing else: no path, no source, no program.
struct RunnerBuild {
  let toolchain: Toolchain
  /// With the toolchain's own version.
  let build: GoBuild
  let cache: RunnerCache
  let surroundings: GoSurroundings

  /// A first build compiles the standard library: seconds, or minutes on a machine that has much else to do.
  static let seconds: UInt32 = 600

  init(_ toolchain: Toolchain, flagsOf build: GoBuild, in cache: RunnerCache, _ surroundings: GoSurroundings) {
    self.toolchain = toolchain
    self.build = GoBuild(toolchain: toolchain.version, flags: build.flags, tags: build.tags)
    self.cache = cache
    self.surroundings = surroundings
  }

  private static let source = String(decoding: PackageResources.runner_go, as: UTF8.self)

  /// Whatever would make another program makes another key.
  private var key: String {
    let parts = [toolchain.version, toolchain.root.line] + build.arguments + [Self.source]
    return toolchain.version + "-" + GoProgram.digest(of: parts.joined(separator: "\0")).prefix(16)
  }

  /// - Parameter told: how far it is, in words.
  func runner(told: (String) -> Void) throws(GoObstacle) -> GoRunner {
    if let kept = cache.runner(key, build) { return kept }
    told("building its runner with \(build.words)")
    let workplace = try cache.makeWorkplace()
    defer { Files.remove(workplace) }
    let program = workplace.appending("built".utf8)
    do {
      try Files.write(Array(Self.source.utf8), to: workplace.appending("runner.go".utf8))
    } catch {
      throw .noCache("\(workplace.line): \(error.reason)")
    }
    let process = BuildProcess(
      program: toolchain.program,
      arguments: ["build"] + build.arguments + ["-ldflags=-s -w", "-o", "built", "runner.go"],
      environment: environment(workplace), folder: workplace)
    let outcome = process.run(atMost: Self.seconds) { told("building its runner with \(build.words), \($0) s") }
    switch outcome {
    case .succeeded: break
    case .failed(let words):
      throw .notBuilt(toolchain: toolchain.version, reason: words.isEmpty ? "it says nothing" : words)
    case .tookTooLong: throw .tookTooLong(toolchain: toolchain.version, seconds: Self.seconds)
    case .notStarted(let error): throw .notBuilt(toolchain: toolchain.version, reason: "\(error)")
    }
    try cache.keep(program, from: workplace, as: key)
    guard let kept = cache.runner(key, build) else {
      throw .noCache("\(cache.folder.line) does not keep what it is given")
    }
    return kept
  }

  /// All that the toolchain may know: nothing that the user's configuration of Go says, and no network.
  private func environment(_ workplace: PluginPath) -> [[UInt8]] {
    func variable(_ name: String, _ value: some Sequence<UInt8>) -> [UInt8] { Array("\(name)=".utf8) + value }
    return [
      variable(
        "PATH", surroundings.searchPath.isEmpty ? Array("/usr/local/bin:/usr/bin:/bin".utf8) : surroundings.searchPath),
      variable("HOME", workplace.bytes), variable("TMPDIR", workplace.bytes), variable("GOTMPDIR", workplace.bytes),
      variable("GOPATH", workplace.bytes), variable("GOCACHE", cache.compiled.bytes),
      variable("GOROOT", toolchain.root.bytes),
    ]
      + [
        "LANG=C.UTF-8", "GOENV=off", "GOFLAGS=", "GOPROXY=off", "GOTOOLCHAIN=local", "GO111MODULE=off", "GOWORK=off",
        "GOTELEMETRY=off", "CGO_ENABLED=1",
      ].map { Array($0.utf8) }
  }
}
