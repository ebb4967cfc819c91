import Foundation
import TestSupport

/// 20 plugins with 50 inputs each: 1,000 calls by one `airlock run --inputs`, beside 1,000 times `airlock run`, and
/// beside a C program that forks, opens and calls, one at a time and one a processor.
enum MatrixRuns {
  private static let plugins = 20
  private static let inputs = 50
  private static let rounds = 3

  static func measure() throws {
    for name in ["libAnswer.so", "libHello.so"] {
      let folder = try TemporaryFolder()
      for number in 10..<(10 + plugins) {
        try folder.copy(Executables.path(name), to: Array("p\(number).so".utf8))
      }
      let list = try folder.write("inputs", [UInt8](String(repeating: "hello\n", count: inputs).utf8))
      let paths = (10..<(10 + plugins)).map { folder.path + "/p\($0).so" }
      var (matrix, oneJob, single, bare, bareTwice) = ([Double](), [Double](), [Double](), [Double](), [Double]())
      for round in 0..<rounds {
        matrix.append(try seconds { try airlock(["run", folder.path, "--inputs", list]) })
        oneJob.append(try seconds { try airlock(["run", folder.path, "--inputs", list, "--jobs", "1"]) })
        // It takes a minute, and once is enough to see how far away it is.
        if round == 0 { single.append(try seconds { try each(paths) { try airlock(["run", $0]) } }) }
        guard name == "libAnswer.so" else { continue }
        bare.append(seconds { for path in paths { _ = Program.forks(path, inputs) } })
        bareTwice.append(
          seconds { DispatchQueue.concurrentPerform(iterations: plugins) { _ = Program.forks(paths[$0], inputs) } })
      }
      let size = "\(plugins) × \(inputs) calls of \(name)"
      report(size + ", one airlock run --inputs", rate(matrix))
      report("  the same with --jobs 1", rate(oneJob))
      report("  1,000 times airlock run", rate(single))
      if !bare.isEmpty {
        report("  a C program: fork, dlopen, call, wait", rate(bare))
        report("  the same, one a processor", rate(bareTwice))
      }
    }
  }

  private static func each(_ paths: [String], _ body: (String) throws -> Void) rethrows {
    for path in paths { for _ in 0..<inputs { try body(path) } }
  }

  private static func airlock(_ arguments: [String]) throws {
    let outcome = try Command(Executables.path("airlock"), arguments).wait()
    precondition(outcome.ending == .exited(0), outcome.stderr)
  }

  private static func seconds(_ body: () throws -> Void) rethrows -> Double {
    let start = now()
    try body()
    return (now() - start) / 1000
  }

  /// "   1234 calls a second  (0.81 s, median of 5)"
  private static func rate(_ seconds: [Double]) -> String {
    let median = seconds.sorted()[seconds.count / 2]
    return String(
      format: "%8.0f calls a second  (%.2f s, median of %d)", Double(plugins * inputs) / median, median, seconds.count)
  }
}
