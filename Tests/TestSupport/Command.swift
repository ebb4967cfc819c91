import CCommand
import Foundation

/// What a command line is made of: text, or bytes that no text has.
public protocol CommandArgument {
  var argumentBytes: [UInt8] { get }
}
extension String: CommandArgument {
  public var argumentBytes: [UInt8] { Array(utf8) }
}
extension [UInt8]: CommandArgument {
  public var argumentBytes: [UInt8] { self }
}

/// A program that was started without a terminal. Ended when no longer used, if it has not ended by itself.
///
/// Its streams are files, so that nobody has to read while it runs and nothing that outlives it keeps a test waiting.
public final class Command {
  /// How long a wait lasts before it fails, in seconds. Generous: a slow machine is not an error, and no test waits for
  /// it to pass.
  public static let patience = 90.0

  public enum Ending: Equatable, Sendable {
    case exited(Int32)
    case signalled(Int32)
  }

  public struct Outcome {
    public let stdoutBytes: [UInt8]
    public let stderrBytes: [UInt8]
    public let ending: Ending

    public var stdout: String { String(decoding: stdoutBytes, as: UTF8.self) }
    public var stderr: String { String(decoding: stderrBytes, as: UTF8.self) }
    /// The lines of stderr, without the empty one after the last.
    public var errors: [String] {
      stderr.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    }
    public var lines: [String] {
      stdout.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    }
  }

  public struct Failed: Error, CustomStringConvertible {
    public let description: String
  }

  public let process: pid_t
  private let folder: TemporaryFolder
  private let name: String
  private var ending: Ending?

  /// - Parameters:
  ///   - environment: All of it, besides PATH, LANG and where shared libraries are.
  ///   - directory: The current folder; this process's own if nil.
  ///   - input: What stdin holds; /dev/null if nil.
  public init(
    _ program: String, _ arguments: [any CommandArgument], environment: [String: String] = [:],
    directory: String? = nil, input: [UInt8]? = nil
  ) throws {
    name = program
    folder = try TemporaryFolder()
    var variables = ["PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "LANG": "C.UTF-8"]
    variables["LD_LIBRARY_PATH"] = ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"]
    variables.merge(environment) { $1 }
    if let input { try folder.write("stdin", input) }
    process = try Self.spawn(
      program, arguments.map(\.argumentBytes), variables.map { "\($0)=\($1)" }, directory,
      streams: [input == nil ? "/dev/null" : folder("stdin"), folder("stdout"), folder("stderr")])
  }

  deinit {
    guard ending == nil else { return }
    kill(process, SIGKILL)
    while waitpid(process, nil, 0) < 0, errno == EINTR {}
  }

  /// Waits until the program has ended.
  public func wait() throws -> Outcome {
    let end = Date(timeIntervalSinceNow: Self.patience)
    while ending == nil {
      var status: Int32 = 0
      if command_wait(process, 1000, &status) == 1 {
        let signal = status & 0x7F
        ending = signal == 0 ? .exited(status >> 8 & 0xFF) : .signalled(signal)
      } else if Date() > end {
        throw Failed(description: "\(name) did not end; it wrote: \(try folder.read("stderr"))")
      }
    }
    return Outcome(stdoutBytes: try folder.read("stdout"), stderrBytes: try folder.read("stderr"), ending: ending!)
  }

  /// Waits until a condition holds; nothing tells of it by itself, so it is asked again and again.
  public static func wait(_ what: String, until holds: () throws -> Bool) throws {
    let end = Date(timeIntervalSinceNow: patience)
    while try !holds() {
      guard Date() < end else { throw Failed(description: "waited in vain for \(what)") }
      usleep(2000)
    }
  }

  private static func spawn(
    _ program: String, _ arguments: [[UInt8]], _ environment: [String], _ directory: String?, streams: [String]
  ) throws -> pid_t {
    let argv = ([Array(program.utf8)] + arguments).map(Self.cString) + [nil]
    let envp = environment.map { Self.cString(Array($0.utf8)) } + [nil]
    let paths = streams.map { strdup($0) }
    defer { for text in argv + envp + paths { free(text) } }
    let process = command_start(program, argv, envp, directory, paths.map { UnsafePointer($0) })
    guard process > 0 else {
      throw Failed(description: "could not start \(program): \(String(cString: strerror(-process)))")
    }
    return process
  }

  private static func cString(_ bytes: [UInt8]) -> UnsafeMutablePointer<CChar>? {
    strdup(bytes.map { CChar(bitPattern: $0) } + [0])
  }
}
