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
    /// The same where there is little room.
    public var brief: String
    public var status: Check.Status?

    init(text: String, brief: String? = nil, status: Check.Status? = nil) {
      self.text = text
      self.brief = brief ?? text
      self.status = status
    }
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
    /// Something is not known of one side, so that nothing can be said.
    public var isUnread = false

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

  /// All was compared, and it is the same.
  public var isSame: Bool { differences == 0 && !sections.contains(where: \.isUnread) }

  /// "2 differences in checks, 14 in exports", or that there are none.
  public var summary: String {
    let parts = sections.filter { $0.differences > 0 }
    guard let first = parts.first else {
      let unread = sections.filter(\.isUnread).map(\.title).joined(separator: ", ")
      return unread.isEmpty ? "no differences" : "no differences in what was read: not all of \(unread)"
    }
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
    var size = entry("size") { $0.file.map { "\($0.size) bytes" } }
    if let old = left.inspection?.file?.size, let new = right.inspection?.file?.size, old != new {
      let more = new > old ? " (+\(new - old))" : " (−\(old - new))"
      size.right = size.right.map { Value(text: $0.text + more) }
    }
    let digest = entry("SHA-256", \.digest).abbreviated
    let isUnread = (digest.left == nil) != (digest.right == nil)
    return Section(
      title: "file",
      entries: [
        entry("kind") { $0.nature ?? $0.kind?.rawValue }, size, isUnread ? digest.notRead : digest,
        entry("build ID", \.buildID).abbreviated,
      ].filter(\.isThere), isUnread: isUnread)
  }

  /// These summaries tell of moments, too, which are never the same: only the status is compared.
  private static let ofTheMoment: Set<Check.ID> = [.file, .load]

  private static func checks(_ left: Side, _ right: Side) -> Section {
    let entries = Check.ID.allCases.compactMap { id -> Entry? in
      let pair = (left.checks.first { $0.id == id }, right.checks.first { $0.id == id })
      guard pair.0 != nil || pair.1 != nil else { return nil }
      let (a, b) = (pair.0.map { value($0, left) }, pair.1.map { value($0, right) })
      return Entry(
        label: id.rawValue, left: a, right: b, differs: ofTheMoment.contains(id) ? a?.status != b?.status : a != b)
    }
    return Section(
      title: "checks", entries: entries, note: entries.isEmpty ? "neither was inspected yet" : nil,
      isUnread: left.inspection == nil || right.inspection == nil)
  }

  /// Who signed it; what the file is told by stands above.
  private static func value(_ check: Check, _ side: Side) -> Value {
    let summary = check.id == .provenance ? side.inspection?.provenance?.words ?? check.summary : check.summary
    return Value(text: summary.harmless, status: check.status)
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
    section("dependencies", left, right, none: "needs any") { interface, inspection in
      let needs = interface.needs.map { Named(key: $0, label: "needs", text: $0) }
      return needs + inspection.libraries.map { Named(key: $0.line, label: "library", text: $0.line) }
    }
  }

  private static func exports(_ left: Side, _ right: Side) -> Section {
    let interfaces = [left, right].compactMap { $0.inspection?.interface }
    // Beyond the last name that was read of one side nothing is known of it.
    let end = interfaces.filter { $0.omitted > 0 }.compactMap(\.exports.last?.name).min(by: precedes)
    var section = section("exports", left, right, none: "exports anything") { interface, _ in
      interface.exports.filter { export in end.map { !precedes($0, export.name) } ?? true }.map {
        Named(
          key: $0.name, label: $0.isCode ? "code" : "data",
          text: "\($0.words ?? $0.name) · \($0.size) \($0.size == 1 ? "byte" : "bytes")", size: $0.size)
      }
    }
    if let end {
      section.isUnread = true
      section.note = [section.note, "names after \(end.prefix(40).description.harmless) were not read"]
        .compactMap(\.self).joined(separator: "; ")
    }
    return section
  }

  /// By bytes, as the inspector has put them in order.
  private static func precedes(_ a: String, _ b: String) -> Bool { a.utf8.lexicographicallyPrecedes(b.utf8) }

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

  /// One of many that are told apart by a key; the same on both sides if its size is.
  private struct Named {
    var key: String
    var label: String
    var text: String
    var size: UInt64 = 0
  }

  /// What is only known of a side whose interface was read; what is the same on both sides is counted.
  private static func section(
    _ title: String, _ left: Side, _ right: Side, none: String, _ list: (Interface, Inspection) -> [Named]
  ) -> Section {
    func names(_ side: Side) -> [Named]? {
      guard let inspection = side.inspection, let interface = inspection.interface else { return nil }
      return list(interface, inspection)
    }
    guard let a = names(left), let b = names(right) else {
      let unread = [left, right].filter { names($0) == nil }.map(\.title.harmless).joined(separator: " and ")
      return Section(title: title, note: "not read of \(unread)", isUnread: true)
    }
    let others = Dictionary(b.map { ($0.key, $0) }) { first, _ in first }
    let keys = Set(a.map(\.key))
    var (entries, same) = ([Entry](), 0)
    for one in a {
      let other = others[one.key]
      if let other, other.size == one.size {
        same += 1
      } else {
        entries.append(Entry(one.label, one.text, other?.text))
      }
    }
    entries += b.filter { !keys.contains($0.key) }.map { Entry($0.label, nil, $0.text) }
    let note = a.isEmpty && b.isEmpty ? "neither \(none)" : same > 0 ? "\(same) the same in both" : nil
    return Section(title: title, entries: entries, note: note)
  }
}

extension SideBySide.Entry {
  fileprivate var isThere: Bool { left != nil || right != nil }

  /// One side was not read: that is no difference.
  fileprivate var notRead: Self {
    var entry = self
    let words = SideBySide.Value(text: "not read")
    (entry.left, entry.right, entry.differs) = (left ?? words, right ?? words, false)
    return entry
  }

  /// Long numbers need not be seen whole to be told apart.
  fileprivate var abbreviated: Self {
    func brief(_ value: SideBySide.Value?) -> SideBySide.Value? {
      value.map { SideBySide.Value(text: $0.text, brief: Decimal.abbreviated(hexadecimal: $0.text)) }
    }
    var entry = self
    (entry.left, entry.right) = (brief(left), brief(right))
    return entry
  }

  fileprivate init(_ label: String, _ left: String?, _ right: String?) {
    self.init(
      label: label, left: left.map { SideBySide.Value(text: $0.harmless) },
      right: right.map { SideBySide.Value(text: $0.harmless) }, differs: left != right)
  }
}
