import PluginModel

/// An XML element with text or elements in it. What goes in may be anything: what comes out is well-formed XML 1.0, and
/// holds nothing that a terminal would obey.
struct XML {
  let name: String
  let attributes: [(String, String)]
  let children: [XML]
  let text: ForeignText?

  init(_ name: String, _ attributes: [(String, String)], _ children: [XML] = []) {
    self.name = name
    self.attributes = attributes
    self.children = children
    text = nil
  }

  /// Line breaks and tabs in the text stay.
  init(_ name: String, _ attributes: [(String, String)] = [], text: ForeignText) {
    self.name = name
    self.attributes = attributes
    self.text = text
    children = []
  }

  /// What a document begins with.
  static let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

  /// The whole document.
  var document: String { Self.declaration + text(indent: 0) }

  /// As it stands in others, so many levels deep.
  func text(indent: Int) -> String {
    var result = ""
    write(to: &result, indent: indent)
    return result
  }

  private func write(to result: inout String, indent: Int) {
    let margin = String(repeating: "  ", count: indent)
    result += margin + "<" + name
    for (name, value) in attributes { result += " \(name)=\"\(Self.escaped(value.harmless))\"" }
    if let text {
      result += ">" + Self.escaped(text.lines) + "</\(name)>\n"
    } else if children.isEmpty {
      result += "/>\n"
    } else {
      result += ">\n"
      for child in children { child.write(to: &result, indent: indent + 1) }
      result += margin + "</\(name)>\n"
    }
  }

  /// What is harmful has been spelled out by now; XML 1.0 has no place for two more. See its section 2.2.
  private static func escaped(_ harmless: String) -> String {
    var result = ""
    for scalar in harmless.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\u{FFFE}": result += "\\u{FFFE}"
      case "\u{FFFF}": result += "\\u{FFFF}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
