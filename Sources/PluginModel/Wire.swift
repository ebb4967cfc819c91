/// Why bytes from another process could not be read.
public enum WireError: Error, Equatable {
  /// They end too early.
  case truncated
  /// A length or a number is past its bound.
  case outOfBounds
  /// A tag that no case has.
  case unknownCase(UInt8)
  /// More bytes than the value needs.
  case trailingBytes
}

/// A value that crosses a process border. Written field by field, little-endian; every length is bounded when read.
public protocol WireValue {
  func write(to writer: inout WireWriter)
  init(from reader: inout WireReader) throws(WireError)
}

extension WireValue {
  public var wireBytes: [UInt8] {
    var writer = WireWriter()
    writer.put(self)
    return writer.bytes
  }

  /// The value that these bytes hold, all of them.
  public init(wireBytes: some Sequence<UInt8>) throws(WireError) {
    var reader = WireReader(wireBytes)
    self = try Self(from: &reader)
    guard reader.isAtEnd else { throw .trailingBytes }
  }
}

/// A value that is handed on in the form in which it came: whoever reads it finds the value itself.
public struct Sealed: WireValue {
  public let bytes: [UInt8]

  public init(_ bytes: [UInt8]) { self.bytes = bytes }
  public func write(to writer: inout WireWriter) { writer.put(sealed: bytes) }
  public init(from reader: inout WireReader) throws(WireError) { bytes = reader.rest() }
}

public struct WireWriter {
  public private(set) var bytes: [UInt8] = []

  public init() {}

  public mutating func put(_ value: some FixedWidthInteger) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }
  public mutating func put(_ value: Bool) { put(value ? UInt8(1) : 0) }
  public mutating func put(_ value: [UInt8]) {
    put(UInt32(value.count))
    bytes.append(contentsOf: value)
  }
  public mutating func put(_ value: String) {
    put(UInt32(value.utf8.count))
    bytes.append(contentsOf: value.utf8)
  }
  /// A message of a stream that `Frames` cuts up again.
  public mutating func put(framed value: some WireValue) {
    let start = bytes.count
    put(UInt32(0))
    put(value)
    let length = UInt32(bytes.count - start - 4)
    for place in 0..<4 { bytes[start + place] = UInt8(truncatingIfNeeded: length >> UInt32(8 * place)) }
  }
  /// Begins anew; the room stays, if it is not large.
  public mutating func removeAll() { bytes.removeAll(keepingCapacity: bytes.capacity < 1 << 20) }
  /// A value in the form in which it came.
  public mutating func put(sealed value: [UInt8]) { bytes.append(contentsOf: value) }
  public mutating func put(_ value: ForeignText) { put(value.bytes) }
  public mutating func put(_ value: some WireValue) { value.write(to: &self) }
  public mutating func put(_ values: [some WireValue]) {
    put(UInt32(values.count))
    for value in values { put(value) }
  }
  public mutating func put<Value>(optional value: Value?, _ write: (inout WireWriter, Value) -> Void) {
    put(value != nil)
    if let value { write(&self, value) }
  }
  public mutating func put<Value: RawRepresentable<String>>(name value: Value) { put(value.rawValue) }
  /// A case without a payload, by its place among all: a byte where a name would take long to read.
  public mutating func put<Value: CaseIterable & Equatable>(case value: Value) {
    var place: UInt8 = 0
    for other in Value.allCases {
      if other == value { break }
      place += 1
    }
    put(place)
  }
}

public struct WireReader {
  /// The longest text or byte string, in bytes. An input is bounded to less (see `Limits`).
  public static let longestText = 2 << 20
  public static let longestList = 1 << 16
  /// Room is made for so many at once: a length may be a lie.
  static let expectedList = 32

  private let source: [UInt8]
  private var position = 0

  public init(_ bytes: some Sequence<UInt8>) { source = Array(bytes) }

  public var isAtEnd: Bool { position == source.count }

  public mutating func integer<Value: FixedWidthInteger & BitwiseCopyable>(
    _: Value.Type = Value.self
  ) throws(WireError) -> Value {
    let width = MemoryLayout<Value>.size
    guard source.count - position >= width else { throw .truncated }
    defer { position += width }
    return Value(littleEndian: source.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: position, as: Value.self) })
  }
  public mutating func bool() throws(WireError) -> Bool {
    switch try integer(UInt8.self) {
    case 0: return false
    case 1: return true
    case let other: throw .unknownCase(other)
    }
  }
  public mutating func byteString(atMost limit: Int = longestText) throws(WireError) -> [UInt8] {
    Array(try bytes(atMost: limit))
  }
  private mutating func bytes(atMost limit: Int = longestText) throws(WireError) -> ArraySlice<UInt8> {
    let count = Int(try integer(UInt32.self))
    guard count <= limit else { throw .outOfBounds }
    guard count <= source.count - position else { throw .truncated }
    defer { position += count }
    return source[position..<(position + count)]
  }
  public mutating func rest() -> [UInt8] {
    defer { position = source.count }
    return Array(source[position...])
  }
  public mutating func string() throws(WireError) -> String { String(decoding: try bytes(), as: UTF8.self) }
  public mutating func foreign(atMost limit: Int = longestText) throws(WireError) -> ForeignText {
    ForeignText(try byteString(atMost: limit))
  }
  public mutating func list<Value: WireValue>(
    _: Value.Type = Value.self, atMost limit: Int = longestList
  ) throws(WireError) -> [Value] {
    let count = Int(try integer(UInt32.self))
    guard count <= limit else { throw .outOfBounds }
    var values: [Value] = []
    values.reserveCapacity(min(count, Self.expectedList))
    for _ in 0..<count { values.append(try Value(from: &self)) }
    return values
  }
  public mutating func optional<Value>(
    _ read: (inout WireReader) throws(WireError) -> Value
  ) throws(WireError) -> Value? {
    try bool() ? try read(&self) : nil
  }
  public mutating func named<Value: RawRepresentable<String>>(_: Value.Type = Value.self) throws(WireError) -> Value {
    guard let value = Value(rawValue: try string()) else { throw .unknownCase(0) }
    return value
  }
  public mutating func oneOf<Value: CaseIterable>(_: Value.Type = Value.self) throws(WireError) -> Value {
    let place = try integer(UInt8.self)
    guard let value = Value.allCases.dropFirst(Int(place)).first else { throw .unknownCase(place) }
    return value
  }
}
