import Display

/// A line of text under the cursor, edited as a shell's is: by characters as people see them, not by scalars.
///
/// The text is kept as what lies before the cursor and what lies after it, so a key costs what it changes.
public struct TextField: Hashable, Sendable {
  /// What a key does to the text.
  enum Edit: Hashable, Sendable {
    case left, right, wordLeft, wordRight, start, end
    case deleteLeft, deleteRight
    case killToStart, killToEnd, killWordLeft, killWordRight, yank
  }

  public private(set) var before: String
  public private(set) var after = ""
  /// What was killed last, for `yank`.
  private var killed = ""
  /// The most it holds, in bytes of UTF-8.
  private let limit: Int

  public init(_ text: String, limit: Int) {
    before = text
    self.limit = limit
  }

  public var text: String { before + after }
  public var byteCount: Int { before.utf8.count + after.utf8.count }

  /// Inserts as much as fits, in whole characters; says whether that was all.
  @discardableResult
  public mutating func insert(_ text: String) -> Bool {
    var room = limit - byteCount
    if text.utf8.count <= room {
      before += text
      return true
    }
    for character in text {
      room -= character.utf8.count
      guard room >= 0 else { break }
      before.append(character)
    }
    return false
  }

  /// False only if a yank did not fit.
  @discardableResult
  mutating func apply(_ edit: Edit) -> Bool {
    switch edit {
    case .left: moveLeft(1)
    case .right: moveRight(1)
    case .wordLeft: moveLeft(wordLengthLeft)
    case .wordRight: moveRight(wordLengthRight)
    case .start: (before, after) = ("", text)
    case .end: (before, after) = (text, "")
    case .deleteLeft: before = String(before.dropLast())
    case .deleteRight: after = String(after.dropFirst())
    case .killToStart: kill(before: before.count)
    case .killToEnd: kill(after: after.count)
    case .killWordLeft: kill(before: wordLengthLeft)
    case .killWordRight: kill(after: wordLengthRight)
    case .yank: return insert(killed)
    }
    return true
  }

  private mutating func moveLeft(_ count: Int) {
    after = before.suffix(count) + after
    before = String(before.dropLast(count))
  }
  private mutating func moveRight(_ count: Int) {
    before += after.prefix(count)
    after = String(after.dropFirst(count))
  }
  private mutating func kill(before count: Int) {
    guard count > 0 else { return }
    killed = String(before.suffix(count))
    before = String(before.dropLast(count))
  }
  private mutating func kill(after count: Int) {
    guard count > 0 else { return }
    killed = String(after.prefix(count))
    after = String(after.dropFirst(count))
  }

  /// The white space next to the cursor and the word behind it, in characters.
  private var wordLengthLeft: Int { Self.wordLength(before.reversed()) }
  private var wordLengthRight: Int { Self.wordLength(after) }
  private static func wordLength(_ characters: some Sequence<Character>) -> Int {
    var length = 0
    var isInWord = false
    for character in characters {
      if character.isWhitespace {
        if isInWord { break }
      } else {
        isInWord = true
      }
      length += 1
    }
    return length
  }
}
