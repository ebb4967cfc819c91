import PluginModel
import Testing

@Suite("Plugin list")
struct PluginListTests {
  private func list(_ count: Int) -> PluginList {
    PluginList((0..<count).map { Plugin(path: PluginPath("\($0).so")) })
  }
  private func inspection(_ digest: String?, inode: UInt64 = 1) -> Inspection {
    Inspection(
      file: FileState(device: 1, inode: inode, size: 1, modified: 1, changed: 1), kind: .c, digest: digest)
  }

  @Test func twins() {
    var list = list(4)
    for index in 0..<4 { list.apply(.inspected(index, inspection(nil))) }
    // Whatever answer comes first, the earlier in the list is the original.
    for index in [3, 1, 2] { list.apply(.matched(index, content: 1)) }
    #expect(list.plugins.map(\.identicalTo?.line) == [nil, nil, "1.so", "1.so"])
    list.apply(.inspected(1, inspection(nil, inode: 2)))
    #expect(list.plugins.map(\.identicalTo?.line) == [nil, nil, nil, "2.so"])
    list.apply(.matched(0, content: 1))
    list.apply(.inspected(2, inspection(nil)))
    #expect(list.plugins.map(\.identicalTo?.line) == [nil, nil, "0.so", "0.so"])
    list.apply(.inspected(0, inspection(nil, inode: 2)))
    list.apply(.inspected(3, inspection(nil, inode: 2)))
    #expect(list.plugins.map(\.identicalTo?.line) == [nil, nil, nil, nil])
  }

  /// The first of several is gone, and comes back with another content.
  @Test func forgotten() {
    var list = list(3)
    for index in 0..<3 { list.apply(.matched(index, content: 1)) }
    list.forget(0)
    #expect(list.plugins.map(\.identicalTo?.line) == [nil, nil, "1.so"])
    list.apply(.inspected(0, inspection(nil)))
    list.apply(.matched(0, content: 1))
    #expect(list.plugins.map(\.identicalTo?.line) == [nil, "0.so", "0.so"])
  }

  @Test func manyTwins() {
    var list = list(200)
    for index in (0..<200).reversed() where index % 3 != 0 { list.apply(.matched(index, content: 1)) }
    for index in (0..<200) where index % 3 == 0 { list.apply(.matched(index, content: 1)) }
    #expect(list.plugins.map(\.identicalTo?.line) == [nil] + Array(repeating: "0.so", count: 199))
    list.apply(.matched(0, content: 2))
    #expect(list.plugins.map(\.identicalTo?.line) == [nil, nil] + Array(repeating: "1.so", count: 198))
  }

  /// A digest that is asked for later changes nothing else, and stays as long as the file does.
  @Test func digestLater() {
    var list = list(2)
    var plain = inspection(nil)
    plain.checks = [Check(.runtime, .pass, "r")]
    plain.provenance = .unsigned
    var digested = plain
    digested.digest = "d"
    digested.checks = [Check(.runtime, .fail, "another")]
    for index in 0..<2 { list.apply(.inspected(index, plain)) }
    list.apply(.loaded(0, RunReport(phase: .close, ending: .loaded)))
    list.apply(.digested(0, digested))
    #expect(list[0].inspection?.digest == "d")
    #expect(list[0].inspection?.checks.map(\.summary) == ["r"])
    #expect(list[0].inspection?.provenance == .unsigned)
    #expect(list[0].load?.ending == .loaded)
    list.apply(.digested(1, digested))
    list.apply(.inspected(0, plain))
    #expect(list[0].inspection?.digest == "d")

    // Of another state of the file, or of a file that could not be read, it says nothing.
    var other = digested
    other.file?.size += 1
    list.apply(.inspected(1, inspection(nil, inode: 3)))
    #expect(list[1].inspection?.digest == nil)
    for useless in [other, Inspection(rejection: Rejection(.inspectionFailed, "x"))] {
      list.apply(.digested(1, useless))
      #expect(list[1].inspection == inspection(nil, inode: 3))
    }
  }

  /// A file may be too long for a digest; then that is told.
  @Test func aDigestThatWasLeftOut() {
    var inspection = inspection(nil)
    var answer = inspection
    answer.digestGap = "longer than 4 GiB"
    inspection.takeDetails(of: answer)
    #expect(inspection == answer)
  }

  /// What is known belongs to one state of the file.
  @Test func anotherStateOfTheFile() {
    var list = list(1)
    list.apply(.inspected(0, inspection("a")))
    list.apply(.ran(0, RunReport(phase: .close, ending: .returned(1)), input: ForeignText("x")))
    list.apply(.inspected(0, inspection("a")))
    #expect(list[0].run?.ending == .returned(1))
    #expect(list[0].runInput == ForeignText("x"))
    list.apply(.inspected(0, inspection("a", inode: 2)))
    #expect(list[0].run == nil)
    #expect(list[0].load == nil)
    #expect(list[0].runInput == nil)
  }

