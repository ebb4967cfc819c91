/// The path of a plugin as the user typed it: bytes, for a file name need not be UTF-8.
public struct PluginPath: Sendable {
  public let bytes: [UInt8]

  public init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }
  public init(_ text: String) { bytes = Array(text.utf8) }

  /// The path for people, harmless and on one line.
  public var line: String { ForeignText(bytes).line }

  public var text: ForeignText { ForeignText(bytes) }

  /// The last component: the file's name.
  public var name: ForeignText {
    let slash = UInt8(ascii: "/")
    guard let last = bytes.lastIndex(where: { $0 != slash }) else { return ForeignText(bytes) }
    return ForeignText(bytes[(bytes[..<last].lastIndex(of: slash).map { $0 + 1 } ?? 0)...last])
  }

  /// The name without the ending `.so`: what a list shows.
  public var shortName: ForeignText {
    let name = name.bytes
    return ForeignText(name.count > 3 && name.hasSuffix(".so") ? name.dropLast(3) : name[...])
  }

  /// The folder that the file is in, as far as the path says.
  public var folder: PluginPath {
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return PluginPath(".") }
    return PluginPath(slash == 0 ? bytes[...0] : bytes[..<slash])
  }

  /// Whether this is the folder or something below it; both must be real paths.
  public func lies(in folder: PluginPath) -> Bool { bytes.lies(in: folder.bytes) }

  public func appending(_ name: some Sequence<UInt8>) -> PluginPath {
    var longer = bytes
    longer.reserveCapacity(bytes.count + 1 + name.underestimatedCount)
    if longer.last != UInt8(ascii: "/") { longer.append(UInt8(ascii: "/")) }
    longer.append(contentsOf: name)
    return PluginPath(longer)
  }
}

extension PluginPath: Hashable {
  public func hash(into hasher: inout Hasher) {
    // At once: byte by byte, as an array does it, takes many times as long.
    bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
  }
}

extension [UInt8] {
  /// Of paths: see `PluginPath.lies`.
  public func lies(in folder: [UInt8]) -> Bool {
    starts(with: folder)
      && (count == folder.count || folder.last == UInt8(ascii: "/") || self[folder.count] == UInt8(ascii: "/"))
  }

  public func hasSuffix(_ suffix: String) -> Bool {
    suffix.utf8.count <= count && self.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
  }
}

extension PluginPath: WireValue {
  public func write(to writer: inout WireWriter) { writer.put(bytes) }
  public init(from reader: inout WireReader) throws(WireError) { bytes = try reader.byteString() }
}
