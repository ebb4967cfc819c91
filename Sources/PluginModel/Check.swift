/// One thing that was looked at before a plugin's function is called, and what was found.
public struct Check: Hashable, Sendable {
  /// In the order in which they are made.
  public enum ID: String, Sendable, CaseIterable {
    case file, format, architecture, dependencies, symbols, function, signature, runtime, provenance, load
  }
  public enum Status: String, Sendable { case pass, warn, fail, unverified, skipped }

  public var id: ID
  public var status: Status
  /// One line: what was found.
  public var summary: String
  /// What mends it, or the details.
  public var hint: String?

  public init(_ id: ID, _ status: Status, _ summary: String, hint: String? = nil) {
    self.id = id
    self.status = status
    self.summary = summary
    self.hint = hint
  }
}

extension Check: WireValue {
  public func write(to writer: inout WireWriter) {
    writer.put(name: id)
    writer.put(name: status)
    writer.put(summary)
    writer.put(optional: hint) { $0.put($1) }
  }
  public init(from reader: inout WireReader) throws(WireError) {
    id = try reader.named()
    status = try reader.named()
    summary = try reader.string()
    hint = try reader.optional { (r) throws(WireError) in try r.string() }
  }
}
