import Foundation
import HostileCorpus
import TestSupport
import Testing

/// All hostile plugins at once, called by `airlock run`, each with a good plugin after it.
@Suite(
  "Hostile corpus", .enabled(if: Seal.isPermitted, "unshare gives no namespaces here"),
  .enabled(if: AttackLibraries.obstacle == nil, "\(AttackLibraries.obstacle ?? "")"))
struct CorpusTests {
  @Test(arguments: HostileGroup.allCases)
  func everyRowIsRight(group: HostileGroup) throws {
    let folder = try HostileFolder(group.plugins)
    // Twice, and at the same time: neither run may be seen in the other.
    let commands = try (1...2).map { _ in
      try Command(
        sealed: [
          Executables.path("airlock"), "run", "--format", "json", "--jobs", "4", "--timeout", group.seconds,
          folder.path,
        ])
    }
    for outcome in try commands.map({ try $0.wait() }) { try expectRight(outcome, folder) }
    #expect(folder.evidence == [])
  }
}

/// The report tells of every plugin what it should, and nothing else: no worker was lost and no process is left.
func expectRight(
  _ outcome: Command.Outcome, _ folder: HostileFolder, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let mistakes = try mistakes(in: Report(outcome), of: folder)
  // Not with #expect, which would print them all twice.
  if !mistakes.isEmpty { Issue.record("\(mistakes.joined(separator: "\n"))", sourceLocation: sourceLocation) }
  #expect(outcome.errors == [], sourceLocation: sourceLocation)
  #expect(outcome.ending == .exited(1), sourceLocation: sourceLocation)
  let unsafe = outcome.stdout.unicodeScalars.filter { $0 != "\n" && isUnsafe($0) }
  #expect(unsafe.isEmpty, "what a terminal would obey: \(Set(unsafe))", sourceLocation: sourceLocation)
}

private func mistakes(in report: Report, of folder: HostileFolder) -> [String] {
  let rows = Dictionary(grouping: report.plugins) { ($0.text("path") ?? "").split(separator: "/").last.map(String.init) }
    .compactMapValues(\.first)
  return folder.plugins.flatMap { plugin -> [String] in
    let good = rows[HostileFolder.goodName(after: plugin) + ".so"]
    let isGood =
      good?.object("run")?.number("value") == 42 && good?.text("verdict") == "passed"
      && good?.objects("attempts").isEmpty == true
    return plugin.mistakes(in: rows["\(plugin).so"], of: folder)
      + (isGood ? [] : ["after \(plugin) a good plugin did not give 42: \(good?.text("verdict") ?? "no row"), \(good?.object("run")?["value"] ?? "nothing")"])
  } + (rows.count == 2 * folder.plugins.count ? [] : ["\(rows.count) rows for \(2 * folder.plugins.count) plugins"])
}

/// C0, DEL, C1, and what turns the direction of reading.
private func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069, 0x200E, 0x200F: true
  default: false
  }
}
