import Foundation
import TestSupport
import Testing

/// A file is one plugin, by however many names it goes, and in each of its states another.
@Suite("The same file")
struct SameFileTests {
  let folder: TemporaryFolder
  init() throws {
    folder = try TemporaryFolder()
    try folder.copy(Executables.path("libAnswer.so"), to: "good.so")
  }

  @Test func alreadyLoaded() throws {
    symlink("good.so", folder("link.so"))
    link(folder("good.so"), folder("hard.so"))
    let outcome = try airlock("run", "./good.so", "./good.so", "./link.so", "./hard.so", in: folder.path)
    #expect(outcome.lines == ["./good.so: 42, <nil>"])
    #expect(
      outcome.errors == [
        "Note: plugin ./good.so is already loaded as ./good.so",
        "Note: plugin ./link.so is already loaded as ./good.so",
        "Note: plugin ./hard.so is already loaded as ./good.so", "1 plugin: 1 passed\(Sample.oneUnverified)",
      ])
    #expect(outcome.ending == .exited(0))
  }

  @Test func alreadyLoadedInJSON() throws {
    symlink("good.so", folder("link.so"))
    let outcome = try airlock("run", "--format", "json", "./good.so", ".", in: folder.path)
    let report = try Report(outcome)
    #expect(report.plugins.count == 1)
    #expect(report.plugins.first?["alsoGivenAs"] as? [String] == ["./good.so", "./link.so"])
    #expect(report.plugins.first?.isNull("identicalTo") == true)
  }

  @Test func identicalCopy() throws {
    try folder.copy(folder("good.so"), to: "copy.so")
    try folder.write("other.so", try folder.read("good.so").dropLast() + [1])
    for command in ["run", "check"] {
      let outcome = try airlock(command, "./good.so", "./other.so", "./copy.so", in: folder.path)
      #expect(outcome.lines.count == 3)
      #expect(outcome.errors.first == "Note: plugin ./copy.so is identical to ./good.so")
      #expect(outcome.errors.count == 2)
      #expect(outcome.ending == .exited(0))
    }
    let report = try Report(
      try airlock("run", "--format", "json", "./good.so", "./copy.so", in: folder.path))
    #expect(report.plugins.map { $0.text("identicalTo") } == [nil, "./good.so"])
  }

  @Test func changedBetweenTwoRuns() throws {
    try folder.plugin(call: "*result = 1; return 0;")
    #expect(try airlock("run", folder("p.so")).stdout == "1, <nil>\n")
    try folder.plugin(call: "*result = 2; return 0;")
    #expect(try airlock("run", folder("p.so")).stdout == "2, <nil>\n")
    try folder.write("p.so", "no longer a library")
    #expect(
      try airlock("run", folder("p.so")).stderr
        == "Error: could not open plugin \(folder("p.so")): not an ELF file (ASCII text)\n")
  }

  /// What was inspected is not what would be opened: the new file is inspected in its turn.
  @Test func changedBetweenItsInspectionAndItsRun() throws {
    try folder.copy(Executables.path("libSleepy.so"), to: "sleepy.so")
    let command = try start(
      ["run", "--jobs", "1", "--timeout", "2", "sleepy.so", "good.so"], in: folder.path)
    // One job at a time: while this one sleeps, the other waits, inspected.
    _ = try command.process(asleepIn: "sleepy.so")
    try folder.copy(Executables.path("libPicky.so"), to: "good.so")
    let outcome = try command.wait()
    #expect(outcome.lines == ["good.so: 0, input is too short: 5 of 10 characters"])
  }
}

extension Command {
  /// Waits until a process that this one has started runs code of a file of this name, and sleeps.
  func process(asleepIn name: String) throws -> LiveProcess {
    var found: LiveProcess?
    try Command.wait("a process asleep in \(name)") {
      found = LiveProcess(process)?.descendants.first { $0.runsCode(of: name) && $0.isSleeping }
      return found != nil
    }
    return found!
  }
}
