import PluginModel

/// The inspections of a session, by the plugin's place in the list.
///
/// They are large and come one after another: a place that has none yet takes a word.
struct InspectionTable {
  private final class Entry {
    let inspection: Inspection

    init(_ inspection: Inspection) { self.inspection = inspection }
  }

  private var entries: [Entry?] = []

  /// Room for more plugins, behind those that there are.
  mutating func append(places count: Int) { entries += repeatElement(nil, count: count) }

  subscript(index: Int) -> Inspection? {
    get { entries[index]?.inspection }
    set { entries[index] = newValue.map(Entry.init) }
  }

  func has(_ index: Int) -> Bool { entries[index] != nil }
}
