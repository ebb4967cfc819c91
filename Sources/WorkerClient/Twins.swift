import PluginModel

/// Plugins whose files may have the same content: equally long, and with the same build ID or none. To tell, their digests
/// are needed; those of all others would be read for nothing.
struct Twins {
  private struct Likeness: Hashable {
    let size: Int64
    let buildID: String?
  }

  private var plugins: [Likeness: Set<Int>] = [:]
  private var likenesses: [Int: Likeness] = [:]
  /// The state of its file whose digest was asked for last.
  private var asked: [Int: FileState] = [:]
  private var states: [Int: FileState] = [:]

  /// Takes what a plugin's file is now. The plugins whose digests must be asked for, since it may be the same as theirs.
  mutating func add(_ index: Int, _ inspection: Inspection) -> [Int] {
    if let likeness = likenesses.removeValue(forKey: index) { plugins[likeness]?.remove(index) }
    states[index] = inspection.file
    guard let file = inspection.file, file.size > 0 else { return [] }
    if inspection.digest != nil { asked[index] = file }
    let likeness = Likeness(size: file.size, buildID: inspection.buildID)
    likenesses[index] = likeness
    plugins[likeness, default: []].insert(index)
    guard let alike = plugins[likeness], alike.count > 1 else { return [] }
    // Among those that were there all have been asked but the first, as long as it was alone.
    let wanted = alike.count == 2 ? alike.sorted() : [index]
    return wanted.filter { index in
      defer { asked[index] = states[index] }
      return asked[index] != states[index]
    }
  }
}
