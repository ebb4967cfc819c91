import Foundation

/// Hostile plugins that are run together. Who hangs is not to keep a test waiting, and who does not must not be taken for
/// one because a machine is slow: so there are two groups with a time limit each.
public struct HostileGroup: Sendable, CustomStringConvertible {
  public let plugins: [HostilePlugin]
  /// For `--timeout`.
  public let seconds: String

  public var description: String { "\(plugins.first?.name ?? "") … \(plugins.last?.name ?? "")" }

  /// With the sandbox as it is when nothing is said.
  public static let all = groups(of: HostilePlugin.all)
  /// With `--allow-processes`.
  public static let withProcesses = groups(of: WithProcesses.all)

  /// In groups of this size at most.
  public func shares(of size: Int) -> [HostileGroup] {
    stride(from: 0, to: plugins.count, by: size).map {
      HostileGroup(plugins: Array(plugins[$0...].prefix(size)), seconds: seconds)
    }
  }

  private static func groups(of plugins: [HostilePlugin]) -> [HostileGroup] {
    let chosen = plugins.filter { Self.chosen?.contains($0.name) ?? true }
    return [
      HostileGroup(plugins: chosen.filter(\.hangs), seconds: "0.5"),
      HostileGroup(plugins: chosen.filter { !$0.hangs }, seconds: "60"),
    ].filter { !$0.plugins.isEmpty }
  }

  /// AIRLOCK_HOSTILE=null_read,exit_zero tries these alone.
  private static let chosen = ProcessInfo.processInfo.environment["AIRLOCK_HOSTILE"].map {
    Set($0.split(separator: ",").map(String.init))
  }
}
