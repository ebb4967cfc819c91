import PluginModel

/// The check `provenance`: by what this very file can be told from any other. Facts only.
struct Provenance {
  let check: Check
  /// In lower-case hexadecimal; nil if it was not asked for or not had.
  let digest: String?

  /// - Parameter digest: nil if it was not asked for.
  init(buildID: String?, _ digest: FileDigest?) {
    var facts = [buildID.map { "build ID " + Words.abbreviated($0) } ?? "no build ID"]
    var details = buildID.map { ["build ID  " + $0] } ?? []
    switch digest {
    case .computed(let text):
      facts.append("sha256 " + Words.abbreviated(text))
      details.append("sha256    " + text)
      self.digest = text
    case .leftOut(let reason):
      facts.append("sha256 left out: " + reason)
      self.digest = nil
    case nil: self.digest = nil
    }
    check = Check(.provenance, .pass, facts.joined(separator: " · "), details: details)
  }
}
