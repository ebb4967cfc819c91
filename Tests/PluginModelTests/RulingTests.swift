import PluginModel
import Reports
import Testing

/// What people decided: how a plugin stands with them, and how that is written down.
@Suite struct RulingTests {
  private static let now = Moment(nanoseconds: 1_795_358_933_000_000_000)
  private static let mine = String(repeating: "a", count: 64)
  private static let other = String(repeating: "b", count: 64)

  private func ruling(
    _ decision: Ruling.Decision, _ digest: String = mine, file: ForeignText = "p.so", size: Int64 = 100,
    secondsAgo: Int64 = 0, note: String = ""
  ) -> Ruling {
    Ruling(
      digest: digest, file: file, size: size, decision: decision, note: note, who: "reviewer@example.org",
      when: Moment(nanoseconds: Self.now.nanoseconds - secondsAgo * 1_000_000_000))
  }

  private func inspection(digest: String? = mine, size: Int64 = 100) -> Inspection {
    Inspection(file: FileState(device: 1, inode: 2, size: size, modified: 3, changed: 4), digest: digest)
  }

  private func standing(_ rulings: [Ruling], _ inspection: Inspection?, path: String = "./x/p.so") -> Standing {
    Rulings(rulings).standing(of: PluginPath(path), inspection)
  }

  // MARK: Standing

  @Test func `The newest about a content counts, whatever the file is called`() {
    let accepted = ruling(.accepted, secondsAgo: 60)
    let rejected = ruling(.rejected, file: "q.so", secondsAgo: 30)
    #expect(standing([accepted], inspection(), path: "/else/where.so") == .accepted(accepted))
    #expect(standing([accepted, rejected], inspection()) == .rejected(rejected))
    #expect(standing([rejected, accepted], inspection()) == .rejected(rejected))
    let same = ruling(.rejected, secondsAgo: 60)
    #expect(standing([accepted, same], inspection()) == .rejected(same), "of one second the last counts")
  }

