/// What somebody decided about a plugin: about one content of a file, whatever that file is called or becomes.
///
/// People call it a verdict, and so do the screen, the command and the file; in code that word is `Verdict`, what Airlock
/// itself came to.
public struct Ruling: Hashable, Sendable {
  public enum Decision: String, Hashable, Sendable, CaseIterable {
    case accepted, rejected
    /// What was decided about this content before counts no longer.
    case withdrawn

    /// As an order: "accept".
    public var verb: String {
      switch self {
      case .accepted: "accept"
      case .rejected: "reject"
      case .withdrawn: "withdraw"
      }
    }
  }

  /// The SHA-256 of the content, in lower-case hexadecimal.
  public var digest: String
  /// The file's name, without its folder: the same for everybody who has it.
  public var file: ForeignText
  /// Of the content, in bytes.
  public var size: Int64
  public var decision: Decision
  /// Why; may be empty. One harmless line.
  public var note: String
  /// The login name. One harmless line.
  public var who: String
  /// In whole seconds.
  public var when: Moment

  public init(
    digest: String, file: ForeignText, size: Int64, decision: Decision, note: String, who: String, when: Moment
  ) {
    self.digest = digest
    self.file = file
    self.size = size
    self.decision = decision
    self.note = Self.bounded(note, Self.longestNote)
    self.who = Self.bounded(who, Self.longestWho)
    self.when = Moment(nanoseconds: when.seconds * 1_000_000_000, utcOffset: when.utcOffset)
  }

  /// Of a note and of a name, in bytes of UTF-8.
  public static let longestNote = 1000
  public static let longestWho = 100

  /// As much of it as fits, in whole characters, on one harmless line.
  private static func bounded(_ text: String, _ longest: Int) -> String {
    var bounded = ""
    var count = 0
    for character in ForeignText(text.map { $0.isNewline ? " " : String($0) }.joined()).line {
      count += character.utf8.count
      guard count <= longest else { break }
      bounded.append(character)
    }
    return bounded
  }

  /// "accepted by reviewer@example.org 3 days ago".
  public func words(at now: Moment) -> String { "\(decision) by \(who) \(now.words(since: when))" }

  /// The same with the reason, if one was given: "… 3 days ago: read every line".
  public func wordsWithNote(at now: Moment) -> String { words(at: now) + (note.isEmpty ? "" : ": \(note)") }

  /// "7d0c…e1b4".
  public var shortDigest: String { "\(digest.prefix(4))…\(digest.suffix(4))" }
}
