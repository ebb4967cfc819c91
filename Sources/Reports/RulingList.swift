import PluginModel

/// Verdicts of people for people, and for programs.
public enum RulingList {
  private static let longestName = 40

  /// A line for each: what, when, whose, which file and content, why.
  public static func lines(of rulings: [Ruling]) -> [String] {
    func name(_ ruling: Ruling) -> String { String(ruling.file.line.prefix(longestName)) }
    let names = rulings.map { name($0).count }.max() ?? 0
    let people = rulings.map(\.who.count).max() ?? 0
    let decisions = Ruling.Decision.allCases.map(\.rawValue.count).max() ?? 0
    return rulings.map { ruling in
      let cells = [
        FrameText.padded(ruling.decision.rawValue, to: decisions),
        "\(ruling.when.date) \(ruling.when.timeOfDay)", FrameText.padded(ruling.who, to: people),
        FrameText.padded(name(ruling), to: names), ruling.shortDigest,
      ]
      return cells.joined(separator: "  ") + (ruling.note.isEmpty ? "" : "  " + ruling.note)
    }
  }

  public static func json(of rulings: [Ruling]) -> String {
    JSON.object([
      ("schema", .integer(1)),
      (
        "verdicts",
        .array(
          rulings.map { ruling in
            .object([
              ("file", .string(ruling.file.repaired)), ("sha256", .string(ruling.digest)),
              ("when", .string(ruling.when.iso)), ("verdict", .string(ruling.decision.rawValue)),
              ("who", .string(ruling.who)), ("note", .string(ruling.note)), ("size", .integer(ruling.size)),
            ])
          })
      ),
    ]).text + "\n"
  }
}
