/// What a library offers to whoever loads it, and what it needs from other libraries: for whoever compares two.
public struct Interface: Hashable, Sendable {
  /// A symbol that other code can find by its name.
  public struct Export: Hashable, Sendable {
    /// As it stands in the file; harmless, of one line, and bounded.
    public var name: String
    /// The same in its source language; nil if it stands so in the file, or if it is one of too many.
    public var words: String?
    /// A function, and not data.
    public var isCode: Bool
    /// In bytes.
    public var size: UInt64

    public init(name: String, words: String? = nil, isCode: Bool = true, size: UInt64) {
      self.name = name
      self.words = words
      self.isCode = isCode
      self.size = size
    }
  }

  /// The names of the libraries that it asks for by itself, in that order; DT_NEEDED.
  public var needs: [String]
  /// By name, the order of its bytes; of too many those that come first.
  public var exports: [Export]
  /// How many exports follow and were left out.
  public var omitted: UInt32

  public static let exportsAtMost = 4096
  public static let needsAtMost = 512
  /// Of a name or its words, in bytes.
  public static let longestName = 1024
  /// Of all names and words, in bytes: it is kept for each plugin of a list.
  public static let longest = 256 << 10

  public init(needs: [String], exports: [Export], omitted: UInt32 = 0) {
    self.needs = needs
    self.exports = exports
    self.omitted = omitted
  }
}

extension Interface: WireValue {
  public func write(to writer: inout WireWriter) {
    writer.put(UInt32(needs.count))
    for need in needs { writer.put(need) }
    writer.put(exports)
    writer.put(omitted)
  }
  public init(from reader: inout WireReader) throws(WireError) {
    let count = try reader.integer(UInt32.self)
    guard count <= Self.needsAtMost else { throw .outOfBounds }
    needs = []
    for _ in 0..<count { needs.append(try reader.string()) }
    exports = try reader.list(atMost: Self.exportsAtMost)
    omitted = try reader.integer()
  }
}

extension Interface.Export: WireValue {
  public func write(to writer: inout WireWriter) {
    writer.put(name)
    writer.put(optional: words) { $0.put($1) }
    writer.put(isCode)
    writer.put(size)
  }
  public init(from reader: inout WireReader) throws(WireError) {
    name = try reader.string()
    words = try reader.optional { (r) throws(WireError) in try r.string() }
    isCode = try reader.bool()
    size = try reader.integer()
  }
}
