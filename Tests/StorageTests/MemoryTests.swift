import PluginModel
import Reports
import TestSupport
import Testing

@testable import Reports
@testable import Storage

/// What is remembered from one session to the next, as lines.
@Suite struct MemoryTests {
  private static func run(
    _ path: String = "/p/a.so", input: ForeignText = "hello", ended: Int64 = 1_795_358_947_123_456_789
  ) -> RememberedRun {
    RememberedRun(
      path: PluginPath(path), input: input, mark: "✗", word: "SIGSEGV",
      ended: Moment(nanoseconds: ended, utcOffset: 3600),
      file: FileState(device: .max, inode: 1 << 63, size: 7, modified: -1, changed: .max), total: 800_000)
  }

  static let examples: [Remembrance] = [
    .input("hello"), .input(""), .input("two\nlines\t\"and\" \\ \u{1B}[31m \u{2028} é 数"),
    .input(ForeignText([0xFF, 0x00, 0x0A, 0xC3])), .marked(PluginPath("/p/a.so"), true),
    .marked(PluginPath("/p/é\n.so"), false), .marked(PluginPath([0x2F, 0xFE, 0x0A]), true),
    .sort("name", reversed: false), .sort("last run", reversed: true), .run(run()),
    .run(run(input: ForeignText([0x80, 0x81]))),
  ]

  @Test(arguments: examples)
  func `There and back`(remembrance: Remembrance) throws {
    let line = try #require(MemoryRecord.line(of: remembrance))
    #expect(!line.contains("\n"))
    #expect(!line.contains("\u{1B}"), "it may be looked at in a terminal")
    #expect(JSONSyntax.isObject(Array(line.utf8)[...]))
    #expect(line.utf8.count <= Journal.longestLine)
    #expect(MemoryRecord.remembrance(line, utcOffset: 3600) == remembrance)
  }

  @Test func `A run without the state of its file`() throws {
    var run = Self.run()
    run.file = nil
    let line = try #require(MemoryRecord.line(of: .run(run)))
    #expect(MemoryRecord.remembrance(line, utcOffset: 3600) == .run(run))
  }

  @Test func `What is too long is not remembered`() {
    let long = ForeignText([UInt8](repeating: 0x1B, count: MemoryRecord.longestInput))
    #expect((MemoryRecord.line(of: .input(long))?.utf8.count ?? .max) < Journal.longestLine)
    #expect(MemoryRecord.line(of: .input(ForeignText(long.bytes + [0]))) == nil)
    #expect(MemoryRecord.line(of: .run(Self.run(input: ForeignText(long.bytes + [0])))) == nil)
    let path = PluginPath([UInt8](repeating: UInt8(ascii: "/"), count: Limits.pathBytes + 1))
    #expect(MemoryRecord.line(of: .marked(path, true)) == nil)
  }

  @Test(arguments: [
    "", "{}", "[]", "nonsense", "{\"kind\":\"input\"}", "{\"kind\":\"dream\",\"text\":\"x\"}",
    "{\"kind\":\"input\",\"text\":7}", "{\"kind\":\"input\",\"text\":\"x\",\"textBase64\":\"***\"}",
    "{\"kind\":\"mark\",\"path\":\"relative.so\",\"on\":true}", "{\"kind\":\"mark\",\"path\":\"/a\"}",
    "{\"kind\":\"mark\",\"path\":\"/a\\u0000b\",\"on\":true}", "{\"kind\":\"sort\",\"by\":\"name\"}",
    "{\"kind\":\"run\",\"path\":\"/a\",\"input\":\"\",\"mark\":\"x\",\"word\":\"x\",\"ended\":-1,\"total\":1}",
    "{\"kind\":\"run\",\"path\":\"/a\",\"input\":\"\",\"mark\":\"x\",\"word\":\"x\",\"ended\":1,\"total\":-1}",
    "{\"kind\":\"run\",\"path\":\"/a\",\"input\":\"\",\"mark\":\"x\",\"word\":\"x\",\"ended\":1e99,\"total\":1}",
    "{\"kind\":\"run\",\"path\":\"/a\",\"input\":\"\",\"mark\":\"x\",\"word\":\"x\",\"ended\":1,\"total\":1,\"file\":{}}",
  ])
  func `What makes no sense is passed over`(line: String) {
    #expect(MemoryRecord.remembrance(line, utcOffset: 0) == nil)
  }

  @Test func `Words from a file are harmless`() {
    let word = String(repeating: "x", count: 201)
    #expect(MemoryRecord.remembrance("{\"kind\":\"sort\",\"by\":\"\(word)\",\"reversed\":true}", utcOffset: 0) == nil)
    let escape = "{\"kind\":\"sort\",\"by\":\"\\u001b[2Jname\",\"reversed\":true}"
    #expect(MemoryRecord.remembrance(escape, utcOffset: 0) == .sort("\\e[2Jname", reversed: true))
  }

  // MARK: Compaction

  private func kept(_ remembrances: [Remembrance]) -> [Remembrance] {
    MemoryCompaction.kept(remembrances.compactMap(MemoryRecord.line)).compactMap {
      MemoryRecord.remembrance($0, utcOffset: 3600)
    }
  }

  @Test func `The newest of each input is kept, and the last 500`() {
    let inputs = (0..<1000).map { Remembrance.input(ForeignText("\($0 % 700)")) }
    #expect(kept(inputs) == inputs.suffix(500))
    #expect(kept([.input("a"), .input("b"), .input("a")]) == [.input("b"), .input("a")])
  }

  @Test func `Marks and order as they are now`() {
    let (a, b) = (PluginPath("/a"), PluginPath("/b"))
    #expect(
      kept([
        .marked(a, true), .sort("name", reversed: true), .marked(b, true), .marked(a, false), .marked(b, false),
        .sort("size", reversed: false), .marked(b, true),
      ]) == [.sort("size", reversed: false), .marked(b, true)])
    let many = (0..<12_000).map { Remembrance.marked(PluginPath("/\($0)"), true) }
    #expect(kept(many) == many.suffix(10_000))
  }

  @Test func `Runs: the last 50 of each, the last 5000 of all`() {
    let one = (0..<120).map { Remembrance.run(Self.run(ended: Int64($0))) }
    #expect(kept(one) == one.suffix(50))
    let many = (0..<7000).map { Remembrance.run(Self.run("/\($0 % 200).so", ended: Int64($0))) }
    #expect(kept(many) == many.suffix(5000))
  }

  @Test func `What a newer version wrote is kept`() {
    let unknown = "{\"kind\":\"dream\",\"of\":\"electric sheep\"}"
    #expect(MemoryCompaction.kept([unknown, unknown]) == [unknown, unknown])
    let line = MemoryRecord.line(of: .input("x")) ?? ""
    #expect(MemoryCompaction.kept([line, unknown, line]) == [unknown, line])
  }

  /// Then it is not done again at each start, and there is room in the file.
  @Test func `What is kept is short enough`() throws {
    let long = ForeignText([UInt8](repeating: 1, count: MemoryRecord.longestInput - 8))
    let runs = (0..<3000).map { Self.run("/\($0)", input: ForeignText(long.bytes + "\($0)".utf8), ended: Int64($0)) }
    let kept = MemoryCompaction.kept(runs.compactMap { MemoryRecord.line(of: .run($0)) })
    #expect(!kept.isEmpty)
    #expect(kept.reduce(0) { $0 + $1.utf8.count + 1 } <= Journal.longestFile / 2)
    #expect(MemoryCompaction.kept(kept) == kept)
  }
}
