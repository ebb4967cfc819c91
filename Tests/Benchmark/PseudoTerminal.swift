import CVterm
import Foundation
import TestSupport

/// A program on a pseudo-terminal whose bytes are only counted and searched, so that no emulator costs time.
final class PseudoTerminal {
  let process: pid_t
  private let terminal: Int32

  init(_ program: String, _ arguments: [String] = [], columns: Int = 100, rows: Int = 30) {
    var argv: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
    let variables = ["TERM=xterm-256color", "LANG=C.UTF-8", "PATH=/usr/bin:/bin"]
    var envp: [UnsafeMutablePointer<CChar>?] = variables.map { strdup($0) } + [nil]
    defer { for text in argv + envp { free(text) } }
    var terminal: Int32 = -1
    process = harness_start(
      program.contains("/") ? program : Executables.path(program), &argv, &envp, nil, Int32(columns), Int32(rows),
      &terminal)
    precondition(process > 0, "could not start \(program)")
    self.terminal = terminal
  }

  /// Reads until the text has come; false if the program ends first, or is silent for `patience` milliseconds.
  @discardableResult
  func wait(for text: String, patience: Int32 = 20_000) -> Bool {
    let wanted = Array(text.utf8)
    var seen: [UInt8] = []
    while let bytes = read(patience: patience) {
      seen += bytes
      if seen.count >= wanted.count, seen.firstRange(of: wanted) != nil { return true }
    }
    return false
  }

  /// What comes next, or nil if nothing does.
  func read(patience: Int32) -> [UInt8]? {
    var entry = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
    guard poll(&entry, 1, patience) == 1 else { return nil }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = Glibc.read(terminal, &buffer, buffer.count)
    return count > 0 ? Array(buffer.prefix(count)) : nil
  }

  func send(_ text: String) { _ = text.withCString { write(terminal, $0, strlen($0)) } }

  func end() {
    kill(process, SIGKILL)
    waitpid(process, nil, 0)
    close(terminal)
  }

  /// The children of the process; proc(5).
  var children: [pid_t] {
    let text = (try? String(contentsOfFile: "/proc/\(process)/task/\(process)/children", encoding: .utf8)) ?? ""
    return text.split(separator: " ").compactMap { pid_t($0) }
  }

  /// A number from /proc/PID/status.
  static func status(_ process: pid_t, _ name: String) -> Int {
    let text = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix(name + ":") }
    return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0
  }
}
