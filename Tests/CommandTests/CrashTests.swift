import Foundation
import TestSupport
import Testing

/// Plugins that crash in every way, and what is said of each: the cause, the function, the line.
@Suite("Crash reports")
struct CrashTests {
  #if DEBUG_INFO
    @Test(arguments: CrashCorpus.cases)
    func report(sample: CrashCorpus.Case) throws {
      try #require(CrashCorpus.failures[sample.build] == nil, "could not be built")
      let outcome = try airlock("run", sample.plugin, "--input", sample.input, "--source", CrashCorpus.sources)
      let report = outcome.errors.drop { !$0.hasPrefix("Error: ") }.dropFirst()
      #expect(report.first.map { matches($0, "  " + sample.cause) } == true, "\(report.joined(separator: "\n"))")
      #expect(
        report.contains { matches($0, "  At \(sample.build.file)+0x… in \(sample.function),…") },
        "\(report.joined(separator: "\n"))")
      #expect(
        report.contains { $0.hasPrefix("  > \(sample.line) | ") || $0.hasPrefix("  >  \(sample.line) | ") },
        "\(report.joined(separator: "\n"))")
      #expect(report.count <= 16)
      #expect(outcome.ending == .exited(1))
    }

    @Test(.enabled(if: CrashCorpus.rustCompiler == nil, "only says that there is no rustc"))
    func withoutRust() {}
  #endif
}
