import PluginModel

/// Plugins whose files may have the same content: equally long, and with the same build ID or none. To tell, their digests
/// are needed; those of all others would be read for nothing.
struct Twins {
  private struct Likeness: Hashable {
    let size: Int64
    let buildID: String?
  }

  private struct Entry {
    let file: FileState
    let likeness: Likeness
  }

  private var entries: [Int: Entry] = [:]
  private var alike: [Likeness: Set<Int>] = [:]
  /// The state of a plugin's file whose digest was asked for last.
  private var asked: [Int: FileState] = [:]
  /// The plugins whose digests are still to come, and of each likeness how many.
  private var awaited: [Int: Likeness] = [:]
  private var open: [Likeness: Int] = [:]

  /// Takes what a plugin's file is now. The plugins whose digests must be asked for, since it may be the same as theirs.
  mutating func add(_ index: Int, _ inspection: Inspection) -> [Int] {
    if let old = entries.removeValue(forKey: index) { alike[old.likeness]?.remove(index) }
    guard let file = inspection.file, file.size > 0 else { return [] }
    if inspection.digest != nil { asked[index] = file }
    let likeness = Likeness(size: file.size, buildID: inspection.buildID)
    entries[index] = Entry(file: file, likeness: likeness)
    alike[likeness, default: []].insert(index)
    guard let group = alike[likeness], group.count > 1 else { return [] }
    // Of a larger group all have been asked for before.
    return (group.count == 2 ? group.sorted() : [index]).filter { ask($0, likeness) }
  }

  /// The digest that was asked for has come, or never will.
  mutating func answered(_ index: Int) {
    if let likeness = awaited.removeValue(forKey: index) { open[likeness, default: 1] -= 1 }
  }

  /// Whether digests are still to come that tell a plugin from others.
  func isOpen(_ index: Int) -> Bool { entries[index].map { open[$0.likeness, default: 0] > 0 } ?? false }

  /// False if that state of its file has been asked for already.
  private mutating func ask(_ index: Int, _ likeness: Likeness) -> Bool {
    guard let file = entries[index]?.file, asked[index] != file else { return false }
    asked[index] = file
    answered(index)
    awaited[index] = likeness
    open[likeness, default: 0] += 1
    return true
  }
}
