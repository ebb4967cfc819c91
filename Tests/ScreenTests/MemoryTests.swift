import Foundation
import ScreenHarness
import TestSupport
import Testing

/// What earlier sessions left behind is never in the way.
@Suite struct MemoryTests {
  @Test func `A memory that cannot be read is set aside, and that is told`() throws {
    let folder = try TemporaryFolder()
    try folder.folder("state/airlock")
    try folder.write("state/airlock/memory.jsonl", "of something else\n")
    try withAirlock(Samples.path("libHello"), columns: 160, environment: ["XDG_STATE_HOME": folder("state")]) { app in
      try app.waitForNotice("was not written by airlock and was set aside as memory.broken-")
      try app.waitForVerdicts(passed: 1)
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder("state/airlock"))
    let kept = try #require(names.first { $0.hasPrefix("memory.broken-") })
    #expect(try folder.read("state/airlock/" + kept) == Array("of something else\n".utf8))
  }

  @Test func `One that is no file is left alone, and that is told`() throws {
    let folder = try TemporaryFolder()
    try folder.folder("state/airlock")
    try #require(mkfifo(folder("state/airlock/memory.jsonl"), 0o600) == 0)
    try withAirlock(Samples.path("libHello"), columns: 160, environment: ["XDG_STATE_HOME": folder("state")]) { app in
      try app.waitForNotice("memory.jsonl is not a regular file")
      try app.waitForVerdicts(passed: 1)
    }
  }
}
