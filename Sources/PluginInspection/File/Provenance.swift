import PluginModel

/// The check `provenance`: by what this very file can be told from any other. Facts only.
struct Provenance {
  /// In lower-case hexadecimal; nil if there is none.
  let buildID: String?
  /// Nil if it was not asked for.
  let digest: FileDigest?

  var check: Check {
    var facts = [buildID.map { "build ID " + Words.abbreviated($0) } ?? "no build ID"]
    var details = buildID.map { ["build ID  " + $0] } ?? []
    switch digest {
    case .computed(let text):
      facts.append("sha256 " + Words.abbreviated(text))
      details.append("sha256    " + text)
    case .leftOut(let reason): facts.append("sha256 left out: " + reason)
    case nil: break
    }
    return Check(.provenance, .pass, facts.joined(separator: " · "), details: details)
  }
}
