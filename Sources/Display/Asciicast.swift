/// A session as it was shown, for players of recordings: asciicast v2, a line of JSON for each change.
///
/// It is made from the screens and from nothing else, neither from what the terminal was sent nor from the environment:
/// what was copied, typed unseen or set for the terminal is not in it. There is no `env` and no `timestamp` in the header.
/// See https://docs.asciinema.org/manual/asciicast/v2/.
public struct Asciicast: Sendable {
  private var shown: Screen?
  /// By the caller's clock, in nanoseconds.
  private var began: UInt64 = 0

  public init() {}

  /// The lines that show a screen at a time; empty if nothing has changed. The first ones begin with the header.
  ///
  /// - Parameter now: by any clock that is never set back, in nanoseconds.
  public mutating func lines(showing screen: Screen, at now: UInt64) -> String {
    guard screen != shown, screen.size.columns > 0, screen.size.rows > 0 else { return "" }
    var lines = ""
    if shown == nil {
      began = now
      lines = #"{"version":2,"width":\#(screen.size.columns),"height":\#(screen.size.rows)}"# + "\n"
    } else if shown?.size != screen.size {
      lines = event("r", "\(screen.size.columns)x\(screen.size.rows)", at: now)
    }
    let update = ScreenUpdate(from: shown?.size == screen.size ? shown : nil, to: screen)
    shown = screen
    return lines + event("o", update.text, at: now)
  }

  /// The last line: what was shown stays, and the terminal is as a shell expects it.
  public func ending(at now: UInt64) -> String {
    shown.map { event("o", ScreenUpdate.ending($0.size), at: now) } ?? ""
  }

  private func event(_ kind: String, _ text: String, at now: UInt64) -> String {
    let microseconds = (now >= began ? now - began : 0) / 1000
    let fraction = String(microseconds % 1_000_000)
    let padded = String(repeating: "0", count: 6 - fraction.count) + fraction
    return #"[\#(microseconds / 1_000_000).\#(padded),"\#(kind)",\#(Self.string(text))]"# + "\n"
  }

  /// A JSON string. Control characters are escaped, those of 8 bits too: recordings are looked at in terminals.
  private static func string(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}":
        let hexadecimal = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - hexadecimal.count) + hexadecimal
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
