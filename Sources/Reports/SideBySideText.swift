import PluginModel

/// A comparison for machines: one object.
public enum SideBySideJSON {
  public static func text(of comparison: SideBySide, version: String) -> String {
    JSON.object([
      ("schema", .integer(1)), ("airlock", .string(version)), ("left", .string(comparison.left)),
      ("right", .string(comparison.right)), ("differences", .integer(comparison.differences)),
      ("sections", .array(comparison.sections.map(section))),
    ]).text + "\n"
  }

  private static func section(_ section: SideBySide.Section) -> JSON {
    .object([
      ("title", .string(section.title)), ("note", .optional(section.note)), ("read", .bool(!section.isUnread)),
      (
        "entries",
        .array(
          section.entries.map { entry in
            .object([
              ("label", .string(entry.label)), ("differs", .bool(entry.differs)), ("left", value(entry.left)),
              ("right", value(entry.right)),
            ])
          })
      ),
    ])
  }

  private static func value(_ value: SideBySide.Value?) -> JSON {
    guard let value else { return .null }
    return .object([("text", .string(value.text)), ("status", .optional(value.status?.rawValue))])
  }
}

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
    guard !lines.isEmpty || section.isUnread || (all && note != nil) else { return [] }
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
