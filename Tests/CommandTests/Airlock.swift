import Foundation
import TestSupport
import Testing

/// Runs the real `airlock` to its end.
func airlock(
  _ arguments: any CommandArgument..., environment: [String: String] = [:], in directory: String? = nil,
  input: [UInt8]? = nil
) throws -> Command.Outcome {
  try start(arguments, environment: environment, in: directory, input: input).wait()
}

func start(
  _ arguments: [any CommandArgument], environment: [String: String] = [:], in directory: String? = nil,
  input: [UInt8]? = nil
) throws -> Command {
  try Command(
    Executables.path("airlock"), arguments, environment: environment, directory: directory, input: input)
}

/// Expects texts line by line. A line `…` stands for any lines, and `…` in a line for any text.
func expect(
  _ lines: [String], like patterns: [String], _ comment: Comment? = nil,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let fits = lines.count == patterns.count && zip(lines, patterns).allSatisfy { matches($0, $1) }
  #expect(
    fits,
    "\(comment?.rawValue ?? "") got:\n\(lines.joined(separator: "\n"))\nexpected:\n\(patterns.joined(separator: "\n"))",
    sourceLocation: sourceLocation)
}

/// What a C plugin begins with.
let prelude = """
  #define _GNU_SOURCE
  #include <errno.h>
  #include <fcntl.h>
  #include <pthread.h>
  #include <signal.h>
  #include <stddef.h>
  #include <stdint.h>
  #include <stdio.h>
  #include <stdlib.h>
  #include <string.h>
  #include <sys/prctl.h>
  #include <unistd.h>
  extern char **environ;
  #define FUNCTION int32_t MyFunction(const char *input, int64_t *result, char *error, size_t capacity)

  """

extension TemporaryFolder {
  /// Compiles a C plugin; `call` is the body of its function.
  @discardableResult
  func plugin(_ name: String = "p.so", before: String = "", call: String, _ options: [String] = []) throws -> String {
    try compileC(prelude + before + "\nFUNCTION { \(call) }\n", options, to: name)
  }
}

/// Facts of this machine that messages tell.
enum Machine {
  #if arch(x86_64)
    static let trap = "SIGILL"
    static let read = "read"
    static let write = "write"
    static let name = "x86-64"
    /// The `e_machine` of another one, and its name.
    static let other: (code: UInt8, name: String) = (183, "AArch64")
  #else
    static let trap = "SIGTRAP"
    static let read = "access"
    static let write = "access"
    static let name = "AArch64"
    static let other: (code: UInt8, name: String) = (62, "x86-64")
  #endif
}

extension Command {
  /// Waits until this command knows how far a plugin has come that sleeps in its function. That is told from one process
  /// to the next: each has heard of it and handed it on when it sleeps again.
  func waitUntilTold(of plugin: LiveProcess) throws {
    let own = try #require(LiveProcess(process))
    let worker = try #require(own.children.first)
    let monitor = try #require(worker.children.first { $0.children.contains(plugin) })
    for process in [monitor, worker, own] {
      try Self.wait("process \(process.pid) to have heard of it") { process.isSleeping }
    }
  }
}
