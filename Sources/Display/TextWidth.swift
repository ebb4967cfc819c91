/// How many columns a text takes on a terminal.
///
/// A terminal decides this by itself and no standard binds it, so whatever terminals disagree on is brought to a form
/// that they agree on: emoji sequences become their first emoji, marks that only choose a presentation are dropped, and
/// what must not reach a terminal becomes U+FFFD. Widths are those of Unicode's East Asian Width (UAX #11) with
/// ambiguous ones narrow.
public enum TextWidth {
  public static func of(_ text: some StringProtocol) -> Int {
    text.reduce(0) { $0 + measured($1).width }
  }

  /// The longest beginning of a text that fits, with an ellipsis if that is not all of it.
  public static func clipped(_ text: String, to columns: Int, ellipsis: Character = "…") -> String {
    // A text of as many bytes as columns fits: each column takes a byte at least.
    if text.utf8.count <= columns || of(text) <= columns { return text }
    guard columns > 0 else { return "" }
    var result = ""
    var used = 0
    for character in text {
      let width = measured(character).width
      guard used + width <= columns - 1 else { break }
      result.append(character)
      used += width
    }
    result.append(ellipsis)
    return result
  }

  /// The longest end of a text that fits, with an ellipsis if that is not all of it.
  public static func clippedLeft(_ text: String, to columns: Int, ellipsis: Character = "…") -> String {
    guard columns > 0 else { return "" }
    guard text.utf8.count > columns, of(text) > columns else { return text }
    // Nearly every character takes a column at least.
    var rest = text.suffix(columns)
    while !rest.isEmpty, of(rest) > columns - 1 { rest.removeFirst() }
    return String(ellipsis) + rest
  }

  /// The character as a terminal may have it, and its width: 0, 1 or 2; more for one with spacing marks, as in Devanagari
  /// or Thai, which take columns of their own: see `pieces(of:)`.
  public static func measured(_ character: Character) -> (character: Character, width: Int) {
    if let ascii = character.asciiValue {  // also "\r\n", which is one Character
      return ascii >= 0x20 && ascii < 0x7F ? (character, 1) : ("\u{FFFD}", 1)
    }
    let scalars = character.unicodeScalars
    // Frames and bars are most of what is not ASCII on a screen; three bytes are no more than one of them.
    if let scalar = scalars.first, drawing.contains(scalar.value), character.utf8.count == 3 { return (character, 1) }
    let first = scalars[scalars.startIndex]
    if scalars.contains(where: isHarmful) { return ("\u{FFFD}", 1) }
    if isRegionalIndicator(first) { return (Character(first), 1) }
    let isJoined = first.properties.isEmoji && scalars.contains("\u{200D}")
    if first.properties.isEmojiPresentation || isJoined || isEmojiModified(scalars) {
      return (Character(first), width(first))
    }
    if isZeroWidth(first) { return scalars.count == 1 ? ("\u{FFFD}", 0) : ("\u{FFFD}", 1) }
    let plain = scalars.filter { !(0xFE00...0xFE0F).contains($0.value) && $0 != "\u{200D}" }
    let kept = plain.count == scalars.count ? character : Character(String(String.UnicodeScalarView(plain)))
    return (kept, plain.reduce(0) { $0 + width($1) })
  }

  /// Box drawing and block elements.
  private static let drawing: ClosedRange<UInt32> = 0x2500...0x259F

  /// What of a measured character goes into cells of its own: each piece is a scalar of width 1 or 2 and its marks.
  static func pieces(of character: Character) -> [(character: Character, width: Int)] {
    var pieces: [(scalars: String.UnicodeScalarView, width: Int)] = []
    for scalar in character.unicodeScalars {
      let width = width(scalar)
      if width > 0 || pieces.isEmpty { pieces.append((String.UnicodeScalarView(), width)) }
      pieces[pieces.count - 1].scalars.append(scalar)
    }
    return pieces.map { (Character(String($0.scalars)), $0.width) }
  }

  private static func width(_ scalar: Unicode.Scalar) -> Int {
    isZeroWidth(scalar) ? 0 : isWide(scalar) ? 2 : 1
  }

  private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0...0x1F, 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  private static func isRegionalIndicator(_ scalar: Unicode.Scalar) -> Bool {
    (0x1F1E6...0x1F1FF).contains(scalar.value)
  }

  private static func isEmojiModified(_ scalars: Character.UnicodeScalarView) -> Bool {
    scalars.dropFirst().contains { $0.properties.isEmojiModifier }
  }

  private static func isZeroWidth(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: scalar.value != 0xAD
    default: (0x1160...0x11FF).contains(scalar.value) || (0xD7B0...0xD7FF).contains(scalar.value)
    }
  }

  /// East Asian Width W and F.
  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case ..<0x1100: false
    case 0x1100...0x115F, 0x231A...0x231B, 0x2329...0x232A, 0x23E9...0x23EC, 0x23F0, 0x23F3, 0x25FD...0x25FE,
      0x2614...0x2615, 0x2648...0x2653, 0x267F, 0x2693, 0x26A1, 0x26AA...0x26AB, 0x26BD...0x26BE, 0x26C4...0x26C5,
      0x26CE, 0x26D4, 0x26EA, 0x26F2...0x26F3, 0x26F5, 0x26FA, 0x26FD, 0x2705, 0x270A...0x270B, 0x2728, 0x274C,
      0x274E, 0x2753...0x2755, 0x2757, 0x2795...0x2797, 0x27B0, 0x27BF, 0x2B1B...0x2B1C, 0x2B50, 0x2B55,
      0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF, 0xA960...0xA97C,
      0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
      0x16FE0...0x18CFF, 0x18D00...0x18D08, 0x1AFF0...0x1B2FB, 0x1F004, 0x1F0CF, 0x1F18E, 0x1F191...0x1F19A,
      0x1F200...0x1F320, 0x1F32D...0x1F335, 0x1F337...0x1F37C, 0x1F37E...0x1F393, 0x1F3A0...0x1F3CA,
      0x1F3CF...0x1F3D3, 0x1F3E0...0x1F3F0, 0x1F3F4, 0x1F3F8...0x1F43E, 0x1F440, 0x1F442...0x1F4FC,
      0x1F4FF...0x1F53D, 0x1F54B...0x1F54E, 0x1F550...0x1F567, 0x1F57A, 0x1F595...0x1F596, 0x1F5A4,
      0x1F5FB...0x1F64F, 0x1F680...0x1F6C5, 0x1F6CC, 0x1F6D0...0x1F6D2, 0x1F6D5...0x1F6D7, 0x1F6DC...0x1F6DF,
      0x1F6EB...0x1F6EC, 0x1F6F4...0x1F6FC, 0x1F7E0...0x1F7EB, 0x1F7F0, 0x1F90C...0x1F93A, 0x1F93C...0x1F945,
      0x1F947...0x1F9FF, 0x1FA70...0x1FAFF, 0x20000...0x2FFFD, 0x30000...0x3FFFD:
      true
    default: false
    }
  }
}
