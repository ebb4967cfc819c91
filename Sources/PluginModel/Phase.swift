/// How far a plugin has come. The phases follow one another and never go back.
public enum Phase: String, Sendable, CaseIterable, Comparable {
  case inspect, open, lookup, call, close

  public static func < (a: Phase, b: Phase) -> Bool { a.order < b.order }

  /// Where something happened, as a message tells it: "crashed in MyFunction", "crashed while it was opened".
  public func words(function: String) -> String {
    switch self {
    case .inspect: "while it was inspected"
    case .open: "while it was opened"
    case .lookup: "while its function was looked up"
    case .call: "in \(function)"
    case .close: "while it was closed"
    }
  }

  private var order: Int {
    switch self {
    case .inspect: 0
    case .open: 1
    case .lookup: 2
    case .call: 3
    case .close: 4
    }
  }
}

extension Phase: WireValue {
  public func write(to writer: inout WireWriter) { writer.put(UInt8(order)) }
  public init(from reader: inout WireReader) throws(WireError) {
    let order = try reader.integer(UInt8.self)
    guard order < Self.allCases.count else { throw .unknownCase(order) }
    self = Self.allCases[Int(order)]
  }
}
