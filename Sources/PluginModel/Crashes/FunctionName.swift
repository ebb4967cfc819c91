/// Demangled names, shortened for a list: without parameters and results, and for Swift without the module.
enum FunctionName {
  /// "closure #1 in MyFunction" of `closure #1 (Swift.Int) -> () in Crash.MyFunction(Swift.String) throws -> Swift.Int`,
  /// "table::find" of `table::find(char const*)`; a name of C stays as it is.
  static func short(of name: ForeignText) -> ForeignText {
    let text = name.bytes
    // Operators of C++ are made of brackets, and methods of Go have their receiver's type in some.
    guard text.contains(UInt8(ascii: "(")) || text.contains(" : "), !text.contains("operator"),
      !text.starts(with: "(*".utf8), !text.contains(".(*")
    else { return name }
    let parts = withoutBrackets(text).separated(by: " in ").map { part in
      let part = withoutSpecialization(part).prefix(before: [" -> ", " throws", " async", " : ", " [clone"]).trimmed
      // C++ tells the result's type of a template first.
      return part.contains("::")
        ? part.split(separator: UInt8(ascii: " ")).last.map { Array($0) } ?? part : withoutModule(part)
    }
    let short = Array(parts.joined(separator: " in ".utf8))
    return short.isEmpty ? name : ForeignText(short)
  }

  /// Drops what stands in round and angle brackets; the arrow before a result is none.
  private static func withoutBrackets(_ text: [UInt8]) -> [UInt8] {
    var kept: [UInt8] = []
    var depth = 0
    for (index, byte) in text.enumerated() {
      switch byte {
      case UInt8(ascii: "("), UInt8(ascii: "<"): depth += 1
      case UInt8(ascii: ">") where index > 0 && text[index - 1] == UInt8(ascii: "-"):
        if depth == 0 { kept.append(byte) }
      case UInt8(ascii: ")"), UInt8(ascii: ">"): depth = max(0, depth - 1)
      default: if depth == 0 { kept.append(byte) }
      }
    }
    return kept
  }

  /// What the optimizer made of a function is that function to its author.
  private static func withoutSpecialization(_ text: [UInt8]) -> [UInt8] {
    text.contains("specialization") ? text.separated(by: " of ").last ?? text : text
  }

  /// "static Table.find" of `static Crash.Table.find`.
  private static func withoutModule(_ text: [UInt8]) -> [UInt8] {
    let start = text.lastIndex(of: UInt8(ascii: " ")).map { $0 + 1 } ?? 0
    let words = text[start...].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard words.count > 1 else { return text }
    return Array(text[..<start]) + words.dropFirst().joined(separator: [UInt8(ascii: ".")])
  }
}

extension [UInt8] {
  fileprivate var trimmed: [UInt8] {
    let ends: Set<UInt8> = [UInt8(ascii: " "), UInt8(ascii: ":")]
    return Array(drop(while: ends.contains).reversed().drop { $0 == UInt8(ascii: " ") }.reversed())
  }
}
