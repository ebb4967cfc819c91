import CTerminal
import FoundationEssentials
import Glibc

/// The clipboard of whoever sits at the terminal, also at the far end of a connection: OSC 52 of xterm's control
/// sequences. The terminal gives no answer.
extension Terminal {
  /// Of a text in base64, in bytes; terminals drop longer ones.
  public static let longestCopy = 100_000

  /// Asks the terminal to take a text. False, and nothing is sent, if it is too long or if the terminal is not known to
  /// have a clipboard.
  public func copy(_ text: String) -> Bool {
    let encoded = Data(text.utf8).base64EncodedData()
    guard hasClipboard, encoded.count <= Self.longestCopy, terminal_guard_is_inside() != 0 else { return false }
    let sequence = Array("\u{1B}]52;c;".utf8) + encoded + [0x07]
    sequence.map { CChar(bitPattern: $0) }.withUnsafeBufferPointer { buffer in
      if let base = buffer.baseAddress { terminal_write(base, Int32(buffer.count)) }
    }
    return true
  }

  /// By its description (`Ms`), or by a name that is known for it: few descriptions are as new as their terminals.
  private var hasClipboard: Bool {
    if Terminfo.string("Ms") != nil || getenv("TMUX") != nil { return true }
    let name = getenv("TERM").map { String(cString: $0) } ?? ""
    return Self.withClipboard.contains { name.hasPrefix($0) }
  }

  private static let withClipboard = [
    "xterm", "tmux", "alacritty", "foot", "ghostty", "kitty", "rio", "wezterm", "contour", "iterm",
  ]
}
