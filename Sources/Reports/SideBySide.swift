import PluginModel

/// Two plugins, or one and what it was before it was built again: what they say of themselves and what they answered,
/// beside each other. All texts are harmless and of one line.
public struct SideBySide: Hashable, Sendable {
  /// One of the two.
  public struct Side: Sendable {
    /// What it is called where both are seen: a name, or a path where the names are the same.
    public var title: String
    public var inspection: Inspection?
    /// The inspector's checks, and what opening it showed.
    public var checks: [Check]
    /// The newest first.
    public var results: [Result]

    public init(title: String, inspection: Inspection?, checks: [Check], results: [Result]) {
      self.title = title
      self.inspection = inspection
      self.checks = checks
      self.results = results
    }
  }

  /// What a call came to.
  public struct Result: Hashable, Sendable {
    public var input: ForeignText
    public var words: String

    public init(input: ForeignText, words: String) {
      self.input = input
      self.words = words
    }
  }

  /// What stands on one side; a check with its status.
  public struct Value: Hashable, Sendable {
    public var text: String
    public var status: Check.Status?
  }

  /// One thing on both sides; nil where a side does not have it.
  public struct Entry: Hashable, Sendable {
    public var label: String
    public var left: Value?
    public var right: Value?
    public var differs: Bool
  }

  public struct Section: Hashable, Sendable {
    public var title: String
    public var entries: [Entry] = []
    /// What is not among the entries, in words: "41 are the same", or why there are none.
    public var note: String?

    public var differences: Int { entries.count { $0.differs } }
  }

  /// What the sides are called.
  public let left, right: String
  public let sections: [Section]

  public init(_ left: Side, _ right: Side) {
    (self.left, self.right) = (left.title.harmless, right.title.harmless)
    sections = [
      Self.file(left, right), Self.checks(left, right), Self.signature(left, right), Self.dependencies(left, right),
      Self.exports(left, right), Self.results(left, right),
    ]
  }

  public var differences: Int { sections.reduce(0) { $0 + $1.differences } }

  /// "2 differences in checks, 14 in exports", or that there are none.
  public var summary: String {
    let parts = sections.filter { $0.differences > 0 }
    guard let first = parts.first else { return "no differences" }
    let words = "\(first.differences) \(first.differences == 1 ? "difference" : "differences") in \(first.title)"
    return ([words] + parts.dropFirst().map { "\($0.differences) in \($0.title)" }).joined(separator: ", ")
  }
}

// MARK: The sections

extension SideBySide {
  private static func file(_ left: Side, _ right: Side) -> Section {
    func entry(_ label: String, _ fact: (Inspection) -> String?) -> Entry {
      Entry(label, left.inspection.flatMap(fact), right.inspection.flatMap(fact))
    }
    let sizes = (left.inspection?.file?.size, right.inspection?.file?.size)
    var size = entry("size") { $0.file.map { "\($0.size) bytes" } }
    if let old = sizes.0, let new = sizes.1, old != new {
      size.right?.text += new > old ? " (+\(new - old))" : " (−\(old - new))"
    }
    return Section(
      title: "file",
      entries: [
        entry("kind") { $0.nature ?? $0.kind?.rawValue }, size, entry("SHA-256") { $0.digest },
        entry("build ID") { $0.buildID },
        // Most are not signed, and nothing is to be said of that.
        entry("provenance") { $0.provenance.flatMap { $0 == .unsigned ? nil : $0.words.harmless } },
      ].filter(\.isThere))
  }

  /// These summaries tell of moments and places, too, which are never the same: only the status is compared.
  private static let ofTheMoment: Set<Check.ID> = [.file, .provenance, .load]

  private static func checks(_ left: Side, _ right: Side) -> Section {
    let entries = Check.ID.allCases.compactMap { id -> Entry? in
      let pair = (left.checks.first { $0.id == id }, right.checks.first { $0.id == id })
      guard pair.0 != nil || pair.1 != nil else { return nil }
      let (a, b) = (pair.0.map(Value.init), pair.1.map(Value.init))
      return Entry(
        label: id.rawValue, left: a, right: b, differs: ofTheMoment.contains(id) ? a?.status != b?.status : a != b)
    }
    return Section(title: "checks", entries: entries, note: entries.isEmpty ? "neither was inspected yet" : nil)
  }

