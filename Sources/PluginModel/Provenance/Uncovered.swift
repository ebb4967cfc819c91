/// What a right signature does not cover, though it would run with the file that it was made for.
enum Uncovered {
  /// Libraries that are mapped with it, so many.
  case libraries(Int)
  /// The Go runner opens it by its name, and the sandbox lets it open others.
  case name

  var words: String {
    switch self {
    case .libraries(1): "1 library beside it is not signed"
    case .libraries(let count): "\(count) libraries beside it are not signed"
    case .name: "Go opens it by its name, and the sandbox lets it open other files"
    }
  }

  var hint: String {
    switch self {
    case .libraries: "A signature covers one file: link the libraries into it, or install them in the system's folders."
    case .name: "Leave out --no-sandbox, --allow-read and --allow-write: then no other file can be opened in its place."
    }
  }
}

extension Inspection {
  /// Nil if the signature covers all that would run, or is worth nothing by itself.
  func uncovered(_ settings: Settings) -> Uncovered? {
    guard case .signed = provenance else { return nil }
    if !libraries.isEmpty { return .libraries(libraries.count) }
    return go != nil && !settings.sandbox.holdsToOneFile ? .name : nil
  }

  /// What the signature comes to, in one phrase.
  func provenanceWords(_ settings: Settings) -> String? {
    provenance.map { ([$0.words] + [uncovered(settings)?.words].compactMap(\.self)).joined(separator: " · ") }
  }

  /// The same where somebody should look at it, and nil elsewhere.
  public func provenanceDoubt(_ settings: Settings) -> String? {
    provenance?.isDoubtful == true || uncovered(settings) != nil ? provenanceWords(settings) : nil
  }

  /// Why what the signature does not cover keeps the plugin from being opened.
  func coverageRejection(_ settings: Settings) -> Rejection? {
    guard settings.requireSigned, let uncovered = uncovered(settings), let words = provenanceWords(settings) else {
      return nil
    }
    return Rejection(.unsigned, words, hint: uncovered.hint)
  }
}
