/// The hash of each package in a Go program or plugin. When a plugin is opened, Go compares those of the packages that
/// both have, and takes it only if all agree.
///
/// See cmd/link, `pkghashbytes`, and `runtime.plugin_lastmoduleinit`.
public struct GoHashes: Hashable, Sendable {
  public private(set) var values: [String: [UInt8]]

  public static let packagesAtMost = 4096
  private static let longestHash = 64

  public init(_ values: [String: [UInt8]] = [:]) {
    self.values = values
  }

  /// The packages that both have and that are not the same, by name; empty if the one can open the other.
  public func differing(from other: GoHashes) -> [String] {
    values.filter { name, hash in other.values[name].map { $0 != hash } ?? false }.keys.sorted()
  }

  public func shared(with other: GoHashes) -> Int { values.keys.count { other.values[$0] != nil } }

  public func has(_ package: String) -> Bool { values[package] != nil }
}

extension GoHashes: WireValue {
  public func write(to writer: inout WireWriter) {
    writer.put(UInt32(values.count))
    for (name, hash) in values {
      writer.put(name)
      writer.put(hash)
    }
  }
  public init(from reader: inout WireReader) throws(WireError) {
    let count = try reader.integer(UInt32.self)
    guard count <= Self.packagesAtMost else { throw .outOfBounds }
    values = [:]
    for _ in 0..<count {
      let name = try reader.string()
      let hash = try reader.byteString()
      guard hash.count <= Self.longestHash else { throw .outOfBounds }
      values[name] = hash
    }
  }
}
