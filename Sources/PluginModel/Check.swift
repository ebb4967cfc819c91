/// One thing that was looked at before a plugin's function is called, and what was found.
public struct Check: Hashable, Sendable {
  /// In the order in which they are made.
  public enum ID: String, Sendable, CaseIterable {
    case file, format, architecture, dependencies, symbols, function, signature, runtime, provenance, load
  }
  public enum Status: String, Sendable, CaseIterable { case pass, warn, fail, unverified, skipped }

  public var id: ID
  public var status: Status
  /// One line: what was found.
  public var summary: String
  /// What mends it, or how it is known.
  public var hint: String?
  /// All of it, a line each, indented by two spaces a level: a tree of libraries, paths that were tried.
  public var details: [String]
  /// How many more details there are, besides these lines.
  public var omitted: UInt32

  public static let detailsAtMost: UInt32 = 2000
  /// Where nobody asked for all.
  public static let detailsInFindings = 20

  public init(
    _ id: ID, _ status: Status, _ summary: String, hint: String? = nil, details: [String] = [], omitted: UInt32 = 0
  ) {
    self.id = id
    self.status = status
    self.summary = summary
    self.hint = hint
    self.details = details
    self.omitted = omitted
  }

  /// A check that an earlier failure left without anything to look at.
  public static func notMade(_ id: ID, because reason: String) -> Check {
    Check(id, .skipped, "not made: " + reason)
  }
}

extension Check: WireValue {
  public func write(to writer: inout WireWriter) {
    writer.put(case: id)
    writer.put(case: status)
    writer.put(summary)
    writer.put(optional: hint) { $0.put($1) }
    writer.put(UInt32(details.count))
    for line in details { writer.put(line) }
    writer.put(omitted)
  }
  public init(from reader: inout WireReader) throws(WireError) {
    id = try reader.oneOf()
    status = try reader.oneOf()
    summary = try reader.string()
    hint = try reader.optional { (r) throws(WireError) in try r.string() }
    let count = try reader.integer(UInt32.self)
    guard count <= Self.detailsAtMost else { throw .outOfBounds }
    details = []
    details.reserveCapacity(min(Int(count), WireReader.expectedList))
    for _ in 0..<count { details.append(try reader.string()) }
    omitted = try reader.integer()
  }
}
