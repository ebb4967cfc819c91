import PluginModel

/// Finds a program that can open a Go plugin, and has it built where there is none yet.
///
/// Which toolchain and which flags a plugin was built with, it may not say, or not truly. The hashes of its packages tell
/// whether a runner is right, so what is likely is tried in turn until one is.
public struct RunnerFinder {
  private let facts: GoFacts
  private let surroundings: GoSurroundings
  private let told: (String) -> Void

  /// Builds that are tried for one plugin.
  private static let triesAtMost = 6

  /// - Parameter told: how far it is, in words.
  public static func prepare(_ request: GoRunnerRequest, told: @escaping (String) -> Void) -> GoPreparation {
    do {
      return .ready(try RunnerFinder(facts: request.facts, surroundings: request.surroundings, told: told).find())
    } catch {
      return .impossible(error)
    }
  }

  private func find() throws(GoObstacle) -> GoRunner {
    let search = ToolchainSearch(surroundings)
    // Where no version is told, the one that lies where the plugin's lay goes first.
    let fitting = search.found.filter { $0.version == facts.build.toolchain ?? $0.version }
      .sorted { isAtSourceRoot($0) && !isAtSourceRoot($1) }
    guard !fitting.isEmpty else { throw .noToolchain(found: search.words, places: search.places) }
    let cache = try RunnerCache(surroundings)
    var firstMiss: (runner: GoRunner, differing: [String])?
    var failure: GoObstacle?
    for (toolchain, flags) in candidates(fitting).prefix(Self.triesAtMost) {
      do {
        let runner = try RunnerBuild(toolchain, flagsOf: flags, in: cache, surroundings).runner(told: told)
        let differing = facts.hashes.differing(from: runner.hashes)
        if differing.isEmpty { return runner }
        firstMiss = firstMiss ?? (runner, differing)
      } catch {
        // Other flags may be within its powers; a full disk stays full.
        guard case .notBuilt = error else { throw error }
        failure = failure ?? error
      }
    }
    if let firstMiss {
      // A version that the file does not tell, and that none of the toolchains here has.
      if facts.build.toolchain == nil {
        throw .noToolchain(found: search.words, places: search.places)
      }
      throw .otherPackages(firstMiss.differing, runner: firstMiss.runner.build, cause: cause)
    }
    throw failure ?? GoObstacle.noToolchain(found: search.words, places: search.places)
  }

  private func isAtSourceRoot(_ toolchain: Toolchain) -> Bool { toolchain.root.line == facts.sourceRoot }

  /// What was told first; then what it may have left out.
  private func candidates(_ toolchains: [Toolchain]) -> [(Toolchain, GoBuild)] {
    let alternatives: [GoBuild] = [
      facts.build, facts.build.toggling([.trimpath]), facts.build.toggling([.unoptimised, .notInlined]),
    ]
    return (facts.tellsFlags ? [facts.build] : alternatives).flatMap { build in toolchains.map { ($0, build) } }
  }

  /// What is likely to make the difference.
  private var cause: String? {
    facts.otherSettings.isEmpty ? nil : facts.otherSettings.joined(separator: " ")
  }
}

extension GoBuild {
  fileprivate func toggling(_ flags: Set<Flag>) -> GoBuild {
    GoBuild(toolchain: toolchain, flags: self.flags.symmetricDifference(flags), tags: tags)
  }
}
