import Foundation
import TestSupport
import Testing

/// The worker starts before the command line has been parsed, where one is wanted; what turns out to need none leaves none.
@Suite("The worker ahead of the command line")
struct EarlyWorkerTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private static let needless: [([String], Int32)] = [
    (["check", "--bogus"], 64), (["run", "--jobs", "0", "x.so"], 64), (["--bogus"], 64), (["compare", "x.so"], 64),
    (["run", "--inputs", "missing.txt", "x.so"], 64), (["check", "."], 1), ([".", "--recursive"], 1),
    (["compare", ".", "x.so"], 64), (["check", "x.so", "-vh"], 0),
  ]

  @Test(arguments: needless)
  func nothingIsLeftOfOneThatWasNotNeeded(arguments: [String], status: Int32) throws {
    // What a worker is given of the environment, its processes have too.
    let mark = "LC_AIRLOCK_TEST=\(UUID())"
    let variable = mark.split(separator: "=").map(String.init)
    let outcome = try start(arguments, environment: [variable[0]: variable[1]], in: folder.path).wait()
    #expect(outcome.ending == .exited(status))
    try Command.wait("the end of what was started") { LiveProcess.all(withVariable: mark).isEmpty }
  }

  @Test func questionsAboutAirlockStartNone() throws {
    try folder.copy(Executables.path("airlock"), to: "airlock")
    try folder.write("airlock-worker", "#!/bin/sh\n: > \(folder("started"))\n")
    for program in ["airlock", "airlock-worker"] { chmod(folder(program), 0o700) }
    let questions: [[String]] = [
      ["--help"], ["check", "--help"], ["run", "x.so", "-h"], ["help", "check"], ["--version"], ["check", "--version"],
      ["--generate-completion-script", "bash"], ["check", "--experimental-dump-help"], ["manual"], ["crashes"],
      ["verdicts"], ["verdicts", "check", "--help"],
    ]
    for arguments in questions {
      let outcome = try Command(
        folder("airlock"), arguments, environment: ["XDG_STATE_HOME": folder("state"), "HOME": folder.path]
      ).wait()
      #expect(outcome.ending == .exited(0), "\(arguments)")
      #expect(!FileManager.default.fileExists(atPath: folder("started")), "\(arguments)")
    }
  }
}
