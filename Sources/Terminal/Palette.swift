import Display

/// How a style is shown with the colours that the terminal has.
///
/// Nothing is lost without colours: gray becomes dim, and a background that cannot be shown becomes reverse.
struct Palette: Sendable {
  /// How many colours the terminal has; 0 is none.
  let colors: Int

  struct Look: Equatable {
    var attributes: Style.Attributes
    /// The terminal's number for the colour; -1 is its own.
    var foreground: Int32
    var background: Int32
  }

  func look(of style: Style) -> Look {
    var look = Look(attributes: style.attributes, foreground: -1, background: -1)
    if let color = style.foreground {
      if let number = number(of: color) {
        look.foreground = number
      } else if color == .gray {
        look.attributes.insert(.dim)
      }
    }
    if let color = style.background {
      if let number = number(of: color) { look.background = number } else { look.attributes.insert(.reverse) }
    }
    return look
  }

  private func number(of color: Style.Color) -> Int32? {
    guard colors >= 8 else { return nil }
    guard color == .gray else { return Int32(color.rawValue) }
    // With direct colour, numbers above 7 are red, green and blue.
    if colors > 256 { return 0x808080 }
    return colors >= 16 ? 8 : nil
  }
}
