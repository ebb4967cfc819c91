import Foundation
import HostileCorpus
import TestSupport
import Testing

/// All hostile plugins at once, called by `airlock run`, each with a good plugin after it.
@Suite(
  "Hostile corpus", .enabled(if: Seal.isPermitted, "unshare gives no namespaces here"),
  .enabled(if: AttackLibraries.canBeBuilt, "cc is not there: install gcc"))
struct CorpusTests {
  @Test(arguments: HostileGroup.all)
  func everyRowIsRight(group: HostileGroup) throws {
    try expectRight(group, by: [Executables.path("airlock")])
  }

  private static let isSuperuser = geteuid() == 0
  private static let nobody: uid_t = 65534

  /// Other layers of the kernel stand in the way then; and what the superuser may do with his own files, others may too.
  @Test(.enabled(if: isSuperuser, "only the superuser can become somebody else"), arguments: HostileGroup.all)
  func everyRowIsRightForAnOrdinaryUser(group: HostileGroup) throws {
    // Where the tests were built is perhaps no place for others.
    let programs = try TemporaryFolder()
    chmod(programs.path, 0o755)
    for name in ["airlock", "airlock-worker"] {
      try programs.copy(Executables.path(name), to: name)
      chmod(programs(name), 0o755)
    }
    let words = ["setpriv", "--reuid=\(Self.nobody)", "--regid=\(Self.nobody)", "--clear-groups", programs("airlock")]
    try expectRight(group, by: words, owner: Self.nobody)
  }
}
