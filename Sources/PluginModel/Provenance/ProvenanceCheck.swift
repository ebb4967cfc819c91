extension Inspection {
  /// The check `provenance`: what a signature tells of the file, and by what it can be told from any other.
  ///
  /// It is put together here, from values, and not by the inspector: that one has read the file's own bytes, and what
  /// becomes of it then must not speak for them. Nil as long as there is nothing to tell.
  func provenanceCheck(_ settings: Settings) -> Check? {
    guard file != nil, let provenance else { return nil }
    if let failed = failedProvenanceCheck(settings) { return failed }
    let uncovered = uncovered(settings)
    let status: Check.Status =
      switch provenance {
      case .unsigned: .skipped
      case .signed: uncovered == nil ? .pass : .warn
      case .unknownKey, .unverified, .bad: .warn
      }
    return Check(
      .provenance, status, told(provenanceWords(settings) ?? provenance.words),
      hint: uncovered?.hint ?? provenance.hint(settings), details: details(of: provenance))
  }

  /// The same where it fails, which few do; nil elsewhere.
  func failedProvenanceCheck(_ settings: Settings) -> Check? {
    guard file != nil, let provenance, let rejection = provenance.rejection(settings) ?? coverageRejection(settings)
    else { return nil }
    return Check(
      .provenance, .fail, told(rejection.reason), hint: rejection.hint, details: details(of: provenance))
  }

  private func details(of provenance: Provenance) -> [String] {
    (provenance.details + (provenance.verifiedContent == nil ? [] : unsignedLibraries) + factLines).map(\.harmless)
  }

  private func told(_ words: String) -> String { ([words] + facts).joined(separator: " · ").harmless }

  /// In few characters.
  private var facts: [String] {
    [
      buildID.map { "build ID " + Decimal.abbreviated(hexadecimal: $0) } ?? "no build ID",
      digest.map { "sha256 " + Decimal.abbreviated(hexadecimal: $0) } ?? digestGap.map { "sha256 left out: " + $0 },
    ].compactMap(\.self)
  }

  private var factLines: [String] {
    [buildID.map { "build ID  " + $0 }, digest.map { "sha256    " + $0 }].compactMap(\.self)
  }

  /// What runs in the plugin's process and was not signed with it.
  private var unsignedLibraries: [String] {
    libraries.isEmpty
      ? []
      : ["not signed with it, and mapped all the same:"] + libraries.prefix(Self.librariesTold).map { "  \($0.line)" }
  }

  private static let librariesTold = 100
}
