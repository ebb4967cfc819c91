import CLinux
import Glibc
import Linux
import PluginModel

/// A program that builds something, and its end. It is killed when this process ends, and with all that it started when
/// its time is up.
struct BuildProcess {
  enum Outcome: Equatable {
    case succeeded
    /// The last lines of what it said.
    case failed(String)
    case tookTooLong
    case notStarted(SystemError)
  }

  let program: PluginPath
  let arguments: [String]
  /// All of its environment, as `NAME=value`.
  let environment: [[UInt8]]
  let folder: PluginPath

  /// In bytes, of what it says.
  private static let longestWords = 16 << 10
  /// Between two looks, in milliseconds.
  private static let pause: Int32 = 20

  /// - Parameter told: called about once a second with how many have gone by.
  func run(atMost seconds: UInt32, told: (UInt32) -> Void) -> Outcome {
    let words = linux_memory_file("airlock-go-build")
    defer { close(words) }
    let parent = getpid()
    let process = linux_fork()
    guard process >= 0 else { return .notStarted(SystemError("fork")) }
    if process == 0 { become(words, parent) }
    let began = linux_now()
    var lastTold: UInt32 = 0
    while true {
      var status: Int32 = 0
      let ended = waitpid(process, &status, WNOHANG)
      if ended == process { return status == 0 ? .succeeded : .failed(Self.lastLines(of: words)) }
      let elapsed = UInt32((linux_now() - began) / 1_000_000_000)
      if elapsed >= seconds {
        kill(-process, SIGKILL)
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        return .tookTooLong
      }
      if elapsed > lastTold {
        lastTold = elapsed
        told(elapsed)
      }
      linux_poll_all(nil, 0, Self.pause)
    }
  }

  private func become(_ words: Int32, _ parent: pid_t) -> Never {
    linux_reset_signals()
    // A session of its own: what it starts can be ended with it.
    guard setsid() > 0, linux_die_with(parent) == 0, (try? folder.withCString { chdir($0) }) == 0 else { _exit(127) }
    let null = linux_open("/dev/null", O_RDONLY)
    guard dup2(null, 0) >= 0, dup2(words, 1) >= 0, dup2(words, 2) >= 0 else { _exit(127) }
    linux_close_from(3)
    let argv = ([Array(program.bytes)] + arguments.map { Array($0.utf8) }).map(Self.cString) + [nil]
    let envp = environment.map(Self.cString) + [nil]
    _ = try? program.withCString { execve($0, argv, envp) }
    _exit(127)
  }

  private static func cString(_ bytes: [UInt8]) -> UnsafeMutablePointer<CChar>? {
    strdup(bytes.map { CChar(bitPattern: $0) } + [0])
  }

  private static func lastLines(of words: Int32) -> String {
    let end = lseek(words, 0, SEEK_END)
    lseek(words, max(0, end - off_t(longestWords)), SEEK_SET)
    let text = Descriptor.read(words, upTo: longestWords) ?? []
    let lines = text.split(separator: UInt8(ascii: "\n")).filter { !$0.starts(with: "# ".utf8) }
    return lines.suffix(2).map { ForeignText($0).line.trimmed }.joined(separator: "; ")
  }
}

extension String {
  fileprivate var trimmed: String { String(drop { $0 == " " || $0 == "\t" }.prefix(300)) }
}
