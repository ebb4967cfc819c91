import Foundation
import HostileCorpus
import TestSupport
import Testing

/// Nothing survives a run, and nothing survives Airlock, however it ends and whatever its plugins are at.
@Suite("Survival", .enabled(if: AttackLibraries.canBeBuilt, "cc is not there: install gcc"))
struct SurvivalTests {
  private static let sealed: ConditionTrait = .enabled(if: Seal.isPermitted, "unshare gives no namespaces here")

  /// Who looks for what is left begins when the run has ended, and does not wait.
  @Test(sealed, arguments: HostileGroup.withProcesses)
  func processesThatWereAllowed(group: HostileGroup) throws {
    try expectRight(group, by: [Executables.path("airlock")], ["--allow-processes"])
  }

  /// In seconds.
  private static let bound = 1.0

  /// Nothing catches SIGKILL, so Airlock cannot clear up: the worker and the kernel have to.
  @Test func airlockIsKilled() throws {
    let folder = try HostileFolder(HostilePlugin.lasting)
    let airlock = try Command(
      Executables.path("airlock"), ["run", "--jobs", "\(HostilePlugin.lasting.count)", "--timeout", "300", folder.path])
    var family: [LiveProcess] = []
    try Command.wait("a process in each plugin") {
      family = LiveProcess(airlock.process)?.descendants ?? []
      return HostilePlugin.lasting.allSatisfy { plugin in family.contains { $0.runsCode(of: "\(plugin).so") } }
    }
    let killed = Date()
    kill(airlock.process, SIGKILL)
    try Command.wait("the end of \(family.count) processes") { !family.contains(where: \.isAlive) }
    #expect(Date().timeIntervalSince(killed) < Self.bound)
    #expect(try airlock.wait().ending == .signalled(SIGKILL))
  }

  /// Not even a daemon, which is nobody's child any more.
  @Test(sealed) func airlockIsKilledAsADaemonRuns() throws {
    let folder = try HostileFolder(HostilePlugin.named("daemon_and_hang"))
    let seal = try Command(
      sealed: [Executables.path("airlock"), "run", "--allow-processes", "--timeout", "300", folder.path],
      grace: Self.bound)
    var family: [LiveProcess] = []
    try Command.wait("the daemon") {
      family = LiveProcess(seal.process)?.descendants ?? []
      return family.contains { $0.name == "hostile-daemon" }
    }
    kill(try #require(family.first { $0.name == "airlock" }).pid, SIGKILL)
    let outcome = try seal.wait()
    #expect(outcome.ending == .exited(128 + SIGKILL))
    #expect(outcome.errors.filter { $0.hasPrefix("survivor") } == [])
  }
}
