/// The checksum that `.gnu_debuglink` holds: CRC-32 of the whole debug file. See ISO 3309; the polynomial is 0xEDB88320.
enum CRC32 {
  private static let pieceLength = 64 << 10

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in value & 1 != 0 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
  }

  static func of(_ file: MappedFile) -> UInt32 {
    var (value, offset) = (UInt32.max, UInt64(0))
    let table = table
    while offset < file.count {
      let piece = file.bytes(at: offset, upTo: pieceLength)
      for byte in piece { value = table[Int(UInt8(truncatingIfNeeded: value) ^ byte)] ^ value >> 8 }
      offset += UInt64(piece.count)
    }
    return ~value
  }
}
