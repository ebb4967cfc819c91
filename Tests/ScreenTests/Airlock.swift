import Glibc
import ScreenHarness
import TestSupport
import Testing

/// Starts the dashboard, lets somebody sit down before it, and ends it if they have not done so. Nothing that it
/// started may outlive it.
func withAirlock(
  _ arguments: String..., columns: Int = 100, rows: Int = 30, directory: String? = nil,
  environment: [String: String?] = [:], _ body: (App) throws -> Void
) throws {
  let app = try App(
    "airlock", arguments: arguments, columns: columns, rows: rows, directory: directory, environment: environment)
  try body(app)
  guard app.status == nil else { return }
  try app.end(with: .exited(128 + SIGTERM)) { app.signal(SIGTERM) }
}

/// The sample plugins, once each has been inspected and opened.
enum Samples {
  static let folder = Executables.directory
  static let names = [
    "libAbort", "libAnswer", "libBadInit", "libChatty", "libEmptyFile", "libExitThree", "libHello", "libNoDebug",
    "libNoFunction", "libNullRead", "libOutOfRange", "libPicky", "libSleepy", "libTrap", "libWordCount", "libWrongType",
  ]
  static func path(_ name: String) -> String { folder + "/" + name + ".so" }

  /// Without a path it shows them; with those options.
  static func show(
    _ options: String..., columns: Int = 100, rows: Int = 30, environment: [String: String?] = [:],
    _ body: (App) throws -> Void
  ) throws {
    let app = try App("airlock", arguments: options, columns: columns, rows: rows, environment: environment)
    try app.waitForVerdicts(passed: 12, look: 1, failed: 3)
    try body(app)
    guard app.status == nil else { return }
    try app.end(with: .exited(128 + SIGTERM)) { app.signal(SIGTERM) }
  }
}
