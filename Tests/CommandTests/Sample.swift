import Testing

/// A sample plugin and what becomes of it, called with "hello".
struct Sample: CustomTestStringConvertible, Sendable {
  let name: String
  let kind: String
  let verdict: String
  var failure: String?
  var phase: String? = "close"
  var signal: String?
  var exitStatus: Int?
  var value: Int?
  var error: String?
  /// What `run` and `check` say, after the path where one stands before it; `…` is any text.
  var stdout: [String] = []
  var stderr: [String] = []
  /// What it wrote itself.
  var output: [String] = []
  var isRejected: Bool { verdict == "rejected" }
  var isUnverified = false
  /// It does not even come to its call.
  var isOpenedInVain: Bool { phase == "open" }

  var file: String { "lib\(name).so" }
  var path: String { "./" + file }
  var testDescription: String { name }

  /// The time limit for all of them at once, which each but one must keep.
  static let commonTimeout = "2"

  /// What `airlock run` writes to stderr about it.
  var errors: [String] { output.map { "\(path) | \($0)" } + stderr }

  private static func swift(_ name: String, value: Int, output: [String] = []) -> Sample {
    Sample(name: name, kind: "swift", verdict: "passed", value: value, stdout: ["\(value), <nil>"], output: output)
  }
  private static func crash(
    _ name: String, kind: String, _ signal: String, _ cause: String, phase: String = "call",
    place: String = "in MyFunction", output: [String] = []
  ) -> Sample {
    Sample(
      name: name, kind: kind, verdict: "crashed", failure: "crashed", phase: phase, signal: signal,
      stderr: ["Error: plugin ./lib\(name).so crashed \(place): \(signal) (\(cause))"], output: output)
  }

  /// Short only for the one that never comes back: a slow machine is not an error.
  var timeout: String { name == "Sleepy" ? Self.shortTimeout : "60" }
  private static let shortTimeout = "0.3"

  static let all = [
    swift("Hello", value: 42),
    swift("WordCount", value: 1),
    swift("Chatty", value: 5, output: ["Chatty got: hello", "Chatty: nothing to complain about"]),
    Sample(
      name: "Picky", kind: "swift", verdict: "returned-error", failure: "returned-error", value: 0,
      error: "input is too short: 5 of 10 characters", stdout: ["0, input is too short: 5 of 10 characters"]),
    crash(
      "Trap", kind: "swift", Machine.trap, "trap instruction",
      output: ["Trap/Trap.swift:3: Fatal error: no plan for hello"]),
    crash("OutOfRange", kind: "swift", Machine.trap, "trap instruction", output: ["…Fatal error: Index out of range"]),
    Sample(
      name: "Sleepy", kind: "swift", verdict: "timed-out", failure: "timed-out", phase: "call",
      stderr: [
        "Error: plugin ./libSleepy.so did not return from MyFunction within \(shortTimeout) s",
        "  If it only needs longer, give it more: --timeout SECONDS.",
      ]),
    Sample(
      name: "WrongType", kind: "swift", verdict: "rejected", failure: "wrong-signature", phase: nil,
      stderr: [
        "Error: function MyFunction in plugin ./libWrongType.so has the wrong signature: "
          + "expected func MyFunction(String) throws -> Int, found func MyFunction(Int) throws -> Int",
        "  Declare it as public func MyFunction(_ input: String) throws -> Int at top level.",
      ]),
    Sample(
      name: "NoFunction", kind: "", verdict: "rejected", failure: "function-not-found", phase: nil,
      stderr: [
        "Error: could not find function MyFunction in plugin ./libNoFunction.so", "  It exports YourFunction.",
      ]),
    Sample(name: "Answer", kind: "c", verdict: "passed", value: 42, stdout: ["42, <nil>"]),
    Sample(name: "NoDebug", kind: "c", verdict: "passed", value: 7, stdout: ["7, <nil>"], isUnverified: true),
    Sample(
      name: "EmptyFile", kind: "c", verdict: "returned-error", failure: "returned-error", value: 0,
      error: "file is empty", stdout: ["0, file is empty"]),
    crash(
      "NullRead", kind: "c", "SIGSEGV", "null pointer \(Machine.read) at 0x30",
      output: ["NullRead: opening the table"]),
    crash("Abort", kind: "c", "SIGABRT", "abort", output: ["Abort: hello makes no sense"]),
    crash(
      "BadInit", kind: "c", "SIGSEGV", "null pointer \(Machine.write) at 0x0", phase: "open",
      place: "while it was opened"),
    Sample(
      name: "ExitThree", kind: "c", verdict: "exited", failure: "exited", phase: "call", exitStatus: 3,
      stderr: [
        "Error: plugin ./libExitThree.so exited with status 3 in MyFunction, without returning",
        "  A plugin must return; exit() and _exit() end the whole process.",
      ]),
  ]

  static func named(_ name: String) -> Sample { all.first { $0.name == name }! }

  /// Why nothing proves the signature of a C plugin, and what mends it.
  #if DEBUG_INFO
    static let unverified = "no debug info"
    static let unverifiedHint = "Build it with -g to have the signature proved."
    static let oneUnverified = ""
  #else
    static let unverified = "debug info is not read"
    /// In a summary, of one C plugin among those that passed.
    static let oneUnverified = " (1 unverified)"
    static let unverifiedHint = "Install libdw-dev and build Airlock again to have the signature proved."
  #endif

  /// What JUnit says of one that passes without proof.
  var remark: [String] {
    #if DEBUG_INFO
      let isUnproved = isUnverified
    #else
      let isUnproved = kind == "c"
    #endif
    return isUnproved && verdict == "passed" ? ["airlock: signature unverified: \(Self.unverified)"] : []
  }

  /// How `check` tells of one that passes.
  var checked: String {
    if kind == "swift" { return "\(path): ok, swift, func MyFunction(String) throws -> Int (mangled name)" }
    #if DEBUG_INFO
      if !isUnverified {
        return "\(path): ok, c, int32_t MyFunction(const char *, int64_t *, char *, size_t) (debug info)"
      }
    #endif
    return "\(path): ok, c, signature unverified (\(Self.unverified))"
  }
}
