/// In which language the function is written, as far as calling it goes.
public enum PluginKind: String, Sendable, CaseIterable {
  case swift, go, c

  /// The signature that a function of this kind must have, in its own language.
  public func expectedSignature(of function: String) -> String {
    switch self {
    case .swift: "func \(function)(String) throws -> Int"
    case .go: "func(string) (int, error)"
    case .c: "int32_t \(function)(const char *, int64_t *, char *, size_t)"
    }
  }
}

extension PluginKind: WireValue {
  public func write(to writer: inout WireWriter) { writer.put(rawValue) }
  public init(from reader: inout WireReader) throws(WireError) { self = try reader.named() }
}
