/// Where an address leads.
public enum MemoryPlace: Hashable, Sendable {
  /// To the first 64 KiB, where nothing is ever mapped: a null pointer, or a field or element of one.
  case null
  case stack
  case heap
  /// Into the mapping of a file, so many bytes from its start.
  case module(Int, offset: UInt64)
  /// Into memory of no file and no known use.
  case anonymous
  case unmapped
  /// The processor takes no such address: the highest bits are neither all zeros nor all ones.
  case nonCanonical

  /// "null", "stack"; nil where only the address tells.
  public var words: String? {
    switch self {
    case .null: "null"
    case .stack: "stack"
    case .heap: "heap"
    case .anonymous: "anonymous memory"
    case .unmapped: "nothing mapped"
    case .nonCanonical: "no possible address"
    case .module: nil
    }
  }

  /// Below this, an address is a field or an element of a null pointer: the kernel maps nothing here by default.
  public static let nullRegion: UInt64 = 64 << 10
}

/// The address of a fault and what is there.
public struct FaultPlace: Hashable, Sendable {
  /// Something that ends a little below the address.
  public struct Neighbour: Hashable, Sendable {
    public var place: MemoryPlace
    /// From its end to the address, in bytes.
    public var distance: UInt64

    public init(place: MemoryPlace, distance: UInt64) {
      self.place = place
      self.distance = distance
    }
  }

  /// Also where the processor did not tell: then it is computed from the registers.
  public var address: UInt64
  public var place: MemoryPlace
  /// Of the mapping there: "r--".
  public var permissions: ForeignText?
  /// What the address is likely to have run out of; only if nothing is mapped there.
  public var below: Neighbour?

  public init(address: UInt64, place: MemoryPlace, permissions: ForeignText? = nil, below: Neighbour? = nil) {
    self.address = address
    self.place = place
    self.permissions = permissions
    self.below = below
  }
}

/// A register of the processor.
public struct Register: Hashable, Sendable {
  /// "rax", "x0".
  public var name: ForeignText
  public var value: UInt64
  /// Where it points; nil if it points nowhere and is likely to be a number.
  public var place: MemoryPlace?
  /// The address of the fault was made from it.
  public var isGuilty: Bool

  public init(name: ForeignText, value: UInt64, place: MemoryPlace? = nil, isGuilty: Bool = false) {
    self.name = name
    self.value = value
    self.place = place
    self.isGuilty = isGuilty
  }
}

extension MemoryPlace: WireValue {
  public func write(to writer: inout WireWriter) {
    switch self {
    case .null: writer.put(UInt8(0))
    case .stack: writer.put(UInt8(1))
    case .heap: writer.put(UInt8(2))
    case .module(let index, let offset):
      writer.put(UInt8(3))
      writer.put(UInt32(index))
      writer.put(offset)
    case .anonymous: writer.put(UInt8(4))
    case .unmapped: writer.put(UInt8(5))
    case .nonCanonical: writer.put(UInt8(6))
    }
  }
  public init(from reader: inout WireReader) throws(WireError) {
    switch try reader.integer(UInt8.self) {
    case 0: self = .null
    case 1: self = .stack
    case 2: self = .heap
    case 3:
      let index = Int(try reader.integer(UInt32.self))
      self = .module(index, offset: try reader.integer())
    case 4: self = .anonymous
    case 5: self = .unmapped
    case 6: self = .nonCanonical
    case let tag: throw .unknownCase(tag)
    }
  }
}

extension FaultPlace: WireValue {
  public func write(to writer: inout WireWriter) {
    writer.put(address)
    writer.put(place)
    writer.put(optional: permissions) { $0.put($1) }
    writer.put(optional: below) {
      $0.put($1.place)
      $0.put($1.distance)
    }
  }
  public init(from reader: inout WireReader) throws(WireError) {
    address = try reader.integer()
    place = try MemoryPlace(from: &reader)
    permissions = try reader.optional { (r) throws(WireError) in try r.foreign(atMost: 8) }
    below = try reader.optional { (r) throws(WireError) in
      let place = try MemoryPlace(from: &r)
      return Neighbour(place: place, distance: try r.integer())
    }
  }
}

extension Register: WireValue {
  public func write(to writer: inout WireWriter) {
    writer.put(name)
    writer.put(value)
    writer.put(optional: place) { $0.put($1) }
    writer.put(isGuilty)
  }
  public init(from reader: inout WireReader) throws(WireError) {
    name = try reader.foreign(atMost: 16)
    value = try reader.integer()
    place = try reader.optional { (r) throws(WireError) in try MemoryPlace(from: &r) }
    isGuilty = try reader.bool()
  }
}