  private static func signature(_ left: Side, _ right: Side) -> Section {
    func entry(_ label: String, _ fact: (Signature) -> String?) -> Entry {
      Entry(label, left.inspection?.signature.flatMap(fact), right.inspection?.signature.flatMap(fact))
    }
    let entries = [entry("found") { $0.found ?? "nothing tells" }, entry("evidence") { $0.evidence.words }]
      .filter(\.isThere)
    return Section(title: "signature", entries: entries, note: entries.isEmpty ? "neither has one to look at" : nil)
  }

  private static func dependencies(_ left: Side, _ right: Side) -> Section {
    read("dependencies", left, right, "needs none") { interface, inspection in
      interface.needs.map { Named(key: $0, text: $0) } + inspection.libraries.map { Named(key: $0.line, text: $0.line) }
    }
  }

  private static func exports(_ left: Side, _ right: Side) -> Section {
    var section = read("exports", left, right, "exports nothing") { interface, _ in
      interface.exports.map {
        Named(key: $0.name, text: "\($0.words ?? $0.name) · \($0.size) \($0.size == 1 ? "byte" : "bytes")")
      }
    }
    let omitted = (left.inspection?.interface?.omitted ?? 0, right.inspection?.interface?.omitted ?? 0)
    if omitted != (0, 0) {
      let words = "\(omitted.0) and \(omitted.1) more were not read"
      section.note = section.note.map { $0 + "; " + words } ?? words
    }
    return section
  }

  private static func results(_ left: Side, _ right: Side) -> Section {
    var entries: [Entry] = []
    var seen: Set<ForeignText> = []
    for input in (left.results + right.results).map(\.input) where seen.insert(input).inserted {
      func value(_ side: Side) -> Value? {
        side.results.first { $0.input == input }.map { Value(text: $0.words.harmless) }
      }
      let (a, b) = (value(left), value(right))
      // Where one was not called with it, there is nothing to compare.
      entries.append(
        Entry(label: input.isEmpty ? "empty" : input.line, left: a, right: b, differs: a != nil && b != nil && a != b))
    }
    return Section(title: "results", entries: entries, note: entries.isEmpty ? "neither was called yet" : nil)
  }

  /// One of many that are told apart by a key.
  private struct Named {
    var key: String
    var text: String
  }

  /// What is only known of a side whose interface was read; what is the same on both sides is counted.
  private static func read(
    _ title: String, _ left: Side, _ right: Side, _ none: String, _ list: (Interface, Inspection) -> [Named]
  ) -> Section {
    func names(_ side: Side) -> [Named]? {
      guard let inspection = side.inspection, let interface = inspection.interface else { return nil }
      return list(interface, inspection)
    }
    guard let a = names(left), let b = names(right) else {
      let unread = [left, right].filter { names($0) == nil }.map(\.title.harmless).joined(separator: " and ")
      return Section(title: title, note: "not read of \(unread)")
    }
    let others = Dictionary(b.map { ($0.key, $0) }) { first, _ in first }
    let keys = Set(a.map(\.key))
    var (entries, same) = ([Entry](), 0)
    for one in a {
      let other = others[one.key]
      if other?.text == one.text {
        same += 1
      } else {
        entries.append(Entry("", one.text, other?.text))
      }
    }
    entries += b.filter { !keys.contains($0.key) }.map { Entry("", nil, $0.text) }
    let note = a.isEmpty && b.isEmpty ? "neither \(none)" : same > 0 ? "\(same) the same in both" : nil
    return Section(title: title, entries: entries, note: note)
  }
}

extension SideBySide.Entry {
  fileprivate var isThere: Bool { left != nil || right != nil }

  fileprivate init(_ label: String, _ left: String?, _ right: String?) {
    self.init(
      label: label, left: left.map { SideBySide.Value(text: $0.harmless) },
      right: right.map { SideBySide.Value(text: $0.harmless) }, differs: left != right)
  }
}

extension SideBySide.Value {
  fileprivate init(_ check: Check) {
    self.init(text: check.summary.harmless, status: check.status)
  }
}
