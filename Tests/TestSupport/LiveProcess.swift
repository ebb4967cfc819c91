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

  public var children: [LiveProcess] {
    let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task")) ?? []  // it has just ended
    return tasks.flatMap { task in
      let text = (try? String(contentsOfFile: "/proc/\(pid)/task/\(task)/children", encoding: .utf8)) ?? ""
      return text.split(separator: " ").compactMap { pid_t($0) }.compactMap(LiveProcess.init)
    }
  }

  /// Its children, theirs, and so on.
  public var descendants: [LiveProcess] { children.flatMap { [$0] + $0.descendants } }

  /// Whether a file of this name is mapped into it.
  public func maps(_ name: String) -> Bool {
    let maps = (try? String(contentsOfFile: "/proc/\(pid)/maps", encoding: .utf8)) ?? ""  // it has just ended
    return maps.contains("/" + name)
  }

  /// What follows the name in /proc/PID/stat: the state first, the time of birth at 19.
  private static func status(of pid: pid_t) -> [String]? {
    guard let text = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
      let name = text.lastIndex(of: ")")
    else { return nil }
    let fields = text[text.index(after: name)...].split(separator: " ").map(String.init)
    return fields.count > 19 ? fields : nil
  }
}
