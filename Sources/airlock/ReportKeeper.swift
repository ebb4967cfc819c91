import Dashboard
import Linux
import PluginModel
import Reports
import Storage

/// Saves crash reports and reads those of earlier sessions, a file at a time: in between, keys are heard.
struct ReportKeeper {
  /// Nil where there is no place for them.
  private let archive: CrashArchive?
  /// Reports of earlier sessions that have not been read yet, the newest first; nil before they were listed.
  private var unread: [String]?
  /// Why the last one was not saved: of the next that is not saved for it, nothing is said.
  private var problem: String?
  private var unsaved: [(index: Int, occurrence: CrashOccurrence)] = []

  init(_ archive: CrashArchive?) { self.archive = archive }

  var hasWork: Bool { !unsaved.isEmpty || unread?.isEmpty == false }

  /// Looks at what there is: before this session adds to it.
  mutating func list() { unread = Array(((try? archive?.names()) ?? []).prefix(CrashArchive.keptAtMost)) }

  mutating func save(_ occurrence: CrashOccurrence, of index: Int) { unsaved.append((index, occurrence)) }

  /// Does one thing.
  mutating func advance(utcOffset: Int32) -> [Action] {
    if !unsaved.isEmpty { return [save()] }
    guard let name = unread?.popLast(), let json = try? archive?.read(name, upTo: CrashRecord.longest),
      let record = CrashRecord(json: json, utcOffset: utcOffset), let group = record.group
    else { return [] }
    return [.crashRemembered(group, record.ended)]
  }

  /// At the end: what has not been saved yet.
  mutating func finish() { while !unsaved.isEmpty { _ = save() } }

  private mutating func save() -> Action {
    let (index, occurrence) = unsaved.removeFirst()
    guard let archive else {
      let reason = "neither XDG_STATE_HOME nor HOME is set"
      return .reportNotSaved(index, occurrence.ended, reason: reason, isNews: false)
    }
    do {
      let path = try archive.save(occurrence)
      problem = nil
      return .reportSaved(index, occurrence.ended, path: StateFolder.shortened(path).text.cells)
    } catch {
      let reason = "\(StateFolder.shortened(archive.folder).line): \(error)"
      defer { problem = reason }
      return .reportNotSaved(index, occurrence.ended, reason: reason, isNews: reason != problem)
    }
  }
}

extension CrashArchive {
  /// Writes the report of a crash.
  ///
  /// - Returns: The file's path.
  func save(_ occurrence: CrashOccurrence) throws(SavingError) -> PluginPath {
    let json = CrashRecord.json(of: occurrence, in: .here)
    guard json.utf8.count <= CrashRecord.longest else { throw .tooLong(json.utf8.count) }
    do throws(SystemError) {
      return try save(json, of: occurrence.plugin.path, at: occurrence.ended)
    } catch {
      throw .system(error)
    }
  }
}

/// Why a report was not saved.
enum SavingError: Error, CustomStringConvertible {
  case tooLong(Int)
  case system(SystemError)

  var description: String {
    switch self {
    case .tooLong(let count): "the report is too long: \(Decimal.bytes(UInt64(count)))"
    case .system(let error): error.reason
    }
  }
}
