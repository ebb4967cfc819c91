import Foundation

/// A process that some program has started, told from a later one with the same number by when it began.
public struct RunningProcess: Hashable, Sendable {
  public let id: pid_t
  /// The name of its executable, at most 15 bytes of it.
  public let name: String
  private let began: String

  /// Nil if there is no such process, or nothing of it but its exit status. See proc(5), `/proc/PID/stat`.
  public init?(_ id: pid_t) {
    guard let stat = Self.text("/proc/\(id)/stat"), let open = stat.firstIndex(of: "("),
      let close = stat.lastIndex(of: ")")
    else { return nil }
    // The name may have spaces and parentheses of its own.
    let fields = stat[close...].dropFirst(2).split(separator: " ")
    guard fields.count > 19, fields[0] != "Z", fields[0] != "X" else { return nil }
    self.id = id
    name = String(stat[stat.index(after: open)..<close])
    began = String(fields[19])
  }

  public var isAlive: Bool { RunningProcess(id) == self }

  /// All that a process has started, and what these have started in turn.
  public static func descendants(of id: pid_t) -> [RunningProcess] {
    let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(id)/task")) ?? []  // it has ended
    let children = threads.flatMap { thread in
      (text("/proc/\(id)/task/\(thread)/children") ?? "").split(separator: " ").compactMap { pid_t($0) }
    }
    return children.flatMap { child in
      (RunningProcess(child).map { [$0] } ?? []) + descendants(of: child)
    }
  }

  private static func text(_ path: String) -> String? {
    try? String(contentsOfFile: path, encoding: .utf8)  // the process may end at any time
  }
}
