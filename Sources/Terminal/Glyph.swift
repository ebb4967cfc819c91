import Display

/// What is sent for a cell: scalars that libc and the terminal give the width that the cell has.
struct Glyph: Equatable {
  /// In order; each is a character of its own cell, or a base and its marks.
  let scalars: [UInt32]

  /// ncurses keeps a base and so many marks in a cell (CCHARW_MAX).
  static let capacity = 5

  /// - Parameters:
  ///   - isUnicode: Without it everything but ASCII is a question mark.
  ///   - width: libc's wcwidth(3): -1 for what cannot be printed.
  init(_ character: Character, columns: Int, isUnicode: Bool, width: (UInt32) -> Int) {
    if let ascii = character.asciiValue, ascii >= 0x20, ascii < 0x7F, columns == 1 {
      scalars = [UInt32(ascii)]
      return
    }
    let values = character.unicodeScalars.map(\.value)
    guard isUnicode else {
      scalars = [UInt32(UInt8(ascii: "?"))]
      return
    }
    let widths = values.map(width)
    let isAgreed = widths[0] == columns && widths.dropFirst().allSatisfy { $0 == 0 }
    scalars = isAgreed ? Array(values.prefix(Self.capacity)) : [0xFFFD]
  }

  /// Whether it stands for a character that could not be shown, and takes one column.
  var isReplacement: Bool { scalars == [0xFFFD] || scalars == [UInt32(UInt8(ascii: "?"))] }
}
