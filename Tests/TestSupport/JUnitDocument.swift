import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// A JUnit report, read back. What is not well-formed, or not as Jenkins' schema has it, is an error.
public struct JUnitDocument {
  public struct Case: Equatable, Sendable {
    public let name: String
    public let classname: String
    /// In seconds, as it is written.
    public let time: String
    /// "failure", "error" or "skipped" with its type, message and text; nil if the case passed.
    public let outcome: Outcome?
    public let stdout: String?
    public let stderr: String?
  }
  public struct Outcome: Equatable, Sendable {
    public let element: String
    public let type: String
    public let message: String
    public let text: String
  }
  public struct Invalid: Error, CustomStringConvertible {
    public let description: String
  }

  public let suite: String
  /// What the suite's attributes say.
  public let totals: [String: Int]
  public let cases: [Case]

  /// A report of one suite, whose totals are those of the whole.
  public init(_ bytes: some Sequence<UInt8>) throws {
    let root = try Self.root(bytes)
    guard root.children.count == 1, let suite = root.children.first else { throw Invalid(description: "no one suite") }
    try self.init(suite, in: root)
  }

  /// The suites of a report, each by itself.
  public static func suites(_ bytes: some Sequence<UInt8>) throws -> [JUnitDocument] {
    let root = try root(bytes)
    return try root.children.map { try JUnitDocument($0, in: root) }
  }

  private static func root(_ bytes: some Sequence<UInt8>) throws -> Element {
    let root = try Element.parse(Data(bytes))
    try root.expect("testsuites", attributes: ["name", "tests", "failures", "errors", "time"], required: [])
    try root.expectChildren(["testsuite"])
    return root
  }

  private init(_ suite: Element, in root: Element) throws {
    try suite.expect(
      "testsuite",
      attributes: ["name", "tests", "failures", "errors", "skipped", "time", "timestamp", "hostname"],
      required: ["name", "tests", "failures", "errors"])
    try suite.expectChildren(["testcase"])
    self.suite = suite.attributes["name"] ?? ""
    totals = try ["tests", "failures", "errors", "skipped"].reduce(into: [:]) { totals, name in
      guard let text = suite.attributes[name] else { return }
      guard let count = Int(text), count >= 0, root.attributes[name].map({ $0 == text }) ?? true else {
        throw Invalid(description: "\(name) is \(text)")
      }
      totals[name] = count
    }
    cases = try suite.children.map(Self.read)
    for (name, element) in [("failures", "failure"), ("errors", "error"), ("skipped", "skipped")] {
      guard totals[name] ?? 0 == cases.count(where: { $0.outcome?.element == element }) else {
        throw Invalid(description: "the total of \(name) is wrong")
      }
    }
    guard totals["tests"] == cases.count else { throw Invalid(description: "the total of tests is wrong") }
  }

  private static func read(_ element: Element) throws -> Case {
    try element.expect(
      "testcase", attributes: ["name", "classname", "time", "group"], required: ["name", "classname"])
    try element.expectChildren(["skipped", "error", "failure", "system-out", "system-err"])
    let names = element.children.map(\.name)
    let outcomes = names.prefix { !$0.hasPrefix("system-") }
    guard outcomes.count <= 1,
      [[], ["system-out"], ["system-err"], ["system-out", "system-err"]].contains(
        Array(names.dropFirst(outcomes.count)))
    else { throw Invalid(description: "the parts of a test case are \(names)") }
    for child in element.children {
      try child.expect(child.name, attributes: outcomes.contains(child.name) ? ["type", "message"] : [], required: [])
      try child.expectChildren([])
    }
    let time = element.attributes["time"] ?? "0"
    guard time.wholeMatch(of: #/[0-9]+(\.[0-9]{0,3})?/#) != nil else { throw Invalid(description: "time \(time)") }
    return Case(
      name: element.attributes["name"] ?? "", classname: element.attributes["classname"] ?? "", time: time,
      outcome: outcomes.first.map { name in
        let child = element.children[0]
        return Outcome(
          element: name, type: child.attributes["type"] ?? "", message: child.attributes["message"] ?? "",
          text: child.text)
      },
      stdout: element.children.first { $0.name == "system-out" }?.text,
      stderr: element.children.first { $0.name == "system-err" }?.text)
  }
}

/// An element with all that is in it.
private final class Element: NSObject, XMLParserDelegate {
  let name: String
  let attributes: [String: String]
  var children: [Element] = []
  var text = ""
  private var open: [Element] = []

  init(_ name: String, _ attributes: [String: String]) {
    self.name = name
    self.attributes = attributes
  }

  static func parse(_ data: Data) throws -> Element {
    let document = Element("", [:])
    document.open = [document]
    let parser = XMLParser(data: data)
    parser.delegate = document
    guard parser.parse(), let root = document.children.first else {
      throw JUnitDocument.Invalid(
        description: "not well-formed: line \(parser.lineNumber), \(String(describing: parser.parserError))")
    }
    return root
  }

  func expect(_ name: String, attributes allowed: Set<String>, required: Set<String>) throws {
    guard self.name == name, Set(attributes.keys).isSubset(of: allowed), required.isSubset(of: attributes.keys) else {
      throw JUnitDocument.Invalid(description: "<\(self.name)> with \(attributes.keys.sorted()), not <\(name)>")
    }
  }

  func expectChildren(_ names: Set<String>) throws {
    guard children.allSatisfy({ names.contains($0.name) }) else {
      throw JUnitDocument.Invalid(description: "<\(name)> holds \(children.map(\.name))")
    }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    let element = Element(name, attributes)
    open.last?.children.append(element)
    open.append(element)
  }
  func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
    open.removeLast()
  }
  func parser(_ parser: XMLParser, foundCharacters text: String) { open.last?.text += text }
}
