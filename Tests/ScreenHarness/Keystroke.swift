import CVterm

/// A key that is pressed. A text is its characters, one after the other.
///
/// What follows `.escape` at once is Alt with that key, as on any terminal: wait for what Escape does before the next.
public enum Keystroke: Hashable, Sendable, ExpressibleByStringLiteral {
  case text(String)
  case up, down, left, right, home, end, pageUp, pageDown, insert, delete, enter, tab, backspace, escape
  case function(Int)
  case control(Character)
  case alt(Character)

  public init(stringLiteral text: String) { self = .text(text) }

  /// Has the emulator send what a terminal sends in the modes that it is in.
  func press(on emulator: OpaquePointer) {
    func unicode(_ character: Character, _ modifier: VTermModifier) {
      for scalar in character.unicodeScalars { vterm_keyboard_unichar(emulator, scalar.value, modifier) }
    }
    switch self {
    case .text(let text): text.forEach { unicode($0, VTERM_MOD_NONE) }
    case .control(let character): unicode(character, VTERM_MOD_CTRL)
    case .alt(let character): unicode(character, VTERM_MOD_ALT)
    default: vterm_keyboard_key(emulator, key, VTERM_MOD_NONE)
    }
  }

  private var key: VTermKey {
    switch self {
    case .up: VTERM_KEY_UP
    case .down: VTERM_KEY_DOWN
    case .left: VTERM_KEY_LEFT
    case .right: VTERM_KEY_RIGHT
    case .home: VTERM_KEY_HOME
    case .end: VTERM_KEY_END
    case .pageUp: VTERM_KEY_PAGEUP
    case .pageDown: VTERM_KEY_PAGEDOWN
    case .insert: VTERM_KEY_INS
    case .delete: VTERM_KEY_DEL
    case .enter: VTERM_KEY_ENTER
    case .tab: VTERM_KEY_TAB
    case .backspace: VTERM_KEY_BACKSPACE
    case .escape: VTERM_KEY_ESCAPE
    case .function(let number): VTermKey(VTERM_KEY_FUNCTION_0.rawValue + UInt32(number))
    case .text, .control, .alt: VTERM_KEY_NONE
    }
  }
}
