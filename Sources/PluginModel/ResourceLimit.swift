/// A limit of a plugin process that a run can end on.
public enum ResourceLimit: Hashable, Sendable {
  /// Address space, in bytes: an allocation was refused.
  case memory(UInt64)
  /// What it wrote to stdout and stderr together, in bytes.
  case output(UInt64)

  /// "memory limit of 2048 MiB".
  public var words: String {
    switch self {
    case .memory(let bytes): "memory limit of \(bytes >> 20) MiB"
    case .output(let bytes): "output limit of \(bytes >> 20) MiB"
    }
  }

  public var failure: Failure {
    switch self {
    case .memory: .memoryLimit
    case .output: .outputLimit
    }
  }
}

extension ResourceLimit: WireValue {
  public func write(to writer: inout WireWriter) {
    switch self {
    case .memory(let bytes):
      writer.put(UInt8(0))
      writer.put(bytes)
    case .output(let bytes):
      writer.put(UInt8(1))
      writer.put(bytes)
    }
  }
  public init(from reader: inout WireReader) throws(WireError) {
    switch try reader.integer(UInt8.self) {
    case 0: self = .memory(try reader.integer())
    case 1: self = .output(try reader.integer())
    case let tag: throw .unknownCase(tag)
    }
  }
}
