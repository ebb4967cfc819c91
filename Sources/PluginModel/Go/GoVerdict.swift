/// What the preparation of a runner, and later Go itself, add to what a Go plugin's file says.
extension Inspection {
  /// Whether it still has to be found out if anything can open the plugin.
  public var awaitsGoRunner: Bool { go != nil && rejection == nil }

  /// The check `runtime`, before anything is compared.
  public static func openCheck(of go: GoFacts) -> Check {
    Check(.runtime, .skipped, "built with \(go.build.words); no runner was compared with it", details: go.lines)
  }

  /// Takes into the check `runtime` whether there is a program that opens the plugin.
  public mutating func settle(_ preparation: GoPreparation) {
    guard let go, let place = checks.firstIndex(where: { $0.id == .runtime }) else { return }
    switch preparation {
    case .ready(let runner):
      let count = go.hashes.shared(with: runner.hashes)
      checks[place] = Check(
        .runtime, .pass,
        "\(runner.build.words), \(count) \(count == 1 ? "package agrees" : "packages agree") with its runner",
        details: go.lines + ["runner  \(runner.program.path.line)"])
    case .impossible(let obstacle):
      let rejection = obstacle.rejection(of: go)
      checks[place] = Check(
        .runtime, .fail, rejection.reason, hint: rejection.hint, details: go.lines + obstacle.details)
      self.rejection = self.rejection ?? rejection
      symbol = nil
    }
  }

  /// Go's own type assertion is a proof, or the opposite, where debug info was none.
  public mutating func learn(from report: RunReport) {
    guard kind == .go, let known = signature, let place = checks.firstIndex(where: { $0.id == .signature }) else {
      return
    }
    switch report.ending {
    case .wrongType(let found):
      let found = String(found.line.prefix(Signature.longestFound))
      signature = Signature(expected: known.expected, found: found, evidence: .runtimeType)
      checks[place] = Check(.signature, .fail, "expected \(known.expected), found \(found)")
    case _ where report.opened && known.evidence == .none:
      signature = Signature(expected: known.expected, found: known.expected, evidence: .runtimeType)
      checks[place] = Check(
        .signature, .pass, known.expected, hint: "proved by the \(Signature.Evidence.runtimeType.words)")
    default: break
    }
  }
}

extension Signature {
  /// In characters.
  fileprivate static let longestFound = 400
}

extension GoObstacle {
  /// All packages that differ.
  fileprivate var details: [String] {
    guard case .otherPackages(let names, _, _) = self else { return [] }
    return ["packages that differ:"] + names.map { "  \($0)" }
  }
}
