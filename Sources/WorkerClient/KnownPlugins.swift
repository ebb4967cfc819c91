import PluginModel

/// The plugins of a session as they were last told, each at its place, to be compared with what a new look has found.
///
/// A file that is still being written is not told, and neither is one that is missing for the first time: a linker
/// removes the old one before it writes the new one.
struct KnownPlugins {
  private struct Entry {
    /// As it was last told; nil if it could not be reached.
    var file: FileState?
    /// Of the signature beside it.
    var signature: FileState?
    var isPresent = true
    /// The last look did not find it.
    var isMissing = false
  }

  struct Comparison {
    var changes = PluginChanges()
    /// Something was held back: another look is needed, a settling time from now.
    var isUnsettled = false
    /// There are more new plugins than a list may have.
    var isFull = false
  }

  private var entries: [Entry]
  private var places: [PluginPath: Int]

  /// The first look, of which everything is told.
  init(_ findings: PluginFinder.Findings) {
    entries = zip(findings.files, findings.signatures).map { Entry(file: $0, signature: $1) }
    places = Dictionary(findings.list.plugins.enumerated().map { ($1.path, $0) }) { first, _ in first }
  }

  /// Takes what another look has found, at least a settling time after the one before.
  ///
  /// - Parameter now: By the wall clock, which is that of the files; in nanoseconds since 1970.
  mutating func compare(with findings: PluginFinder.Findings, at now: Int64) -> Comparison {
    var comparison = Comparison()
    var isSeen = [Bool](repeating: false, count: entries.count)
    for (index, plugin) in findings.list.plugins.enumerated() {
      let (file, signature) = (findings.files[index], findings.signatures[index])
      let place = place(of: plugin)
      guard let file else {
        // Nothing can be reached there: either a row says that already, or a plugin is gone.
        if let place, entries[place].file == nil { isSeen[place] = true }
        continue
      }
      if let place {
        // Given twice, and replaced between the two looks at it: the next comparison tells.
        if isSeen[place] { continue }
        isSeen[place] = true
      }
      guard Self.isSettled(file, at: now), signature.map({ Self.isSettled($0, at: now) }) ?? true else {
        comparison.isUnsettled = true
        continue
      }
      guard let place else {
        add(plugin, Entry(file: file, signature: signature), to: &comparison)
        isSeen += [Bool](repeating: true, count: entries.count - isSeen.count)
        continue
      }
      if !entries[place].isPresent {
        comparison.changes.returned.append(place)
      } else if entries[place].file != file {
        comparison.changes.changed.append(place)
      } else if entries[place].signature != signature {
        comparison.changes.signed.append(place)
      }
      entries[place] = Entry(file: file, signature: signature)
    }
    for place in entries.indices where entries[place].isPresent {
      if isSeen[place] {
        entries[place].isMissing = false
      } else if entries[place].isMissing {
        entries[place] = Entry(file: nil, isPresent: false)
        comparison.changes.removed.append(place)
      } else {
        entries[place].isMissing = true
        comparison.isUnsettled = true
      }
    }
    comparison.changes.changed.sort()
    comparison.changes.signed.sort()
    comparison.changes.returned.sort()
    return comparison
  }

  private mutating func add(_ plugin: Plugin, _ entry: Entry, to comparison: inout Comparison) {
    guard entries.count < Limits.plugins else {
      comparison.isFull = true
      return
    }
    places[plugin.path] = entries.count
    entries.append(entry)
    comparison.changes.added.append(plugin)
  }

  /// By its path; a link that was made later does not give a plugin that is there another name.
  private func place(of plugin: Plugin) -> Int? {
    let known = ([plugin.path] + plugin.alsoGivenAs).compactMap { places[$0] }
    return known.first { entries[$0].isPresent } ?? places[plugin.path]
  }

  /// Its last change lies some time back. One that lies ahead is of another computer's clock, and tells nothing.
  private static func isSettled(_ file: FileState, at now: Int64) -> Bool {
    let (age, overflow) = now.subtractingReportingOverflow(file.changed)
    return overflow || age < 0 || age >= Int64(Settling.time)
  }
}
