/// The function's signature: what it must be, what it is, and how that is known.
public struct Signature: Hashable, Sendable {
  public enum Evidence: String, Sendable {
    /// Swift's mangled name spells the whole type: exact.
    case mangledName = "mangled-name"
    /// DWARF, written by the compiler beside the code.
    case debugInfo = "debug-info"
    /// Go's own type assertion when the plugin is opened.
    case runtimeType = "runtime-type"
    /// Nothing in the file tells: unverified.
    case none

    public var words: String {
      switch self {
      case .mangledName: "mangled name"
      case .debugInfo: "debug info"
      case .runtimeType: "runtime type"
      case .none: "no debug info"
      }
    }
  }

  public var expected: String
  /// In the source language of the plugin's kind; nil where nothing tells.
  public var found: String?
  public var evidence: Evidence

  public init(expected: String, found: String?, evidence: Evidence) {
    self.expected = expected
    self.found = found
    self.evidence = evidence
  }
}

extension Signature: WireValue {
  public func write(to writer: inout WireWriter) {
    writer.put(expected)
    writer.put(optional: found) { $0.put($1) }
    writer.put(name: evidence)
  }
  public init(from reader: inout WireReader) throws(WireError) {
    expected = try reader.string()
    found = try reader.optional { (r) throws(WireError) in try r.string() }
    evidence = try reader.named()
  }
}
