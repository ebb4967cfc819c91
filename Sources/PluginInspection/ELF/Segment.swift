/// A part of the file that the loader acts on: `Elf64_Phdr`. See the System V gABI, chapter 5, "Program Header".
struct Segment: Equatable {
  enum Kind: UInt32 {
    case load = 1
    case dynamic = 2
    case interpreter = 3
    case note = 4
    /// PT_GNU_STACK: whether the stack must be executable.
    case stack = 0x6474_E551
    /// PT_GNU_RELRO: made read-only once the loader has moved the library.
    case relocatedReadOnly = 0x6474_E552
  }

  /// Of a program header, in bytes.
  static let headerLength: UInt64 = 56

  /// Nil for all kinds that are of no use here.
  let kind: Kind?
  let isExecutable: Bool
  let fileOffset: UInt64
  let address: UInt64
  /// Of the part in the file, in bytes.
  let fileSize: UInt64
  let alignment: UInt64

  /// The program header at an offset; nil if it lies outside the file.
  init?(_ file: MappedFile, at offset: UInt64) {
    guard let type = file.load(UInt32.self, at: offset), let flags = file.load(UInt32.self, at: offset + 4),
      let fileOffset = file.load(UInt64.self, at: offset + 8), let address = file.load(UInt64.self, at: offset + 16),
      let fileSize = file.load(UInt64.self, at: offset + 32), let alignment = file.load(UInt64.self, at: offset + 48)
    else { return nil }
    kind = Kind(rawValue: type)
    isExecutable = flags & 1 != 0
    self.fileOffset = fileOffset
    self.address = address
    self.fileSize = fileSize
    self.alignment = alignment
  }

  /// Where its part in the file ends; nil if no file can be so long.
  var fileEnd: UInt64? { fileOffset.adding(fileSize) }

  /// The bytes of the file from an address to the end of the segment; nil if the address is in another segment.
  func fileRange(from address: UInt64) -> Range<UInt64>? {
    guard address >= self.address, address - self.address < fileSize, let end = fileEnd else { return nil }
    return (fileOffset + (address - self.address))..<end
  }
}

extension UInt64 {
  /// The sum, or nil on overflow: a hostile file holds any number.
  func adding(_ other: UInt64) -> UInt64? {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? nil : sum
  }
}
