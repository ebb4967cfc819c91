import Glibc
import HostileCorpus
import TestSupport
import Testing

/// Has Airlock run the plugins of a group, twice and at the same time: neither run may be seen in the other. The report
/// must tell of each plugin what is expected of it, and nothing may have come of what it tried.
func expectRight(
  _ group: HostileGroup, by airlock: [String], _ options: [String] = [], owner: uid_t = geteuid(),
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let folder = try HostileFolder(group.plugins, owner: owner)
  let words =
    airlock + ["run", "--format", "json", "--jobs", "4", "--timeout", group.seconds] + options + [folder.path]
  let commands = try (1...2).map { _ in try Command(sealed: words) }
  for outcome in try commands.map({ try $0.wait() }) {
    try expectRight(outcome, folder, sourceLocation: sourceLocation)
  }
  #expect(folder.evidence == [], sourceLocation: sourceLocation)
}

private func expectRight(
  _ outcome: Command.Outcome, _ folder: HostileFolder, sourceLocation: SourceLocation
) throws {
  let report = try Report(outcome)
  let mistakes = folder.mistakes(in: report)
  // Not with #expect, which would print them all twice.
  if !mistakes.isEmpty { Issue.record("\(mistakes.joined(separator: "\n"))", sourceLocation: sourceLocation) }
  // No worker was lost, and no process is left; a note on the sandbox as a whole may be there.
  #expect(outcome.errors.filter { !$0.contains("sandbox") } == [], sourceLocation: sourceLocation)
  let isGood = report.summary["passed"] == report.summary["total"]
  #expect(outcome.ending == .exited(isGood ? 0 : 1), sourceLocation: sourceLocation)
  let unsafe = outcome.stdout.unicodeScalars.filter { $0 != "\n" && isUnsafe($0) }
  #expect(unsafe.isEmpty, "what a terminal would obey: \(Set(unsafe))", sourceLocation: sourceLocation)
}

/// C0, DEL, C1, and what turns the direction of reading.
private func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069, 0x200E, 0x200F: true
  default: false
  }
}
