import Foundation

/// A process that some test watches, known by its number and the moment of its birth; see proc(5).
public struct LiveProcess: Hashable, Sendable {
  public let pid: pid_t
  private let birth: String

  /// Nil if there is none of that number.
  public init?(_ pid: pid_t) {
    guard let fields = Self.status(of: pid) else { return nil }
    self.pid = pid
    birth = fields[19]
  }

  /// Whether it is there and more than a corpse that nobody has buried.
  public var isAlive: Bool {
    guard let fields = Self.status(of: pid) else { return false }
    return fields[19] == birth && !["Z", "X"].contains(fields[0])
  }

  /// Those that were started with this variable, `NAME=VALUE`, as far as this user may know.
  public static func all(withVariable variable: String) -> [LiveProcess] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []  // it is always there
    return names.compactMap { pid_t($0) }.filter { pid in
      procFile("/proc/\(pid)/environ").split(separator: "\0").contains { $0 == variable }
    }.compactMap(LiveProcess.init).filter(\.isAlive)
  }

  public var children: [LiveProcess] {
    let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task")) ?? []  // it has just ended
    return tasks.flatMap { task in
      let text = procFile("/proc/\(pid)/task/\(task)/children")
      return text.split(separator: " ").compactMap { pid_t($0) }.compactMap(LiveProcess.init)
    }
  }

  /// Its children, theirs, and so on.
  public var descendants: [LiveProcess] { children.flatMap { [$0] + $0.descendants } }

  /// Whether code of a file of this name is mapped into it.
  public func runsCode(of name: String) -> Bool {
    procFile("/proc/\(pid)/maps").split(separator: "\n").contains { $0.contains(" r-xp ") && $0.hasSuffix("/" + name) }
  }

  /// Whether it has this file open.
  public func hasOpen(_ path: String) -> Bool {
    let folder = "/proc/\(pid)/fd/"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []  // it has just ended
    return names.contains { (try? FileManager.default.destinationOfSymbolicLink(atPath: folder + $0)) == path }
  }

  /// Whether a file of this name is mapped into it, in whatever way.
  public func maps(_ name: String) -> Bool {
    procFile("/proc/\(pid)/maps").split(separator: "\n").contains { $0.hasSuffix("/" + name) }
  }

  /// The name that it has given itself, or that of its executable, at most 15 bytes of it.
  public var name: String { String(procFile("/proc/\(pid)/comm").dropLast()) }

  /// Whether it waits for something.
  public var isSleeping: Bool { Self.status(of: pid)?[0] == "S" }

  /// What follows the name in /proc/PID/stat: the state first, the time of birth at 19.
  private static func status(of pid: pid_t) -> [String]? {
    let text = procFile("/proc/\(pid)/stat")
    guard let name = text.lastIndex(of: ")") else { return nil }
    let fields = text[text.index(after: name)...].split(separator: " ").map(String.init)
    return fields.count > 19 ? fields : nil
  }
}

/// All of a file of proc(5), read until nothing more comes: it gives a page at a time, and Foundation takes the first
/// short piece for the end. Empty if there is none, as for a process that has just ended.
func procFile(_ path: String) -> String {
  let file = open(path, O_RDONLY | O_CLOEXEC)
  guard file >= 0 else { return "" }
  defer { close(file) }
  var bytes: [UInt8] = []
  var piece = [UInt8](repeating: 0, count: 64 << 10)
  while true {
    let count = read(file, &piece, piece.count)
    guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
    bytes += piece[..<count]
  }
}
