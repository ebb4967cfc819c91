import Glibc
import Linux

/// How far a long report has come, for somebody who waits at a terminal: one line on stderr that is written over itself
/// and is gone at the end. Where stderr is no terminal it stays silent.
struct ProgressLine {
  /// Between two looks of it, in nanoseconds; short reports are over before the first.
  private static let interval: UInt64 = 100_000_000

  private let total: Int
  private let words: String
  private let isTerminal: Bool
  private var isWanted: Bool { isTerminal && (total > 1 || note != nil) }
  private var isShown = false
  /// When it may be written again, by the monotonic clock.
  private var next: UInt64
  private var shown: Int?
  /// What takes long besides: a program that opens Go plugins is being built.
  private var note: String?

  /// - Parameter words: What is done to each: "checked".
  init(total: Int, words: String, now: UInt64) {
    self.total = total
    self.words = words
    next = now + Self.interval
    let terminal = getenv("TERM").map { String(cString: $0) } ?? ""
    isTerminal = isatty(STDERR_FILENO) == 1 && !terminal.isEmpty && terminal != "dumb"
  }

  /// When `show` would have something to do though nothing has happened.
  func deadline(done: Int) -> UInt64? { isWanted && (!isShown || shown != done) ? next : nil }

  mutating func tell(_ note: String?) {
    guard note != self.note else { return }
    self.note = note
    shown = nil
  }

  mutating func show(done: Int, now: UInt64) {
    guard isWanted, now >= next, !isShown || shown != done else { return }
    Output.stderr.write("\r\(done)/\(total) \(words)" + (note.map { ", \($0)" } ?? "") + Self.eraseToEnd)
    isShown = true
    shown = done
    next = now + Self.interval
  }

  /// Before anything else is written where it stands, and at the end.
  mutating func erase() {
    guard isShown else { return }
    Output.stderr.write("\r" + Self.eraseToEnd)
    isShown = false
  }

  /// EL, of ECMA-48: every terminal that is not dumb knows it.
  private static let eraseToEnd = "\u{1B}[K"
}
