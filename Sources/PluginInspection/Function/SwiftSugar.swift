/// A demangled type in the short forms that authors write: `String?`, `[Int]`, `[String: Int]`, and constraints of a
/// generic function behind its type.
enum SwiftSugar {
  /// In bytes. A longer text stays as it is: nobody reads it, and the work grows with its nesting.
  private static let longestText = 4096

  private static let optional = Array("Swift.Optional<".utf8)
  private static let array = Array("Swift.Array<".utf8)
  private static let dictionary = Array("Swift.Dictionary<".utf8)

  /// - Parameter demangled: from the parameters on, or from the generic ones.
  static func text(of demangled: [UInt8]) -> [UInt8] {
    guard demangled.count <= longestText else { return demangled }
    return shortened(withConstraintsLast(demangled)[...])
  }

  /// `<A where A: P>(A) -> Int` as `<A>(A) -> Int where A: P`.
  private static func withConstraintsLast(_ text: [UInt8]) -> [UInt8] {
    let keyword = Array(" where ".utf8)
    guard text.first == UInt8(ascii: "<"), let close = end(of: text[...]),
      let place = text[..<close].indices.first(where: { text[$0..<close].starts(with: keyword) })
    else { return text }
    return Array(text[..<place] + text[close...] + text[place..<close])
  }

  private static func shortened(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var rest = text
    while let next = rest.first {
      if !(result.last.map(SwiftSource.isPartOfPath) ?? false),
        let name = [optional, array, dictionary].first(where: { rest.starts(with: $0) }),
        let close = end(of: rest.dropFirst(name.count - 1))
      {
        let arguments = parts(of: rest[(rest.startIndex + name.count)..<close])
        result += form(name, arguments.map(shortened))
        rest = rest[(close + 1)...]
      } else {
        result.append(next)
        rest = rest.dropFirst()
      }
    }
    return result
  }

  private static func form(_ name: [UInt8], _ arguments: [[UInt8]]) -> [UInt8] {
    let joined = Array(arguments.joined(separator: Array(": ".utf8)))
    guard name == optional else { return Array("[".utf8) + joined + Array("]".utf8) }
    // A function's `?` would belong to its result.
    let isFunction = joined.contains(Array(" -> ".utf8)) || joined.contains(Array(" & ".utf8))
    return isFunction ? Array("(".utf8) + joined + Array(")?".utf8) : joined + Array("?".utf8)
  }

  /// Where the bracket that the text begins with is closed; the `>` of an arrow closes nothing.
  private static func end(of text: ArraySlice<UInt8>) -> Int? {
    var depth = 0
    for index in text.indices {
      switch Unicode.Scalar(text[index]) {
      case "<": depth += 1
      case ">" where index > text.startIndex && text[index - 1] == UInt8(ascii: "-"): continue
      case ">": depth -= 1
      default: continue
      }
      if depth == 0 { return index }
    }
    return nil
  }

  /// What stands between the commas outside of brackets.
  private static func parts(of text: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    var (parts, start, depth) = ([ArraySlice<UInt8>](), text.startIndex, 0)
    for index in text.indices {
      switch Unicode.Scalar(text[index]) {
      case "<", "(", "[": depth += 1
      case ">" where index > text.startIndex && text[index - 1] == UInt8(ascii: "-"): break
      case ">", ")", "]": depth -= 1
      case "," where depth == 0:
        parts.append(text[start..<index])
        start = index + 1
        if start < text.endIndex, text[start] == UInt8(ascii: " ") { start += 1 }
      default: break
      }
    }
    return parts + [text[start...]]
  }
}
