import CLinux
import Dashboard
import Linux
import PluginModel
import Reports
import Storage

/// Remembers for the next session, and knows what earlier ones remembered. Does one thing at a time: in between, keys are
/// heard.
struct MemoryKeeper {
  /// Nil where there is no place for it; then nothing is said either, for nobody has asked for it.
  private let journal: Journal?
  private let utcOffset: Int32
  private var reading: Reading = .notBegun
  private var read: [Remembrance] = []
  private var unwritten: [String] = []
  /// When to try again after another process would not let go of the journal.
  private var nextTry: UInt64 = 0
  /// What was told last: it is not told again.
  private var problem: String?

  private enum Reading {
    case notBegun
    case wanted
    /// Lines that have not been understood yet.
    case underWay(ArraySlice<String>)
    case done
  }

  /// Lines at a time: a few milliseconds' worth.
  private static let step = 200
  /// Between two attempts, in nanoseconds.
  private static let pause: UInt64 = 2_000_000_000
  /// Of what waits for another process, in lines.
  private static let mostUnwritten = 20_000

  /// In the user's own folder.
  init(utcOffset: Int32) {
    self.utcOffset = utcOffset
    journal = StateFolder.path.map { Journal("memory", in: $0, utcOffset: utcOffset, patience: Self.patience) }
  }

  /// Nobody is to notice that another process has the journal just now; in nanoseconds.
  private static let patience: UInt64 = 50_000_000

  /// When to call `advance`, by the monotonic clock in nanoseconds; nil if there is nothing to do.
  var deadline: UInt64? {
    switch reading {
    case .wanted, .underWay: return linux_now()
    case .notBegun, .done: return unwritten.isEmpty ? nil : nextTry
    }
  }

  /// What earlier sessions remembered is wanted now.
  mutating func begin() { if case .notBegun = reading { reading = journal == nil ? .done : .wanted } }

  mutating func remember(_ remembrance: Remembrance) {
    guard journal != nil, let line = MemoryRecord.line(of: remembrance), line.utf8.count <= Journal.longestLine else {
      return
    }
    unwritten.append(line)
    if unwritten.count > Self.mostUnwritten { unwritten.removeFirst(unwritten.count - Self.mostUnwritten) }
  }

  /// Does one thing, if its time has come.
  mutating func advance() -> [Action] {
    guard let journal, let deadline, deadline <= linux_now() else { return [] }
    switch reading {
    case .wanted: return look(into: journal)
    case .underWay(let lines): return understand(lines)
    case .notBegun, .done: return write(to: journal)
    }
  }

  /// At the end: what has not been written yet. Why that could not be done, in a sentence, unless that was told before.
  mutating func finish() -> String? {
    guard let journal, !unwritten.isEmpty, case .effectDone(let words)? = write(to: journal).first else { return nil }
    return words
  }

  private mutating func look(into journal: Journal) -> [Action] {
    do {
      let contents = try journal.read()
      reading = .underWay(contents.lines[...])
      guard contents.lines.count > MemoryCompaction.mostLines else { return told(contents.note) }
      return told(try journal.compact(MemoryCompaction.kept) ?? contents.note)
    } catch {
      if case .wanted = reading { reading = .done }
      return failed(error)
    }
  }

  private mutating func understand(_ lines: ArraySlice<String>) -> [Action] {
    read += lines.prefix(Self.step).compactMap { MemoryRecord.remembrance($0, utcOffset: utcOffset) }
    let rest = lines.dropFirst(Self.step)
    guard rest.isEmpty else {
      reading = .underWay(rest)
      return []
    }
    reading = .done
    defer { read = [] }
    return read.isEmpty ? [] : [.remembered(read)]
  }

  private mutating func write(to journal: Journal) -> [Action] {
    do throws(JournalError) {
      let note = try append(to: journal)
      unwritten = []
      problem = nil
      return told(note)
    } catch {
      // Held by another: later. Whatever else is wrong will be so again, and the lines must not pile up.
      if case .held = error { nextTry = linux_now() + Self.pause } else { unwritten = [] }
      return failed(error)
    }
  }

  /// Not synced: to lose a moment's memory to a power cut is better than to wait for the disk after each run.
  private func append(to journal: Journal) throws(JournalError) -> String? {
    do throws(JournalError) {
      return try journal.append(unwritten, sync: false)
    } catch {
      guard case .full = error else { throw error }
      let note = try journal.compact(MemoryCompaction.kept)
      return try journal.append(unwritten, sync: false) ?? note
    }
  }

  private func told(_ note: String?) -> [Action] { note.map { [.effectDone($0)] } ?? [] }

  private mutating func failed(_ error: any Error) -> [Action] {
    let reason = "history and marks could not be kept: \(error)"
    defer { problem = reason }
    return reason == problem ? [] : told(reason)
  }
}
