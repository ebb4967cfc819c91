/// What the list is narrowed down to: every word must be found, in the name or in what the row says.
struct Filter: Hashable, Sendable {
  let text: String
  /// In lower case.
  private let words: [String]

  init(_ text: String = "") {
    self.text = text
    words = text.lowercased().split(separator: " ").map(String.init)
  }

  var isEmpty: Bool { words.isEmpty }

  /// - Parameters:
  ///   - name: in lower case.
  ///   - facts: what else the row says, in lower case; made only if the name alone does not do.
  ///   - beginning: a word that every row has, one or another: so much of it must be typed that it means only this.
  func matches(_ name: String, facts: @autoclosure () -> String, beginning: String = "") -> Bool {
    let missing = words.filter { !name.utf8.contains($0.utf8) }
    guard !missing.isEmpty else { return true }
    let facts = facts()
    return missing.allSatisfy { word in
      facts.utf8.contains(word.utf8) || word.utf8.count >= Self.leastBeginning && beginning.hasPrefix(word)
    }
  }

  /// In letters: "acce", "reje", "chan", "unju".
  private static let leastBeginning = 4

  /// A text with what was looked for marked in it.
  func marked(_ text: String, _ role: Role = .plain) -> [Span] {
    guard !isEmpty else { return [Span(text, role)] }
    var spans: [Span] = []
    var plain = ""
    var rest = text[...]
    while !rest.isEmpty {
      if let length = matchLength(at: rest) {
        if !plain.isEmpty { spans.append(Span(plain, role)) }
        plain = ""
        spans.append(Span(String(rest.prefix(length)), .match))
        rest = rest.dropFirst(length)
      } else {
        plain.append(rest.removeFirst())
      }
    }
    return plain.isEmpty ? spans : spans + [Span(plain, role)]
  }

  /// In characters; of several words that begin here the longest.
  private func matchLength(at text: Substring) -> Int? {
    words.compactMap { word in
      let beginning = text.prefix(word.count)
      return beginning.lowercased() == word ? beginning.count : nil
    }.max()
  }
}

extension String.UTF8View {
  fileprivate func contains(_ other: String.UTF8View) -> Bool {
    guard let first = other.first else { return true }
    let count = other.count
    return withContiguousStorageIfAvailable { bytes in
      guard bytes.count >= count else { return false }
      return (0...(bytes.count - count)).contains { start in
        bytes[start] == first && bytes[start..<(start + count)].elementsEqual(other)
      }
    } ?? (firstRange(of: Array(other)) != nil)
  }
}