  @Test func checks() {
    var list = list(1)
    #expect(list[0].checks(settings: Settings()) == [])
    list.apply(.inspected(0, Inspection(checks: [Check(.file, .fail, "x")], rejection: Rejection(.malformed, "x"))))
    #expect(list[0].checks(settings: Settings()).map(\.id) == Check.ID.allCases)
    #expect(
      list[0].checks(settings: Settings()).map(\.status) == [.fail] + Array(repeating: .skipped, count: 9))
    #expect(list[0].checks(settings: Settings())[1].summary == "not made: an earlier check failed")
    list.apply(
      .inspected(
        0, Inspection(checks: [Check(.format, .fail, "x")], rejection: Rejection(.inspectionFailed, "x"))))
    #expect(list[0].checks(settings: Settings())[0].summary == "not made: the inspector did not finish")
    var unverified = inspection(nil, inode: 3)
    unverified.signature = Signature(expected: "e", found: nil, evidence: .none)
    unverified.checks = [Check(.signature, .unverified, "unverified: no debug info")]
    list.apply(.inspected(0, unverified))
    list.apply(.loaded(0, RunReport(phase: .close, ending: .loaded, times: PhaseTimes(open: 1_000_000))))
    #expect(list[0].checks(settings: Settings()).map(\.status) == [.unverified, .pass])
    var strict = Settings()
    strict.strict = true
    #expect(list[0].checks(settings: strict).map(\.status) == [.fail, .skipped])
    list.apply(.loaded(0, RunReport(phase: .open, ending: .crashed(Crash(signal: 11)))))
    #expect(list[0].checks(settings: Settings()).map(\.summary).last == "SIGSEGV")
    #expect(list[0].checks(settings: Settings()).map(\.status).last == .fail)
  }
}

@Suite("Summary")
struct SummaryTests {
  private func summary(_ verdicts: [Verdict], unverified: Int = 0) -> Summary {
    var summary = Summary()
    for (index, verdict) in verdicts.enumerated() { summary.add(verdict, unverified: index < unverified) }
    return summary
  }

  @Test func line() {
    let verdicts =
      Array(repeating: Verdict.passed, count: 8) + [.returnedError, .returnedError, .rejected, .crashed]
    #expect(
      summary(verdicts, unverified: 1).line
        == "12 plugins: 8 passed (1 unverified), 2 returned an error, 1 rejected, 1 crashed")
    #expect(summary([.passed]).line == "1 plugin: 1 passed")
    #expect(
      summary(Verdict.allCases.reversed()).line
        == "8 plugins: 1 passed, 1 returned an error, 1 rejected, 1 crashed, 1 timed out, 1 exited, "
        + "1 went over a limit, 1 interrupted")
    // Only those that passed are counted as unverified.
    #expect(summary([.crashed], unverified: 1).line == "1 plugin: 1 crashed")
  }

  @Test func allPassed() {
    #expect(summary([.passed, .passed], unverified: 2).allPassed)
    #expect(!summary([.passed, .returnedError]).allPassed)
    #expect(!summary([]).allPassed)
  }
}

@Suite("Captured output")
struct CapturedOutputTests {
  private let half = Limits.outputBytes / 2

  @Test(arguments: [1, 7, 1000, 4096, 32_768, 65_536, 1_000_000])
  func inPieces(size: Int) {
    let all = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
    var output = CapturedOutput()
    for start in stride(from: 0, to: all.count, by: size) { output.append(all[start..<min(start + size, all.count)]) }
    output.trim()
    #expect((output.head == Array(all.prefix(half))) as Bool)
    #expect((output.tail == Array(all.suffix(half))) as Bool)
    #expect(output.dropped == UInt64(all.count - 2 * half))
  }

  @Test func whatFitsIsKept() {
    for count in [0, 1, half, half + 1, 2 * half] {
      var output = CapturedOutput()
      output.append([UInt8](repeating: 65, count: count))
      output.trim()
      #expect(output.dropped == 0)
      #expect(output.text.bytes.count == count)
      #expect(output.isEmpty == (count == 0))
    }
    var over = CapturedOutput()
    over.append([UInt8](repeating: 65, count: 2 * half + 1))
    over.trim()
    #expect(over.dropped == 1)
    #expect(over.text.lines.contains("A\n… 1 bytes dropped …\nA"))
  }
}