  @Test func `Another content of that name has changed since`() {
    let accepted = ruling(.accepted, Self.other, size: 99, secondsAgo: 3 * 86_400, note: "read")
    #expect(standing([accepted], inspection()) == .changed(since: accepted))
    #expect(standing([accepted], inspection(), path: "q.so") == .unjudged)
    #expect(
      Standing.changed(since: accepted).words(at: Self.now)
        == "accepted 3 days ago, changed since or another of that name (by reviewer@example.org: read)")
    // What was seen there itself is known to be the one.
    let seen = Rulings([accepted]).standing(of: PluginPath("q.so"), inspection(), earlier: Self.other)
    #expect(seen == .changed(since: accepted, isSeen: true))
    #expect(seen.words(at: Self.now) == "accepted 3 days ago, changed since (by reviewer@example.org: read)")
    #expect(Rulings([accepted]).standing(of: PluginPath("q.so"), inspection(), earlier: Self.mine) == .unjudged)
    #expect(standing([accepted, ruling(.withdrawn, Self.other)], inspection()) == .unjudged)
  }

  @Test func `What is taken back counts no longer, and what was said of others does again`() {
    let old = ruling(.accepted, Self.other, secondsAgo: 100)
    let rulings = [old, ruling(.rejected, secondsAgo: 50), ruling(.withdrawn)]
    #expect(standing(rulings, inspection()) == .changed(since: old))
    #expect(Rulings(rulings).counting == [old])
  }

  /// Most files need not be read for it.
  @Test func `Without its digest a file of that length is open, any other is not`() {
    let accepted = ruling(.accepted, size: 100)
    #expect(standing([accepted], inspection(digest: nil)) == .open)
    #expect(standing([accepted], inspection(digest: nil), path: "q.so") == .open)
    #expect(standing([accepted], inspection(digest: nil, size: 101)) == .changed(since: accepted))
    #expect(standing([accepted], inspection(digest: nil, size: 101), path: "q.so") == .unjudged)
    #expect(standing([accepted], nil) == .unjudged)
    #expect(standing([accepted, ruling(.withdrawn)], inspection(digest: nil)) == .unjudged)
  }

  /// One that is dated so far ahead that nothing could be dated after it is none.
  @Test func `Whatever is dated after another can be read`() throws {
    for ahead in [0, 1, 86_398, 86_399, 86_400, 86_401] as [Int64] {
      let lines = [RulingRecord.line(of: ruling(.accepted, secondsAgo: -ahead))]
      let read = RulingLines(lines, at: Self.now)
      #expect((read.note == nil) == (ahead <= 86_400), "\(ahead)")
      guard let next = Rulings(read.rulings).dated(ruling(.rejected)) else {
        #expect(ahead == 86_400)
        continue
      }
      let both = RulingLines(lines + [RulingRecord.line(of: next)], at: Self.now)
      #expect(both.rulings.last == next && Rulings(both.rulings).ruling(on: Self.mine) == next, "\(ahead)")
    }
    let future = RulingLines([RulingRecord.line(of: ruling(.accepted, secondsAgo: -86_401))], at: Self.now)
    #expect(future.note == "line 1 is dated in the future; correct its date")
  }

  @Test func `A list has its columns in every script, and says what it leaves out`() throws {
    let long = ForeignText(String(repeating: "x", count: 50) + ".so")
    let rulings = [
      ruling(.accepted, file: "数え.so"), ruling(.rejected, file: long), ruling(.rejected, file: ForeignText([0xFF])),
    ]
    let lines = RulingList.lines(of: rulings) { $0.reduce(0) { $0 + ($1.utf8.count == 3 && $1 != "…" ? 2 : 1) } }
    #expect(lines[1].contains(" " + String(repeating: "x", count: 39) + "…  aaaa…aaaa"))
    #expect(lines[0].contains("数え.so" + String(repeating: " ", count: 40 - 7) + "  aaaa…aaaa"))
    let json = RulingList.json(of: rulings)
    #expect(json.contains("\"fileBase64\": \"/w==\"") || json.contains("\"fileBase64\":\"/w==\""))
  }

  @Test func `What is said last counts, by clocks that differ too`() throws {
    let ahead = ruling(.accepted, secondsAgo: -3600)
    let mine = try #require(Rulings([ahead]).dated(ruling(.rejected)))
    #expect(mine.when.seconds == ahead.when.seconds + 1)
    #expect(standing([ahead, mine], inspection()) == .rejected(mine))
    let unmoved = ruling(.rejected)
    #expect(Rulings([ruling(.accepted, secondsAgo: 1), ruling(.accepted, Self.other)]).dated(unmoved) == unmoved)
  }

  @Test func `How long ago, in words`() {
    let expected: [(Int64, String)] = [
      (-30, "just now"), (0, "just now"), (59, "just now"), (60, "1 minute ago"), (3599, "59 minutes ago"),
      (3600, "1 hour ago"), (86_399, "23 hours ago"), (86_400, "1 day ago"), (3 * 86_400, "3 days ago"),
      (59 * 86_400, "59 days ago"), (60 * 86_400, "2 months ago"), (729 * 86_400, "24 months ago"),
      (730 * 86_400, "2 years ago"), (-86_400, "on 2026-11-23"),
    ]
    for (seconds, words) in expected {
      #expect(ruling(.accepted, secondsAgo: seconds).words(at: Self.now).hasSuffix(" " + words))
    }
  }

  // MARK: Lines

  @Test(arguments: [
    ("p.so", ""), ("libHello.so", "read every line"), ("数え上げ.so", "\"quoted\" \\ and 数"),
    ("a b\u{1B}.so", "\u{1B}[31m\u{202E}"),
  ])
  func `A line has everything, in an order that sorts`(file: String, note: String) throws {
    let one = ruling(.rejected, file: ForeignText(file), note: note)
    let line = RulingRecord.line(of: one)
    #expect(try RulingRecord.ruling(line, utcOffset: 0) == one)
    #expect(line.hasPrefix("{\"file\":\""))
    #expect(line.contains("\"sha256\":\"\(Self.mine)\",\"when\":\"2026-11-22T14:48:53Z\",\"verdict\":\"rejected\""))
    #expect(line.hasSuffix(",\"size\":100,\"version\":1}"))
    #expect(!line.unicodeScalars.contains(where: ForeignText.isHarmful))
  }

  @Test func `A name that is not UTF-8 comes back`() throws {
    let one = ruling(.accepted, file: ForeignText([0xFF, 0x2E, 0x73, 0x6F]))
    #expect(try RulingRecord.ruling(RulingRecord.line(of: one), utcOffset: 0) == one)
  }

  @Test func `A note and a name are one harmless line, and bounded`() {
    var one = ruling(.accepted, note: "first\nsecond\r\nthird\t\u{1B}]0;owned\u{7}")
    #expect(one.note == "first second third\\t\\e]0;owned\\x07")
    one = ruling(.accepted, note: String(repeating: "数", count: 1000))
    #expect(one.note.utf8.count == 999)
  }

  @Test func `What is no verdict says why`() {
    let good = RulingRecord.line(of: ruling(.accepted))
    func fault(_ old: String, _ new: String) -> RulingRecord.Fault? {
      let line = good.replacing(old, with: new)
      #expect(line != good)
      do throws(RulingRecord.Fault) {
        _ = try RulingRecord.ruling(line, utcOffset: 0)
        return nil
      } catch {
        return error
      }
    }
    #expect(fault("\"version\":1", "\"version\":2,\"mood\":\"good\"") == .newer)
    #expect(fault("\"version\":1", "\"version\":1,\"mood\":\"good\"") == nil, "what is more is left alone")
    for (old, new) in [
      ("\"version\":1", "\"version\":0"), ("accepted", "adored"), ("aaaa", "AAAA"), ("aaaa", "aaa"), ("p.so", ""),
      ("p.so", "../p.so"), ("p.so", "p\\u0000.so"), ("2026-11-22T", "2026-02-30T"), ("53Z", "61Z"), ("14:", "24:"),
      ("2026", "9999"), ("2026", "1969"), ("53Z", "53"), ("T14", " 14"), ("\"size\":100", "\"size\":-1"),
      ("\"size\":100", "\"size\":1e30"), ("\"note\":\"\"", "\"note\":\"" + String(repeating: "x", count: 1001) + "\""),
      ("{\"file\"", "[\"file\""), (good, "nonsense"), (good, "{}"),
    ] { #expect(fault(old, new) == .unreadable, "\(new)") }
    for marker in ["<<<<<<< HEAD", "=======", ">>>>>>> theirs", "||||||| base"] {
      #expect(fault(good, marker) == .conflict)
    }
    #expect(throws: RulingRecord.Fault.unreadable) { try RulingRecord.ruling(nil, utcOffset: 0) }
    #expect(throws: RulingRecord.Fault.unreadable) {
      try RulingRecord.ruling(String(repeating: "[", count: RulingRecord.longestLine), utcOffset: 0)
    }
  }

  @Test func `Lines are sorted by file, content, time, each once; what cannot be read stays where it is`() {
    let lines = [
      ruling(.rejected, Self.other, file: "b.so"), ruling(.accepted, Self.mine, file: "b.so", secondsAgo: 5),
      ruling(.withdrawn, Self.mine, file: "b.so"), ruling(.accepted, Self.other, file: "a.so"),
    ].map(RulingRecord.line)
    #expect(RulingLines.sorted(lines + lines) == [lines[3], lines[1], lines[2], lines[0]])
    #expect(RulingLines.sorted(lines + ["", lines[0]]) == [lines[3], lines[1], lines[2], lines[0]])
    #expect(RulingLines.sorted(lines + ["======="]) == nil)
    #expect(RulingLines.sorted(lines + [nil]) == nil)
    let read = RulingLines([lines[0], "<<<<<<< HEAD", lines[1], "=======", nil], at: Self.now)
    #expect(read.rulings.count == 2)
    #expect(read.note == "line 2 is \(RulingRecord.Fault.conflict.words); so are 2 more")
    #expect(RulingLines(lines, at: Self.now).note == nil)
  }
}
