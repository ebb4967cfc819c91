import Glibc
import PluginModel

/// The programs that open Go plugins, as far as this session knows them, and where the user keeps such things.
struct GoRunners {
  private var known: [GoRunner] = []
  private let surroundings = GoSurroundings(
    searchPath: Self.variable("PATH") ?? [], goroot: Self.path("GOROOT"), home: Self.path("HOME"),
    cache: Self.path("XDG_CACHE_HOME"), others: Self.variable("AIRLOCK_GO") ?? [])

  /// One that opens the plugin, if there is any yet.
  func runner(for facts: GoFacts) -> GoRunner? { known.first { $0.opens(facts) } }

  mutating func add(_ runner: GoRunner) { known.append(runner) }

  /// One that is no longer there, or no longer what it was: the next plugin has it looked at again.
  mutating func forget(for facts: GoFacts) { known.removeAll { $0.opens(facts) } }

  func request(for facts: GoFacts) -> GoRunnerRequest { GoRunnerRequest(facts: facts, surroundings: surroundings) }

  /// Of the environment, byte by byte; nil if it is not set, or to nothing. getenv(3).
  private static func variable(_ name: String) -> [UInt8]? {
    guard let text = getenv(name), text.pointee != 0 else { return nil }
    return UnsafeBufferPointer(start: text, count: strlen(text)).map { UInt8(bitPattern: $0) }
  }

  private static func path(_ name: String) -> PluginPath? { variable(name).map { PluginPath($0) } }
}
