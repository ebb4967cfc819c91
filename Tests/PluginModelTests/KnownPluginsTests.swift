import PluginModel
import Testing

@testable import WorkerClient

/// What two looks at the same places say of what happened in between.
@Suite("Comparison of looks")
struct KnownPluginsTests {
  /// By the wall clock; files are old unless they say otherwise.
  static let now: Int64 = 1_000_000_000_000_000_000

  private func file(_ inode: UInt64, size: Int64 = 1, age: Int64 = 10_000_000_000) -> FileState {
    FileState(device: 1, inode: inode, size: size, modified: 0, changed: Self.now - age)
  }

  private func findings(
    _ files: [(String, FileState?)], links: [String: [String]] = [:], signatures: [String: FileState] = [:]
  ) -> PluginFinder.Findings {
    var findings = PluginFinder.Findings()
    findings.list = PluginList(
      files.map { name, _ in
        var plugin = Plugin(path: PluginPath(name))
        plugin.alsoGivenAs = (links[name] ?? []).map { PluginPath($0) }
        return plugin
      })
    findings.files = files.map(\.1)
    findings.signatures = files.map { signatures[$0.0] }
    return findings
  }

  private func known(_ files: [(String, FileState?)]) -> KnownPlugins { KnownPlugins(findings(files)) }

  @Test func same() {
    var known = known([("a", file(1)), ("missing", nil)])
    let again = known.compare(with: findings([("a", file(1)), ("missing", nil)]), at: Self.now)
    #expect(again.changes.isEmpty && !again.isUnsettled)
  }

  /// The file is what it was, and is not told as rebuilt.
  @Test func anotherSignature() {
    var known = known([("a", file(1)), ("b", file(2))])
    let files = [("a", file(1)), ("b", file(2))]
    func changes(_ signatures: [String: FileState], _ known: inout KnownPlugins) -> PluginChanges {
      known.compare(with: findings(files, signatures: signatures), at: Self.now).changes
    }
    #expect(changes(["b": file(3)], &known) == PluginChanges(signed: [1]))
    #expect(changes(["b": file(3)], &known).isEmpty)
    #expect(changes(["b": file(4)], &known) == PluginChanges(signed: [1]))
    #expect(changes([:], &known) == PluginChanges(signed: [1]))
    let young = known.compare(with: findings(files, signatures: ["a": file(5, age: 0)]), at: Self.now)
    #expect(young.changes.isEmpty && young.isUnsettled)
    #expect(changes(["a": file(5)], &known) == PluginChanges(signed: [0]))
    // With both it is another file.
    let both = known.compare(with: findings([("a", file(7)), ("b", file(2))]), at: Self.now)
    #expect(both.changes == PluginChanges(changed: [0]))
  }

  @Test func goneOnce() {
    var known = known([("a", file(1)), ("b", file(2))])
    let once = known.compare(with: findings([("a", file(1))]), at: Self.now)
    #expect(once.changes.isEmpty && once.isUnsettled)
    let back = known.compare(with: findings([("a", file(1)), ("b", file(3))]), at: Self.now)
    #expect(back.changes == PluginChanges(changed: [1]) && !back.isUnsettled)
    // What was missing once has to be missing twice in a row.
    #expect(known.compare(with: findings([("a", file(1))]), at: Self.now).changes.isEmpty)
    #expect(known.compare(with: findings([("a", file(1))]), at: Self.now).changes == PluginChanges(removed: [1]))
    #expect(known.compare(with: findings([("a", file(1))]), at: Self.now).changes.isEmpty)
    let returned = known.compare(with: findings([("a", file(1)), ("b", file(2))]), at: Self.now)
    #expect(returned.changes == PluginChanges(returned: [1]))
  }

  @Test(arguments: [0, 1_000_000, 99_999_999])
  func stillBeingWritten(age: Int64) {
    var known = known([("a", file(1))])
    let young = findings([("a", file(1, size: 2, age: age)), ("b", file(2, age: age))])
    let early = known.compare(with: young, at: Self.now)
    #expect(early.changes.isEmpty && early.isUnsettled)
    let later = known.compare(with: young, at: Self.now + 100_000_000)
    #expect(later.changes == PluginChanges(added: [Plugin(path: PluginPath("b"))], changed: [0]))
    #expect(!later.isUnsettled)
  }

  /// A file system may tell any time.
  @Test(arguments: [Int64.min, .max, now + 3_600_000_000_000])
  func timesThatSayNothing(changed: Int64) {
    var known = known([("a", file(1))])
    var strange = file(1)
    strange.changed = changed
    #expect(known.compare(with: findings([("a", strange)]), at: Self.now).changes == PluginChanges(changed: [0]))
  }

  @Test func linksKeepAPlugin() {
    var known = known([("m", file(1)), ("z", file(2))])
    // Found first by a name that is new.
    let linked = findings([("a", file(1)), ("z", file(2))], links: ["a": ["m"]])
    #expect(known.compare(with: linked, at: Self.now).changes.isEmpty)
    #expect(known.compare(with: linked, at: Self.now).changes.isEmpty)
    // The name by which it is known goes: the other is a new plugin.
    let moved = findings([("a", file(1)), ("z", file(2))])
    #expect(known.compare(with: moved, at: Self.now).changes == PluginChanges(added: [Plugin(path: PluginPath("a"))]))
    #expect(known.compare(with: moved, at: Self.now).changes == PluginChanges(removed: [0]))
    // One plugin becomes another name of the other.
    let same = findings([("a", file(1))], links: ["a": ["z"]])
    #expect(known.compare(with: same, at: Self.now).changes.isEmpty)
    #expect(known.compare(with: same, at: Self.now).changes == PluginChanges(removed: [1]))
  }

  /// The same place given twice, and another file there at the second look.
  @Test func twiceInOneLook() {
    var known = known([("a", file(1))])
    let twice = findings([("a", file(1)), ("a", file(2)), ("b", file(3)), ("b", file(4))])
    #expect(known.compare(with: twice, at: Self.now).changes == PluginChanges(added: [Plugin(path: PluginPath("b"))]))
    let once = findings([("a", file(2)), ("b", file(4))])
    #expect(known.compare(with: once, at: Self.now).changes == PluginChanges(changed: [0, 1]))
  }

  @Test func full() {
    var known = known((0..<Limits.plugins).map { ("\($0)", file(UInt64($0))) })
    let more = (0..<Limits.plugins).map { ("\($0)", file(UInt64($0)) as FileState?) } + [("more", file(1 << 40))]
    let comparison = known.compare(with: findings(more), at: Self.now)
    #expect(comparison.changes.isEmpty && comparison.isFull)
  }

  @Test func whenToLook() {
    var settling = Settling()
    #expect(settling.due == nil)
    for time in stride(from: UInt64(1000), through: 900_001_000, by: 50_000_000) { settling.note(at: time) }
    // In a stream that does not end, after a second all the same.
    #expect(settling.due == 1_000_001_000)
    settling.note(at: 990_000_000)
    #expect(settling.due == 1_000_001_000)
    settling.begin()
    #expect(settling.due == nil)
    settling.note(at: 5)
    #expect(settling.due == 5 + Settling.time)
    settling.look(at: 3)
    settling.look(at: 4)
    #expect(settling.due == 3)
  }

  @Test func longerLists() {
    var list = PluginList([Plugin(path: PluginPath("a"))])
    list.append([Plugin(path: PluginPath("b"))])
    list.apply(.matched(1, content: 1))
    list.apply(.matched(0, content: 1))
    #expect(list.plugins.map(\.identicalTo?.line) == [nil, "a"])
  }
}
