import Demangling
import Linux
import PluginModel

/// What the resolution of symbols comes to, in words.
struct SymbolCheck {
  let check: Check
  let rejection: Rejection?

  /// Of symbols that a hint lists; the details list more.
  private static let namesInHint = 6
  private static let versionsInHint = 6

  /// - Parameters:
  ///   - system: the version of this machine's C library.
  ///   - cut: what was left out of the resolution, in words.
  ///   - isBrief: only the first details are wanted.
  init(_ resolution: borrowing SymbolResolution, system: String, cut: String?, isBrief: Bool) {
    let count = resolution.missingCount
    let versions = resolution.missingVersions.map { Self.words($0, system: system) }
    let names = resolution.missing.map { Self.words($0) }
    // A version may be asked for without a symbol of it that cannot be done without.
    let wanted = names.first ?? resolution.missingVersions.first.map { "*@" + Words.name($0.version) }
    if let wanted {
      let more = count > 1 ? " (and \(count - 1) more)" : ""
      let reason = "needs symbol \(wanted), which nothing provides" + more
      let listed = names.dropFirst().prefix(Self.namesInHint)
      let rest = count - 1 - listed.count > 0 ? ["\(count - 1 - listed.count) more"] : []
      let others = Words.list(Array(listed) + rest, last: "and").map { ["Also missing: \($0)."] } ?? []
      let mend =
        versions.isEmpty
        ? ["Link the library that defines it, or build the plugin for the one that is installed."]
        : versions.prefix(Self.versionsInHint).map { $0 + "." }
          + ["Build the plugin for the library that is installed, or install a newer one."]
      let hint = (mend + others).joined(separator: "\n")
      let unlisted = count - resolution.missing.count
      let details = versions.dropFirst(Self.versionsInHint) + names
      let lines =
        isBrief
        ? Array(details.prefix(Check.detailsInFindings))
        : Words.bounded(details + (unlisted > 0 ? ["\(unlisted) more"] : []))
      let all = max(0, versions.count - Self.versionsInHint) + count
      check = Check(
        .symbols, .fail, reason, hint: hint, details: lines, omitted: UInt32(clamping: max(0, all - lines.count)))
      rejection = Rejection(.unresolvedSymbol, reason, hint: hint)
    } else if let cut {
      check = Check(
        .symbols, .unverified, "\(resolution.needed) found, and not all were read: \(cut)",
        hint: "Whether the rest is there was not looked for; opening it tells.")
      rejection = nil
    } else if let borrowed = resolution.borrowed.first {
      let others = resolution.borrowed.count - 1
      check = Check(
        .symbols, .warn,
        "\(Words.name(borrowed))\(others > 0 ? " and \(others) more" : "") only from a library that is there by chance",
        hint: "No dependency of the plugin has it, but Airlock's own process does; elsewhere it may not load.",
        details: resolution.borrowed.map { Self.name($0) })
      rejection = nil
    } else {
      let total = resolution.needed
      check = Check(.symbols, .pass, total == 0 ? "none needed" : "\(total) of \(total) found")
      rejection = nil
    }
  }

  /// "GLIBC_2.38 not found; this machine has 2.36".
  private static func words(_ need: SymbolVersions.Need, system: String) -> String {
    let version = Words.name(need.version)
    return version.hasPrefix("GLIBC_") && !system.isEmpty
      ? "\(version) not found; this machine has \(system)"
      : "\(version) not found in \(Words.name(need.library))"
  }

  private static func words(_ missing: SymbolResolution.Missing) -> String {
    name(missing.name) + (missing.version.map { "@" + Words.name($0.version) } ?? "")
      + (missing.needer.map { " (for \(Words.name($0)))" } ?? "")
  }

  private static func name(_ mangled: [UInt8]) -> String {
    Words.name(Demangler.text(of: mangled) ?? mangled, atMost: 160)
  }
}
