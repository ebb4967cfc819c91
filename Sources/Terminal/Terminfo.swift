import CNcurses
import Display

/// What the terminal's description says. See terminfo(5).
///
/// Meaningful once `ncurses_find_terminal` has found it.
enum Terminfo {
  /// A string of the description without its padding (`$<5*/>`), which was for terminals slower than their line.
  static func string(_ name: String) -> [UInt8]? {
    ncurses_string(name).map { withoutPadding(String(cString: $0).utf8) }
  }

  static func withoutPadding(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    let bytes = Array(bytes)
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index...].starts(with: "$<".utf8), let end = bytes[index...].firstIndex(of: UInt8(ascii: ">")) {
        index = end + 1
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return result
  }

  /// What the keys send, by the description.
  static var keys: [[UInt8]: Input.Key] {
    var keys: [[UInt8]: Input.Key] = [:]
    for (name, key) in named + functionKeys {
      if let bytes = string(name), !bytes.isEmpty { keys[bytes] = key }
    }
    return keys
  }

  private static let named: [(String, Input.Key)] = [
    ("kcuu1", .up), ("kcud1", .down), ("kcub1", .left), ("kcuf1", .right), ("khome", .home), ("kend", .end),
    ("kpp", .pageUp), ("knp", .pageDown), ("kich1", .insert), ("kdch1", .delete), ("kent", .enter),
  ]
  private static let functionKeys = (1...12).map { ("kf\($0)", Input.Key.function($0)) }
}
