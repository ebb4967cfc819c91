import Foundation
import ScreenHarness
import TestSupport

/// From the end of a rebuild to the new verdict on the screen: a plugin is exchanged for another, and run again by itself.
enum HotSwap {
  static func measure() throws {
    let folder = try TemporaryFolder()
    let builds = try ["libAnswer.so", "libWordCount.so"].map {
      try Data(contentsOf: URL(fileURLWithPath: Executables.path($0)))
    }
    try folder.write("plugin.so", builds[0])
    let app = try App("airlock", arguments: [folder.path], columns: 100, rows: 30)
    try app.wait(for: " passed")
    app.press(.enter)
    try app.wait(for: "42, <nil>")
    app.press("w")
    try app.wait(for: "is run again")

    let times = try (1...30).map { number in
      try folder.write("new", builds[number % 2])
      let renamed = now()
      guard rename(folder("new"), folder("plugin.so")) == 0 else { fatalError("the plugin could not be exchanged") }
      try app.wait(for: number % 2 == 1 ? "42 → 1 since rebuild" : "1 → 42 since rebuild")
      return now() - renamed
    }
    Sample(times).report("end of a rebuild to the new value on the screen")
    app.press("q")
    try app.waitForExit()
  }
}
