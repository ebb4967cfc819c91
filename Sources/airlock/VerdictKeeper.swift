import CLinux
import Dashboard
import Linux
import PluginModel
import Reports
import Storage
import WorkerClient

/// Reads people's verdicts for the dashboard, reads them again when others have written some, and writes what is decided
/// here. All of it on another thread, one thing at a time: no key waits for the disk, and nothing is said to be written
/// that is not on it.
struct VerdictKeeper {
  /// Nil where there is no place for them.
  private let book: VerdictBook?
  private var watch: FolderWatch?
  private var work: Work?
  /// Something may have been written since it was read last.
  private var isStale = false
  /// What was read last, so that it is not read again when other files of its folder change.
  private var seen: FileState?
  private var unwritten: [[RulingRequest]] = []
  /// What was told last: it is not told again.
  private var told: String?

  private enum Work {
    case reading(Background<Result<VerdictBook.Contents, JournalError>>)
    case writing(Background<VerdictBook.Outcome>)

    var descriptor: Int32 {
      switch self {
      case .reading(let background): background.descriptor
      case .writing(let background): background.descriptor
      }
    }
  }

  init(_ book: VerdictBook?) { self.book = book }

  /// To be polled for reading.
  var descriptors: [Int32] {
    [watch?.descriptor, work?.descriptor].compactMap(\.self).filter { $0 >= 0 }
  }

  /// When to call `advance` though no descriptor tells anything; nil if there is no need to.
  var deadline: UInt64? { work?.descriptor == -1 ? linux_now() : nil }

  /// The plugins are listed: verdicts on them are wanted now.
  mutating func begin() {
    guard let book else { return }
    // Without it changes are seen when something is decided here.
    watch = try? FolderWatch()
    if book.file == .ofUser { _ = try? StateFolder.make(book.file.path.folder) }  // else there is nothing to watch yet
    follow()
    isStale = true
    proceed()
  }

  /// Writes down what somebody decided, when what is under way has been done.
  mutating func write(_ requests: [RulingRequest]) -> [Action] {
    guard book != nil else { return [.judged(nil, refused: [VerdictOptions.nowhere])] }
    unwritten.append(requests)
    proceed()
    return []
  }

  /// Takes what has been done, and goes on with what is next.
  mutating func advance() -> [Action] {
    if watch?.drain() == true {
      follow()
      if isOutdated { isStale = true }
    }
    var actions: [Action] = []
    if let work, isDone(work) {
      self.work = nil
      switch work {
      case .reading(let background): actions = take(background.finish())
      case .writing(let background): actions = take(background.finish())
      }
    }
    proceed()
    return actions
  }

  /// At the end: waits for what is under way, and writes what is not written yet; not for longer than one of them may take.
  /// What was not written, a sentence each: nobody sees the status line any more.
  ///
  /// - Parameter tell: says meanwhile what is waited for.
  mutating func finish(tell: (String) -> Void) -> [String] {
    guard let book else { return [] }
    let end = linux_now() + VerdictFile.patience
    var isTold = false
    func outcome(of background: Background<VerdictBook.Outcome>) -> [String] {
      if background.descriptor >= 0, !isTold {
        var entry = linux_poll(reading: background.descriptor)
        if linux_poll_all(&entry, 1, Self.moment) == 0 {
          isTold = true
          tell("waiting to write to \(book.place), which another airlock may hold")
        }
      }
      return background.finish().refused
    }
    var refused: [String] = []
    if case .writing(let background) = work { refused += outcome(of: background) }
    work = nil
    let requests = unwritten.flatMap(\.self)
    unwritten = []
    if !requests.isEmpty {
      let left = end - min(end, linux_now())
      refused += outcome(of: Background { book.write(requests, patience: left) })
    }
    return refused
  }
  /// That somebody waits without being told why, in milliseconds.
  private static let moment: Int32 = 300

  /// Again after each change: the folder may have become another one, as when a branch is checked out.
  private func follow() { _ = book.map { watch?.follow([$0.file.path.folder]) } }

  private mutating func proceed() {
    guard work == nil, let book else { return }
    if !unwritten.isEmpty {
      let requests = unwritten.removeFirst()
      work = .writing(Background { book.write(requests) })
    } else if isStale {
      isStale = false
      seen = state
      work = .reading(
        Background {
          do throws(JournalError) { return .success(try book.read()) } catch { return .failure(error) }
        })
    }
  }

  private func isDone(_ work: Work) -> Bool {
    var entry = linux_poll(reading: work.descriptor)
    return work.descriptor < 0 || linux_poll_all(&entry, 1, 0) > 0
  }

  /// Nil if it is not there.
  private var state: FileState? { book.flatMap { try? FileStatus(link: $0.file.path) }?.state }
  private var isOutdated: Bool { state != seen }

  private mutating func take(_ result: Result<VerdictBook.Contents, JournalError>) -> [Action] {
    switch result {
    case .success(let contents): return [.rulings(contents.rulings, notes: news(contents.note))]
    case .failure(let error):
      let news = news("people's verdicts could not be read: \(error)")
      return news.isEmpty ? [] : [.judged(nil, refused: news)]
    }
  }

  private mutating func take(_ outcome: VerdictBook.Outcome) -> [Action] {
    var actions: [Action] = []
    if let contents = outcome.contents { actions.append(.rulings(contents.rulings, notes: news(contents.note))) }
    return actions + [.judged(words(for: outcome.written), refused: outcome.refused)]
  }

  private func words(for written: [Ruling]) -> String? {
    guard let first = written.first, let book else { return nil }
    let what = written.count == 1 ? first.file.cells : "\(written.count) plugins"
    return first.decision == .withdrawn
      ? "the verdict on \(what) is taken back: written to \(book.place)"
      : "\(first.decision) \(what): written to \(book.place)"
  }

  private mutating func news(_ note: String?) -> [String] {
    defer { told = note }
    return note == told ? [] : [note].compactMap(\.self)
  }
}
