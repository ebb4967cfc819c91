import Display

/// A text under the cursor, edited as a shell's is: by characters as people see them, not by scalars.
///
/// The text is kept as what lies before the cursor and what lies after it, so a key costs what it changes.
public struct TextField: Hashable, Sendable {
  /// What a key does to the text.
  enum Edit: String, Hashable, Sendable, CaseIterable {
    case left, right
    case wordLeft = "word-left"
    case wordRight = "word-right"
    /// Of the line that the cursor is in.
    case start, end
    case deleteLeft = "delete-left"
    case deleteRight = "delete-right"
    case killToStart = "kill-to-start"
    case killToEnd = "kill-to-end"
    case killWordLeft = "kill-word-left"
    case killWordRight = "kill-word-right"
    case yank, undo, redo
  }

  public private(set) var before: String
  public private(set) var after = ""
  /// What was killed last, for `yank`.
  private var killed = ""
  /// The most it holds, in bytes of UTF-8.
  private let limit: Int
  private var past: [Version] = []
  private var future: [Version] = []
  /// The last change was a character that was typed: the next belongs to the same step of undo.
  private var isTyping = false

  private struct Version: Hashable, Sendable {
    var before: String
    var after: String
  }
  private static let mostVersions = 100
  /// Of a text longer than that, in bytes, fewer versions are kept.
  private static let long = 16 << 10
  private static let mostLongVersions = 8

  public init(_ text: String, limit: Int) {
    before = text
    self.limit = limit
  }

  public var text: String { before + after }
  public var byteCount: Int { before.utf8.count + after.utf8.count }
  public var characterCount: Int { before.count + after.count }
  /// Lines, and which of them the cursor is in.
  /// One of more than that is one line, so that no key anywhere counts what it holds.
  var lineCount: Int { byteCount > Self.long ? 1 : line + 1 + Self.lineBreaks(after) }
  private var line: Int { Self.lineBreaks(before) }

  /// Another text in place of this one; the cursor is at its end.
  mutating func replace(with text: String) {
    note()
    (before, after) = ("", "")
    take(text)
  }

  /// Inserts as much as fits, in whole characters; says whether that was all.
  @discardableResult
  public mutating func insert(_ text: String) -> Bool {
    let isTyped = text.count == 1 && text != "\n"
    if !(isTyped && isTyping) { note() }
    isTyping = isTyped
    return take(text)
  }

  @discardableResult
  private mutating func take(_ text: String) -> Bool {
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
    case .undo, .redo: break
    case .left, .right, .wordLeft, .wordRight, .start, .end: isTyping = false
    default: note()
    }
    switch edit {
    case .left: moveLeft(1)
    case .right: moveRight(1)
    case .wordLeft: moveLeft(wordLengthLeft)
    case .wordRight: moveRight(wordLengthRight)
    case .start: moveLeft(lineLengthLeft)
    case .end: moveRight(lineLengthRight)
    case .deleteLeft: before = String(before.dropLast())
    case .deleteRight: after = String(after.dropFirst())
    case .killToStart: kill(before: lineLengthLeft)
    // At the end of a line its break, as an editor does it.
    case .killToEnd: kill(after: max(lineLengthRight, after.isEmpty ? 0 : 1))
    case .killWordLeft: kill(before: wordLengthLeft)
    case .killWordRight: kill(after: wordLengthRight)
    case .yank: return take(killed)
    case .undo: go(to: \.past, leaving: \.future)
    case .redo: go(to: \.future, leaving: \.past)
    }
    return true
  }

  /// To the same column of the line above or below; false if there is none.
  mutating func moveLine(by step: Int) -> Bool {
    let column = lineLengthLeft
    if step < 0 {
      guard line > 0 else { return false }
      moveLeft(column + 1)
      let length = lineLengthLeft
      moveLeft(max(0, length - column))
    } else {
      guard Self.lineBreaks(after) > 0 else { return false }
      moveRight(lineLengthRight + 1)
      moveRight(min(column, lineLengthRight))
    }
    isTyping = false
    return true
  }

  // MARK: Versions

  private mutating func note() {
    isTyping = false
    future = []
    let version = Version(before: before, after: after)
    guard past.last != version else { return }
    past.append(version)
    let most = byteCount > Self.long ? Self.mostLongVersions : Self.mostVersions
    if past.count > most { past.removeFirst(past.count - most) }
  }

  private mutating func go(
    to source: WritableKeyPath<TextField, [Version]>, leaving other: WritableKeyPath<TextField, [Version]>
  ) {
    isTyping = false
    guard let version = self[keyPath: source].popLast() else { return }
    self[keyPath: other].append(Version(before: before, after: after))
    (before, after) = (version.before, version.after)
  }

  // MARK: Moving and killing

  private mutating func moveLeft(_ count: Int) {
    guard count > 0 else { return }
    after = before.suffix(count) + after
    before = String(before.dropLast(count))
  }
  private mutating func moveRight(_ count: Int) {
    guard count > 0 else { return }
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

  // MARK: Lengths, in characters

  private var lineLengthLeft: Int { before.reversed().prefix { !$0.isLineBreak }.count }
  private var lineLengthRight: Int { after.prefix { !$0.isLineBreak }.count }

  /// The white space next to the cursor and the word behind it.
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

  /// Of `\r\n` too, which is one character.
  private static func lineBreaks(_ text: String) -> Int { text.utf8.count { $0 == UInt8(ascii: "\n") } }
}

extension Character {
  var isLineBreak: Bool { self == "\n" || self == "\r\n" }
}
