import Foundation
import TestSupport
import Testing

/// What is installed beside the program is what the program says of itself. `AIRLOCK_RECORD=1 swift test` writes it anew.
@Suite struct AssetTests {
  @Test(arguments: [
    ("airlock.1", ["manual"]), ("completions/airlock.bash", ["--generate-completion-script", "bash"]),
    ("completions/_airlock", ["--generate-completion-script", "zsh"]),
    ("completions/airlock.fish", ["--generate-completion-script", "fish"]),
  ]) func isNotStale(name: String, arguments: [String]) throws {
    let file = Self.folder.appendingPathComponent(name)
    let made = try start(arguments).wait()
    #expect(made.ending == .exited(0))
    if ProcessInfo.processInfo.environment["AIRLOCK_RECORD"] == "1" {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try made.stdout.write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == made.stdout, "AIRLOCK_RECORD=1 swift test writes it anew")
  }

  @Test func theManualTellsEveryOptionAndKey() throws {
    let manual = try String(contentsOf: Self.folder.appendingPathComponent("airlock.1"), encoding: .utf8)
    for option in [
      "input", "timeout", "allow\\-read", "no\\-sandbox", "theme", "mouse", "record", "keys", "format", "recursive",
    ] {
      #expect(manual.contains("\\-\\-" + option))
    }
    for action in ["run\\-all", "filter", "palette", "sort\\-by\\-verdict", "theme\\-light", "zoom"] {
      #expect(manual.contains("[\(action)]"))
    }
  }

  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Assets")
}
