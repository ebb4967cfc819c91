/// Text in the form of man(7).
struct ManualPage {
  private(set) var text: String

  init(_ name: String, section: Int, title: String) {
    text = ".TH \(name.uppercased()) \(section) \"\" \"\(title)\"\n"
  }

  mutating func heading(_ words: String) { text += ".SH \(Self.escaped(words.uppercased()))\n" }
  mutating func subheading(_ words: String) { text += ".SS \(Self.escaped(words))\n" }
  mutating func paragraph(_ words: String) { text += ".PP\n\(Self.escaped(words))\n" }

  /// A term and what it means.
  mutating func item(_ term: String, _ words: String) {
    text += ".TP\n.B \(Self.escaped(term))\n" + (words.isEmpty ? "" : Self.escaped(words) + "\n")
  }

  /// Nothing in it is a request or an escape.
  private static func escaped(_ words: String) -> String {
    var result = ""
    for character in words {
      switch character {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      case "\"": result += "\\(dq"
      case "'": result += "\\(aq"
      case "^": result += "\\(ha"
      case "`": result += "\\(ga"
      case "~": result += "\\(ti"
      case "“": result += "\\(lq"
      case "”": result += "\\(rq"
      default: result.append(character)
      }
    }
    return result.hasPrefix(".") ? "\\&" + result : result
  }
}
