import Foundation
import PluginModel
import TestSupport
import WorkerClient

/// From the run of a plugin that crashes to the headline and to the whole report, beside Swift's own backtracer and gdb on
/// the same plugins; and which of the three name the right function.
enum Crashes {
  private static let shown: [(CrashCorpus.Build, String)] = [
    (.c, "null-read"), (.swift, "out-of-range"), (.swiftO, "nil"),
  ]
  private static let host = Executables.path("PluginHost")
  private static let gdb: String? = ["/usr/bin/gdb", "/usr/local/bin/gdb"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  static func measure() throws {
    for (build, failure) in CrashCorpus.failures { report("not built: \(build.rawValue)", failure) }
    for (build, input) in shown where CrashCorpus.failures[build] == nil {
      guard let sample = CrashCorpus.cases.first(where: { $0.build == build && $0.input == input }) else { continue }
      try measure(sample)
    }
    try compare()
  }

  private static func measure(_ sample: CrashCorpus.Case) throws {
    let session = try Session(sample.plugin)
    defer { session.session.end() }
    var (headlines, reports, foreign, debugger) = ([Double](), [Double](), [Double](), [Double]())
    for round in 0..<21 {  // in turn, so that the machine's moods meet all; the first warms them
      for _ in 0..<5 {
        usleep(5000)
        let times = try session.crash(sample.input)
        guard round > 0 else { continue }
        headlines.append(times.headline)
        reports.append(times.report)
      }
      let start = now()
      _ = output([host, sample.plugin, sample.input], environment: ["SWIFT_BACKTRACE": "enable=yes,color=no"])
      if round > 0 { foreign.append(now() - start) }
      guard let gdb, round % 5 == 1 else { continue }
      let began = now()
      _ = output([gdb, "-batch", "-ex", "run", "-ex", "bt", "--args", host, sample.plugin, sample.input])
      debugger.append(now() - began)
    }
    Sample(headlines).report("a crash, \(sample): from the run to the headline")
    Sample(reports).report("  to the whole report")
    Sample(foreign).report("  a plain host with SWIFT_BACKTRACE=enable=yes, to its end")
    if gdb == nil { report("  gdb", "not installed") } else { Sample(debugger).report("  gdb -batch -ex run -ex bt") }
  }

  // MARK: The right frame

  private static func compare() throws {
    let cases = CrashCorpus.cases.filter { CrashCorpus.failures[$0.build] == nil }
    var right = (airlock: 0, swift: 0, gdb: 0)
    for sample in cases {
      let session = try Session(sample.plugin)
      if try session.crash(sample.input).frame == sample.function { right.airlock += 1 }
      session.session.end()
      let trace = output([host, sample.plugin, sample.input], environment: ["SWIFT_BACKTRACE": "enable=yes,color=no"])
      if names(sample, in: trace, end: " + ") { right.swift += 1 }
      guard let gdb else { continue }
      let text = output([gdb, "-batch", "-ex", "run", "-ex", "bt 300", "--args", host, sample.plugin, sample.input])
      if names(sample, in: text, end: " (") { right.gdb += 1 }
    }
    func share(_ count: Int) -> String { "\(count) of \(cases.count)" }
    report("the right innermost function of the plugin's own: Airlock", share(right.airlock))
    report("  a plain host with SWIFT_BACKTRACE=enable=yes", share(right.swift))
    report("  gdb", gdb == nil ? "not installed" : share(right.gdb))
  }

  /// Whether the first line of a backtrace that tells of the corpus's own code names the function, mangled or not.
  ///
  /// - Parameter end: what follows the name.
  private static func names(_ sample: CrashCorpus.Case, in text: String, end: String) -> Bool {
    let places = ["/crashes.c:", "/crashes.cpp:", "/crashes.rs:", "/Crashes.swift:", "from \(sample.plugin)"]
    let line = text.split(separator: "\n").first { line in
      let number = line.drop { $0 == " " || $0 == "#" }
      return number.first?.isNumber == true && places.contains { line.contains($0) }
    }
    let name = line.flatMap { line in line.range(of: end).map { line[..<$0.lowerBound] } } ?? ""
    let wanted = sample.function.components(separatedBy: " in ").last?.components(separatedBy: "::").last ?? ""
    return name.contains(wanted)
  }

  private static func output(_ command: [String], environment: [String: String] = [:]) -> String {
    let (process, pipe) = (Process(), Pipe())
    process.executableURL = URL(fileURLWithPath: command[0])
    process.arguments = Array(command.dropFirst())
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardOutput = pipe
    process.standardError = pipe
    guard (try? process.run()) != nil else { return "" }
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return text
  }
}

extension Session {
  /// Milliseconds from the request to the two answers, and the innermost frame of the plugin's own.
  func crash(_ input: String) throws -> (headline: Double, report: Double, frame: String?) {
    let start = now()
    var headline = 0.0
    session.run(0, input: ForeignText(input))
    while true {
      var entry = pollfd(fd: session.descriptor, events: Int16(POLLIN), revents: 0)
      poll(&entry, 1, -1)
      for event in try session.receive().events {
        switch event {
        case .crashed: headline = now() - start
        case .ran(_, let report, _):
          return (headline, now() - start, CrashReport(of: report)?.top?.shortName?.line)
        case .inspected, .digested, .matched, .reached, .preparing, .loaded, .calling, .called, .recalled: break
        }
      }
    }
  }
}
