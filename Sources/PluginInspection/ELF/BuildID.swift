/// The linker's build ID: the GNU note NT_GNU_BUILD_ID. See ld(1), `--build-id`, and the gABI, "Note Section".
enum BuildID {
  private static let gnuBuildID: UInt32 = 3
  /// Of the ID, in bytes; linkers write 8 to 32.
  private static let longest: UInt32 = 64
  private static let notesAtMost = 1000

  /// In lower-case hexadecimal; nil if there is none.
  static func hexadecimal(of image: ELFImage) -> String? {
    for segment in image.segments where segment.kind == .note {
      if let id = find(in: image.file, segment) { return id }
    }
    return nil
  }

  private static func find(in file: MappedFile, _ segment: Segment) -> String? {
    guard var offset = Optional(segment.fileOffset), let end = segment.fileEnd else { return nil }
    let alignment: UInt64 = segment.alignment == 8 ? 8 : 4
    for _ in 0..<notesAtMost {
      guard offset < end, end - offset >= 12, let nameSize = file.load(UInt32.self, at: offset),
        let size = file.load(UInt32.self, at: offset + 4), let type = file.load(UInt32.self, at: offset + 8)
      else { return nil }
      // The file is shorter than 2⁶³ bytes and sizes have 32 bits: these sums cannot overflow.
      let description = aligned(offset + 12 + UInt64(nameSize), to: alignment)
      let next = aligned(description + UInt64(size), to: alignment)
      guard description + UInt64(size) <= end else { return nil }
      if type == gnuBuildID, nameSize == 4, file.hasString(Array("GNU".utf8), at: offset + 12), size > 0,
        size <= longest
      {
        return Words.hexadecimal(file.bytes(at: description, upTo: Int(size)))
      }
      offset = next
    }
    return nil
  }

  private static func aligned(_ offset: UInt64, to alignment: UInt64) -> UInt64 {
    (offset + alignment - 1) / alignment * alignment
  }
}
