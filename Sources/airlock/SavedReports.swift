import Linux
import PluginModel
import Reports
import Storage

/// The reports of a folder, read: of each group the newest, with how often it was seen.
struct SavedReports {
  struct Skipped {
    let name: String
    let reason: String
  }

  let archive: CrashArchive
  /// Of each group the newest report; the newest of all first.
  private(set) var entries: [CrashList.Entry] = []
  /// All of them.
  private(set) var all: [CrashList.Entry] = []
  private(set) var skipped: [Skipped] = []

  /// A folder may hold anything, and so many files that nobody would wait for them.
  private static let readAtMost = 1000

  init(_ archive: CrashArchive) throws(SystemError) {
    self.archive = archive
    let utcOffset = Moment.now.utcOffset
    var records: [(name: String, record: CrashRecord)] = []
    var history = CrashHistory()
    let names = try archive.names()
    for name in names.prefix(Self.readAtMost) {
      do throws(SystemError) {
        let json = try archive.read(name, upTo: CrashRecord.longest)
        guard let record = CrashRecord(json: json, utcOffset: utcOffset) else {
          skipped.append(Skipped(name: name, reason: "not a crash report that this version can read"))
          continue
        }
        records.append((String(name.dropLast(".json".count)), record))
        if let group = record.group { history.note(group, at: record.ended) }
      } catch {
        skipped.append(Skipped(name: name, reason: error.reason))
      }
    }
    if names.count > Self.readAtMost {
      skipped.append(Skipped(name: "\(names.count - Self.readAtMost) more reports", reason: "there are too many"))
    }
    all = records.map {
      CrashList.Entry(name: $0.name, record: $0.record, seen: $0.record.group.flatMap { history[$0] })
    }
    var told: Set<CrashHistory.Group> = []
    entries = all.filter { entry in entry.record.group.map { told.insert($0).inserted } ?? true }
  }
}
