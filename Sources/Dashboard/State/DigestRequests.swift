import PluginModel

/// The digests that were asked for: of the selected plugin alone, one at a time, and once for each state of a file.
///
/// A digest takes as long as its file is large. Whoever goes quickly down a long list asks for those of the first row
/// and of the row where they stop.
struct DigestRequests: Sendable {
  /// The plugin whose digest is being computed.
  private var underWay: Int?
  /// By plugin, the state of the file whose digest was asked for last.
  private var asked: [Int: FileState] = [:]

  /// The plugin whose digest is to be asked for now; it counts as asked.
  mutating func next(for index: Int, _ plugin: Plugin, _ row: Row) -> Int? {
    guard underWay == nil, let inspection = plugin.inspection, let file = inspection.file, inspection.digest == nil,
      asked[index] != file, !row.isInspecting, row.activity == .idle
    else { return nil }
    underWay = index
    asked[index] = file
    return index
  }

  mutating func answered(_ index: Int) {
    if underWay == index { underWay = nil }
  }
}
