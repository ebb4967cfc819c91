import Foundation

/// A report that was written with `--format json`.
public struct Report {
  public let members: [String: Any]

  public struct Invalid: Error, CustomStringConvertible {
    public let description: String
  }

  public init(_ outcome: Command.Outcome) throws {
    guard let value = try? JSONSerialization.jsonObject(with: Data(outcome.stdoutBytes)),
      let members = value as? [String: Any]
    else {
      throw Invalid(description: "no report, \(outcome.ending): \(outcome.stdout.prefix(1000))\n\(outcome.stderr)")
    }
    self.members = members
  }

  public var plugins: [[String: Any]] { members["plugins"] as? [[String: Any]] ?? [] }
  public var summary: [String: Int] { members["summary"] as? [String: Int] ?? [:] }
}

extension [String: Any] {
  public func text(_ name: String) -> String? { self[name] as? String }
  public func number(_ name: String) -> Int? { self[name] as? Int }
  public func object(_ name: String) -> [String: Any]? { self[name] as? [String: Any] }
  public func objects(_ name: String) -> [[String: Any]] { self[name] as? [[String: Any]] ?? [] }
  public func isNull(_ name: String) -> Bool { self[name] is NSNull }
}
