import Foundation
import TestSupport
import Testing

/// Every sample plugin that is built beside the executable, by every command.
@Suite("Sample plugins")
struct SampleTests {
  private let folder = Executables.directory

  @Test func theTableHasThemAll() throws {
    let built = try FileManager.default.contentsOfDirectory(atPath: folder).filter {
      $0.hasPrefix("lib") && $0.hasSuffix(".so")
    }
    #expect(built.sorted() == Sample.all.map(\.file).sorted())
  }

  @Test(arguments: Sample.all)
  func run(sample: Sample) throws {
    let outcome = try airlock("run", "--no-report", "--timeout", sample.timeout, sample.path, in: folder)
    #expect(outcome.lines == sample.stdout)
    expect(outcome.errors, like: sample.errors)
    #expect(outcome.ending == .exited(sample.verdict == "passed" ? 0 : 1))
  }

  /// Where no terminal is, the command without a name is `run`.
  @Test(arguments: ["Hello", "Picky", "Trap", "NoFunction"].map(Sample.named))
  func noTerminal(sample: Sample) throws {
    let outcome = try airlock(sample.path, "--no-report", in: folder)
    #expect(outcome.lines == sample.stdout)
    expect(outcome.errors, like: sample.errors)
    #expect(outcome.ending == .exited(sample.verdict == "passed" ? 0 : 1))
  }

  @Test(arguments: Sample.all)
  func check(sample: Sample) throws {
    let outcome = try airlock("check", "--no-report", sample.path, in: folder)
    let fails = sample.isRejected || sample.isOpenedInVain
    #expect(outcome.lines == (fails ? [] : [sample.checked]))
    expect(outcome.errors.withoutDetails, like: fails ? sample.stderr : [])
    #expect(outcome.ending == .exited(fails ? 1 : 0))
  }

  /// Without opening it, a constructor that crashes does no harm.
  @Test(arguments: Sample.all)
  func checkWithoutLoading(sample: Sample) throws {
    let outcome = try airlock("check", "--no-load", sample.path, in: folder)
    #expect(outcome.lines == (sample.isRejected ? [] : [sample.checked]))
    expect(outcome.errors.withoutDetails, like: sample.isRejected ? sample.stderr : [])
    #expect(outcome.ending == .exited(sample.isRejected ? 1 : 0))
  }

  @Test(arguments: Sample.all)
  func json(sample: Sample) throws {
    let outcome = try airlock(
      "run", "--format", "json", "--timeout", sample.timeout, sample.path, in: folder)
    #expect(outcome.stderr == "")
    let report = try Report(outcome)
    let plugin = try #require(report.plugins.first)
    #expect(plugin.text("path") == sample.path)
    #expect(plugin.text("kind") ?? "" == sample.kind)
    #expect(plugin.text("verdict") == sample.verdict)
    #expect(plugin.text("failure") == sample.failure)
    #expect(plugin.isNull("message") == sample.stderr.isEmpty)
    if let message = plugin.text("message") { expect([message], like: [sample.stderr[0]]) }
    // What a crashed plugin wrote last is in its output, and for JSON the hint as well.
    let hints =
      sample.verdict == "crashed"
      ? Array(sample.output.suffix(1)) : sample.stderr.dropFirst().map { String($0.dropFirst(2)) }
    expect(plugin.text("hint").map { $0.components(separatedBy: "\n") } ?? [], like: hints)

    let run = plugin.object("run")
    #expect(run?.text("phase") == sample.phase)
    #expect(run?.text("signal") == sample.signal)
    #expect(run?.number("exitStatus") == sample.exitStatus)
    #expect(run?.number("value") == sample.value)
    #expect(run?.text("error") == sample.error)
    if sample.phase != nil { #expect(run?.text("input") == "hello") }
    let written = (run?.text("stdout") ?? "") + (run?.text("stderr") ?? "")
    expect(written.split(separator: "\n").map(String.init), like: sample.output)
    #expect(plugin.object("crash")?.text("signal") == sample.signal)
    #expect(report.summary["total"] == 1)
    #expect(report.summary[sample.verdict] == 1)
    #expect(outcome.ending == .exited(sample.verdict == "passed" ? 0 : 1))
  }

  @Test func strict() throws {
    let outcome = try airlock("run", "--strict", "./libNoDebug.so", "./libHello.so", in: folder)
    #expect(outcome.lines == ["./libHello.so: 42, <nil>"])
    #expect(
      outcome.errors == [
        "Error: function MyFunction in plugin ./libNoDebug.so has an unverified signature: \(Sample.unverified)",
        "  \(Sample.unverifiedHint)", "  Without --strict it is called all the same.",
        "2 plugins: 1 passed, 1 rejected",
      ])
    #expect(outcome.ending == .exited(1))
    let plugin = try #require(
      try Report(try airlock("check", "--strict", "--format", "json", "./libNoDebug.so", in: folder)).plugins.first)
    #expect(plugin.text("failure") == "unverified-signature")
    #expect(plugin.text("verdict") == "rejected")
    // What is refused is not opened, and so not called.
    let opened = try airlock("run", "--strict", "--format", "json", "./libNoDebug.so", in: folder)
    #expect(try Report(opened).plugins.first?.isNull("run") == true)
  }

  @Test func everythingInAFolder() throws {
    let outcomes = try ["1", "4"].map { jobs in
      try airlock("run", "--no-report", "--timeout", Sample.commonTimeout, "--jobs", jobs, ".", in: folder)
    }
    let sorted = Sample.all.sorted { $0.file < $1.file }
    #expect(outcomes[0].lines == sorted.flatMap { sample in sample.stdout.map { "\(sample.path): \($0)" } })
    let errors = sorted.flatMap(\.errors).map {
      $0.replacingOccurrences(of: "within 0.3 s", with: "within \(Sample.commonTimeout) s")
    }
    #if DEBUG_INFO
      let passed = "5 passed (1 unverified)"
    #else
      let passed = "5 passed (2 unverified)"
    #endif
    let summary = "16 plugins: \(passed), 2 returned an error, 2 rejected, 5 crashed, 1 timed out, 1 exited"
    expect(outcomes[0].errors, like: errors + [summary])
    #expect(outcomes[0].ending == .exited(1))
    #expect(outcomes[1].stdout == outcomes[0].stdout)
    #expect(outcomes[1].stderr == outcomes[0].stderr)
    #expect(outcomes[1].ending == outcomes[0].ending)
  }

  /// Without a path: those beside the executable, wherever the user stands.
  @Test func withoutAPath() throws {
    let elsewhere = try TemporaryFolder()
    let outcome = try airlock("check", "--no-load", in: elsewhere.path)
    let sorted = Sample.all.sorted { $0.file < $1.file }
    #expect(
      outcome.lines
        == sorted.filter { !$0.isRejected }.map {
          $0.checked.replacingOccurrences(of: "./lib", with: Executables.path("lib"))
        })
    #expect(outcome.errors.last?.hasPrefix("16 plugins: 14 passed") == true)
  }
}

extension [String] {
  /// Without what `check` lists below the hint of a failed check.
  var withoutDetails: [String] { filter { !$0.hasPrefix("    ") } }
}
