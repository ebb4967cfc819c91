/// How many plugins there are of each verdict.
public struct Summary: Hashable, Sendable {
  public private(set) var counts: [Verdict: Int] = [:]
  /// Of those that passed: how many have something that nothing proves: their function's signature, or whose they are.
  public private(set) var unverified = 0

  public init() {}

  public mutating func add(_ verdict: Verdict, unverified isUnverified: Bool) {
    counts[verdict, default: 0] += 1
    if verdict == .passed, isUnverified { unverified += 1 }
  }

  public var total: Int { counts.values.reduce(0, +) }
  public var allPassed: Bool { total > 0 && counts[.passed] == total }

  /// "12 plugins: 8 passed (1 unverified), 2 returned an error, 1 rejected, 1 crashed".
  public var line: String {
    let parts = Verdict.allCases.compactMap { verdict -> String? in
      guard let count = counts[verdict] else { return nil }
      return "\(count) \(verdict.words)" + (verdict == .passed && unverified > 0 ? " (\(unverified) unverified)" : "")
    }
    return "\(total) \(total == 1 ? "plugin" : "plugins"): " + (parts.isEmpty ? "none" : parts.joined(separator: ", "))
  }
}
