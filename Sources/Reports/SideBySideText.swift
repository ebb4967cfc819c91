import PluginModel

/// A comparison as text: what differs in lines that begin with `-` and `+`, as diff(1) has them, and the rest too if
/// all is wanted.
public enum SideBySideText {
  public static func lines(of comparison: SideBySide, all: Bool = false) -> [String] {
    ["--- \(comparison.left)", "+++ \(comparison.right)"]
      + comparison.sections.flatMap { section(of: $0, all: all) } + [comparison.summary]
  }

  private static func section(of section: SideBySide.Section, all: Bool) -> [String] {
    let lines = section.entries.filter { all || $0.differs }.flatMap(lines)
    let same = section.entries.count - section.differences
    let note = section.note ?? (!all && same > 0 && !lines.isEmpty ? "\(same) the same in both" : nil)
    guard !lines.isEmpty || (all && note != nil) else { return [] }
    return [section.title + (note.map { " (\($0))" } ?? "")] + lines
  }

  private static func lines(of entry: SideBySide.Entry) -> [String] {
    guard entry.differs else { return [line(" ", entry.label, entry.left ?? entry.right)] }
    return [entry.left.map { line("-", entry.label, $0) }, entry.right.map { line("+", entry.label, $0) }]
      .compactMap(\.self)
  }

  private static func line(_ sign: String, _ label: String, _ value: SideBySide.Value?) -> String {
    let head = label.isEmpty ? "" : label + String(repeating: " ", count: max(1, 14 - label.count))
    let status = value?.status.map { $0.rawValue + String(repeating: " ", count: 11 - $0.rawValue.count) } ?? ""
    return "\(sign) \(head)\(status)\(value?.text ?? "")"
  }
}
