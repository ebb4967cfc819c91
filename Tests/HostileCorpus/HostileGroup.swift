import Foundation

/// The hostile plugins in two groups, by the time limit that they are run with: who hangs is not to keep a test waiting,
/// and who does not must not be taken for one because a machine is slow.
public enum HostileGroup: CaseIterable, Sendable {
  case hanging
  case others

  public var plugins: [HostilePlugin] {
    HostilePlugin.all.filter { $0.hangs == (self == .hanging) && Self.chosen?.contains($0.name) ?? true }
  }
  /// For `--timeout`.
  public var seconds: String { self == .hanging ? "0.5" : "60" }

  /// AIRLOCK_HOSTILE=null_read,exit_zero tries these alone.
  private static let chosen = ProcessInfo.processInfo.environment["AIRLOCK_HOSTILE"]?.split(separator: ",").map(
    String.init)
}
