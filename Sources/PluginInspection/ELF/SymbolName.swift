/// A symbol's name where it stands in a file, with its hashes: looking up thousands of names must not copy one.
struct SymbolName {
  private let file: MappedFile
  private let offset: UInt64
  private let length: Int
  /// DT_GNU_HASH's.
  let gnuHash: UInt32
  /// DT_HASH's.
  let systemVHash: UInt32

  /// The name at an offset; nil if it is empty, too long, or does not end before `end`.
  init?(_ file: MappedFile, at offset: UInt64, end: UInt64) {
    guard offset < end else { return nil }
    self.file = file
    self.offset = offset
    var gnu: UInt32 = 5381
    var systemV: UInt32 = 0
    let count = file.forEachByte(in: offset..<end, upTo: SymbolTable.longestName) { byte in
      gnu = gnu &* 33 &+ UInt32(byte)
      systemV = systemV << 4 &+ UInt32(byte)
      let high = systemV & 0xF000_0000
      systemV = (systemV ^ high >> 24) & ~high
    }
    guard let count, count > 0 else { return nil }
    length = count
    gnuHash = gnu
    systemVHash = systemV
  }

  var bytes: [UInt8] { file.bytes(at: offset, upTo: length) }

  /// Whether the same name and a NUL stand in another file.
  func isEqual(to other: MappedFile, at otherOffset: UInt64) -> Bool {
    other.hasString(of: file, at: offset, length: length, at: otherOffset)
  }
}
