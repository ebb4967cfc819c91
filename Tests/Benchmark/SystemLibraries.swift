import Foundation
import TestSupport

/// All libraries of this system in one command line: `airlock check --no-load` beside tools that each do a part of it.
/// Whole processes by the clock, in turn, with what they read in the page cache.
enum SystemLibraries {
  private static let rounds = 11
  /// ldd(1) takes seconds.
  private static let roundsOfSlowest = 3

  private struct Tool {
    let name: String
    let path: String
    let arguments: [String]
    /// What the project asks of itself: how many times as long as `airlock check` the tool takes at least.
    let goal: Double

    init?(_ name: String, _ arguments: [String] = [], goal: Double) {
      guard let path = ["/usr/bin/", "/bin/"].map({ $0 + name }).first(where: FileManager.default.isExecutableFile)
      else {
        report(name, "not installed: left out")
        return nil
      }
      (self.name, self.path, self.arguments, self.goal) = (name, path, arguments, goal)
    }
  }

  /// Regular ELF files with `.so` in their names.
  static let files = libraries(below: "/usr/lib")

  static func measure() {
    let files = Self.files
    let tools = [
      Tool("nm", ["-D"], goal: 5), Tool("ldd", goal: 50), Tool("libtree", goal: 1.0 / 3),
    ].compactMap(\.self)
    let airlock = { time(Executables.path("airlock"), ["check", "--no-load"] + files) }
    _ = airlock()  // fills the page cache
    var ours: [Double] = []
    var theirs = tools.map { _ in [Double]() }
    for round in 0..<rounds {
      ours.append(airlock())
      for (index, tool) in tools.enumerated() where tool.goal < 50 || round < roundsOfSlowest {
        theirs[index].append(time(tool.path, tool.arguments + files))
      }
    }
    let median = Sample(ours).median
    Sample(ours).report("airlock check --no-load, \(files.count) libraries")
    for (tool, times) in zip(tools, theirs) {
      let sample = Sample(times)
      sample.report(([tool.name] + tool.arguments).joined(separator: " ") + ", the same files")
      report(
        "  times as long as airlock check", String(format: "%8.2f     (goal %.2f)", sample.median / median, tool.goal))
    }
  }

  private static func libraries(below root: String) -> [String] {
    let names = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
    let isNamedSo = { (name: String) in name[(name.lastIndex(of: "/") ?? name.startIndex)...].contains(".so") }
    return names.filter(isNamedSo).sorted().map { root + "/" + $0 }.filter {
      let type = try? FileManager.default.attributesOfItem(atPath: $0)[.type] as? FileAttributeType
      return type == .typeRegular
        && FileHandle(forReadingAtPath: $0)?.readData(ofLength: 4) == Data([0x7F] + Array("ELF".utf8))
    }
  }

  /// Milliseconds from the start of a program to its end; what it writes goes nowhere.
  private static func time(_ program: String, _ arguments: [String]) -> Double {
    var argv: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
    defer { for text in argv { free(text) } }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for descriptor in [STDOUT_FILENO, STDERR_FILENO] {
      posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_WRONLY, 0)
    }
    let start = now()
    var process: pid_t = 0
    precondition(posix_spawn(&process, program, &actions, nil, &argv, environ) == 0, "\(program) could not be started")
    var status: Int32 = 0
    waitpid(process, &status, 0)
    // Some of the files are no good, and all of these say so in their exit status; a signal would be another matter.
    precondition(status & 0x7F == 0, "\(program) was ended by a signal")
    return now() - start
  }
}
