import PluginModel

/// A JSON value whose members keep their order.
enum JSON {
  case null
  case bool(Bool)
  case integer(Int64)
  case number(Double, places: Int)
  case string(String)
  case array([JSON])
  case object([(String, JSON)])

  static func optional(_ text: String?) -> JSON { text.map(JSON.string) ?? .null }
  static func integer(_ value: some BinaryInteger) -> JSON { .integer(Int64(clamping: value)) }

  /// Two spaces a level, a member a line: for people and for diffs.
  var text: String {
    text(indent: 0)
  }

  /// As it stands in others, so many levels deep: its first line is without their margin.
  func text(indent: Int) -> String {
    var result = ""
    write(to: &result, indent: indent)
    return result
  }

  /// Members as they stand in an object that is written a part at a time.
  static func text(of members: [(String, JSON)]) -> String {
    members.map { name, value in "  \(JSON.string(name).line): \(value.text(indent: 1))" }.joined(separator: ",\n")
  }

  /// Without a line break: for files of lines.
  var line: String {
    var result = ""
    write(to: &result, indent: nil)
    return result
  }

  /// - Parameter indent: in levels; nil for all on one line.
  private func write(to result: inout String, indent: Int?) {
    let next = indent.map { $0 + 1 }
    switch self {
    case .null: result += "null"
    case .bool(let value): result += value ? "true" : "false"
    case .integer(let value): result += String(value)
    case .number(let value, let places): result += Decimal.trimmed(value, places: places)
    case .string(let text): Self.write(text, to: &result)
    case .array(let values):
      Self.write(values, "[", "]", to: &result, indent: indent) { value, result in
        value.write(to: &result, indent: next)
      }
    case .object(let members):
      Self.write(members, "{", "}", to: &result, indent: indent) { member, result in
        Self.write(member.0, to: &result)
        result += indent == nil ? ":" : ": "
        member.1.write(to: &result, indent: next)
      }
    }
  }

  private static func write<Element>(
    _ elements: [Element], _ open: String, _ close: String, to result: inout String, indent: Int?,
    _ body: (Element, inout String) -> Void
  ) {
    guard !elements.isEmpty else {
      result += open + close
      return
    }
    let lineBreak = indent.map { "\n" + String(repeating: "  ", count: $0) }
    let separator = lineBreak.map { $0 + "  " } ?? ""
    result += open
    for (index, element) in elements.enumerated() {
      if index > 0 { result += "," }
      result += separator
      body(element, &result)
    }
    result += (lineBreak ?? "") + close
  }

  /// What a terminal would obey is escaped too: JSON is looked at in terminals.
  private static func write(_ text: String, to result: inout String) {
    result += "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case _ where ForeignText.isHarmful(scalar):
        result += escape(scalar)
      default: result.unicodeScalars.append(scalar)
      }
    }
    result += "\""
  }

  /// "\u001B". What a terminal would obey lies in the basic plane.
  static func escape(_ scalar: Unicode.Scalar) -> String {
    let hexadecimal = String(scalar.value, radix: 16, uppercase: true)
    return "\\u" + String(repeating: "0", count: 4 - hexadecimal.count) + hexadecimal
  }
}
