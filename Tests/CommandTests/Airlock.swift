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

func matches(_ line: String, _ pattern: String) -> Bool {
  let parts = pattern.split(separator: "…", omittingEmptySubsequences: false)
  guard parts.count > 1 else { return line == pattern }
  var rest = line[...]
  for (index, part) in parts.enumerated() {
    if index == 0 {
      guard rest.hasPrefix(part) else { return false }
      rest = rest.dropFirst(part.count)
    } else if index == parts.count - 1 {
      return rest.hasSuffix(part)
    } else {
      guard let found = rest.range(of: part) else { return false }
      rest = rest[found.upperBound...]
    }
  }
  return true
}

/// A report that was written with `--format json`.
struct Report {
  let members: [String: Any]

  init(_ outcome: Command.Outcome) throws {
    let value = try JSONSerialization.jsonObject(with: Data(outcome.stdoutBytes))
    members = try #require(value as? [String: Any])
  }

  var plugins: [[String: Any]] { members["plugins"] as? [[String: Any]] ?? [] }
  var summary: [String: Int] { members["summary"] as? [String: Int] ?? [:] }
}

extension [String: Any] {
  func text(_ name: String) -> String? { self[name] as? String }
  func number(_ name: String) -> Int? { self[name] as? Int }
  func object(_ name: String) -> [String: Any]? { self[name] as? [String: Any] }
  func isNull(_ name: String) -> Bool { self[name] is NSNull }
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
