import Display

/// What a terminal sends for the mouse.
///
/// Source: xterm's ctlseqs, "Mouse Tracking": the SGR form, `ESC [ < 0 ; 10 ; 20 M`, and the older one, `ESC [ M` and three
/// bytes, of terminals that do not know the other.
enum MouseReport {
  /// Asked for, and no longer: buttons and wheel (1000), in the SGR form (1006). Terminals that do not have it ignore it.
  static let on = Array("\u{1B}[?1000h\u{1B}[?1006h".utf8)
  static let off = Array("\u{1B}[?1006l\u{1B}[?1000l".utf8)

  /// Of the older form, after `ESC [ M`.
  static let olderLength = 3
  private static let olderOffset = 32

  /// Rows and columns are counted in 16 bits; see TIOCGWINSZ in ioctl_tty(2).
  private static let places = 1...0xFFFF

  /// - Parameter parameters: What stands between `ESC [ <` and the final byte.
  static func input(_ parameters: ArraySlice<UInt8>, final: UInt8) -> Input? {
    let parts = parameters.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
    guard parts.count == 3, parts.allSatisfy({ $0.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) })
    else { return nil }
    let numbers = parts.compactMap { Int(String(decoding: $0, as: UTF8.self)) }
    // A button that was let go ends in m.
    guard numbers.count == 3, final == UInt8(ascii: "M") else { return nil }
    return input(button: numbers[0], column: numbers[1], row: numbers[2])
  }

  /// - Parameter bytes: The three of the older form; nil if they cannot be that.
  static func input(older bytes: ArraySlice<UInt8>) -> Input? {
    let numbers = bytes.map { Int($0) - olderOffset }
    return input(button: numbers[0], column: numbers[1], row: numbers[2])
  }

  static func isOlder(_ byte: UInt8) -> Bool { byte >= olderOffset }

  private static func input(button: Int, column: Int, row: Int) -> Input? {
    guard places.contains(column), places.contains(row), (0...0xFF).contains(button) else { return nil }
    let kind: Mouse.Kind
    // Shift 4, Alt 8 and Control 16 are added to the button's number; movement, 32, was not asked for.
    switch button & ~0b1_1100 {
    case 0: kind = .press
    case 64: kind = .wheelUp
    case 65: kind = .wheelDown
    default: return nil
    }
    return .mouse(
      Mouse(kind, at: Position(column: column - 1, row: row - 1), Input.Modifiers(rawValue: button >> 2 & 7)))
  }
}
