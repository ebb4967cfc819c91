/// How a plugin stands with the people who look at plugins. It changes nothing about what Airlock itself came to.
public enum Standing: Hashable, Sendable {
  case unjudged
  /// Somebody decided about a content of this length: whether it is this one, its digest will tell.
  case open
  case accepted(Ruling)
  case rejected(Ruling)
  /// Nobody has decided about this content; this was the last word on what was seen at this path before, or else on
  /// another content of a file of that name, which may be another plugin.
  case changed(since: Ruling, isSeen: Bool = false)

  /// As the filter has it: "accepted", "rejected", "changed", "unjudged".
  public var word: String {
    switch self {
    case .unjudged, .open: "unjudged"
    case .accepted: "accepted"
    case .rejected: "rejected"
    case .changed: "changed"
    }
  }

  /// For a column of one, which colour may help but need not.
  public var sign: Character {
    switch self {
    case .unjudged: " "
    case .open: "…"
    case .accepted: "+"
    case .rejected: "-"
    case .changed: "~"
    }
  }

  /// "accepted by NAME 3 days ago: note", "accepted 3 days ago, changed since (by NAME: note)": first what nobody may
  /// overlook, and no more than is known. Nil where there is nothing to tell.
  public func words(at now: Moment) -> String? {
    switch self {
    case .unjudged, .open: nil
    case .accepted(let ruling), .rejected(let ruling): ruling.wordsWithNote(at: now)
    case .changed(let ruling, let isSeen):
      "\(ruling.decision) \(now.words(since: ruling.when)), changed since"
        + (isSeen ? "" : " or another of that name") + " (by \(ruling.who)"
        + (ruling.note.isEmpty ? ")" : ": \(ruling.note))")
    }
  }
}
