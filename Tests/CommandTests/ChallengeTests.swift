import TestSupport
import Testing

/// The three lines that everything began with: to the byte, on the right stream, with the right exit status.
@Suite("The three lines")
struct ChallengeTests {
  let folder: TemporaryFolder
  init() throws {
    folder = try TemporaryFolder()
    try folder.copy(Executables.path("libHello.so"), to: "good.so")
    try folder.copy(Executables.path("libNoFunction.so"), to: "badplugin.so")
  }

  static let nonexistent = "Error: could not open plugin ./nonexistent.so: no such file or directory\n"
  static let badplugin = "Error: could not find function MyFunction in plugin ./badplugin.so\n"

  @Test func returned() throws {
    let outcome = try airlock("run", "./good.so", in: folder.path)
    #expect(outcome.stdoutBytes == Array("42, <nil>\n".utf8))
    #expect(outcome.stderrBytes == [])
    #expect(outcome.ending == .exited(0))
  }

  @Test func cannotBeOpened() throws {
    let outcome = try airlock("run", "./nonexistent.so", in: folder.path)
    #expect(outcome.stdoutBytes == [])
    #expect(outcome.stderrBytes == Array(Self.nonexistent.utf8))
    #expect(outcome.ending == .exited(1))
  }

  @Test func noFunction() throws {
    let outcome = try airlock("run", "./badplugin.so", in: folder.path)
    #expect(outcome.stdoutBytes == [])
    // The hint follows in further lines, each of which begins with two spaces.
    #expect(outcome.stderrBytes.starts(with: Array(Self.badplugin.utf8)))
    #expect(outcome.errors.dropFirst().allSatisfy { $0.hasPrefix("  ") })
    #expect(outcome.ending == .exited(1))
  }

  @Test(arguments: ["1", "2", "4"])
  func allAtOnce(jobs: String) throws {
    let outcome = try airlock(
      "run", "--jobs", jobs, "./badplugin.so", "./good.so", "./nonexistent.so", in: folder.path)
    #expect(outcome.stdoutBytes == Array("./good.so: 42, <nil>\n".utf8))
    #expect(
      outcome.stderrBytes
        == Array(
          "\(Self.badplugin)  It exports YourFunction.\n\(Self.nonexistent)3 plugins: 1 passed, 2 rejected\n".utf8))
    #expect(outcome.ending == .exited(1))
  }

  @Test func aFolderIsMany() throws {
    let outcome = try airlock("run", ".", in: folder.path)
    #expect(outcome.stdout == "./good.so: 42, <nil>\n")
    #expect(outcome.stderr == Self.badplugin + "  It exports YourFunction.\n2 plugins: 1 passed, 1 rejected\n")
    #expect(outcome.ending == .exited(1))
  }
}
