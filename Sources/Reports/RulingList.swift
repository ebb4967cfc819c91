import PluginModel

/// Verdicts of people for people, and for programs.
public enum RulingList {
  private static let longestName = 40

  /// A line for each: what, when, whose, which file and content, why.
  ///
  /// - Parameter width: of a text on a terminal, in columns.
  public static func lines(of rulings: [Ruling], width: (String) -> Int) -> [String] {
    func padded(_ text: String, to columns: Int) -> String {
      text + String(repeating: " ", count: max(0, columns - width(text)))
    }
    func name(_ ruling: Ruling) -> String {
      let name = ruling.file.line
      return name.count > longestName ? name.prefix(longestName - 1) + "…" : name
    }
    let names = rulings.map { width(name($0)) }.max() ?? 0
    let people = rulings.map { width($0.who) }.max() ?? 0
    let decisions = Ruling.Decision.allCases.map(\.rawValue.count).max() ?? 0
    return rulings.map { ruling in
      let cells = [
        padded(ruling.decision.rawValue, to: decisions),
        "\(ruling.when.date) \(ruling.when.timeOfDay)", padded(ruling.who, to: people),
        padded(name(ruling), to: names), ruling.shortDigest,
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
            .object(RulingRecord.members(of: ruling))
          })
      ),
    ]).text + "\n"
  }
}
