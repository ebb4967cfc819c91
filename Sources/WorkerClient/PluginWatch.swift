import CLinux
import Glibc
import Linux
import PluginModel

/// Finds the plugins of a command line, and goes on seeing what becomes of them: call `advance` when the descriptor can be
/// read and when the deadline has come. Looks at names and inodes, never into a file.
public struct PluginWatch {
  /// What is to be told.
  public enum News {
    /// The plugins that there are, once.
    case found(PluginFinder.Findings)
    case changed(PluginChanges, notes: [String])
  }

  private let places: PluginFinder
  /// Nil if the kernel has no room for one.
  private let folders: FolderWatch?
  /// The look that is under way.
  private var finder: PluginFinder?
  private var known: KnownPlugins?
  private var settling = Settling()
  /// Folders that the command line named, and that were there.
  private var given: [PluginPath] = []
  /// What is to be said, and what of it was said after the last look.
  private var notes: [String] = []
  private var told: Set<String> = []
  /// Folders that are not there, and when to see if they are.
  private var missing: [PluginPath] = []
  private var nextGlance: UInt64 = 0

  /// Between two glances at a folder that is not there, in nanoseconds: nothing tells when it is mounted.
  private static let patience: UInt64 = 1_000_000_000

  /// - Parameter places: where to look; not begun.
  public init(_ places: PluginFinder) {
    self.places = places
    finder = places
    do {
      folders = try FolderWatch()
    } catch {
      folders = nil
      notes = ["changes of plugins are not seen while airlock runs: \(Self.words(for: error))"]
    }
    // Before the first name is looked at: what happens in between is seen.
    if let folders { _ = folders.follow(places.paths) }
  }

  /// To be polled for reading; nil if nothing is watched.
  public var descriptor: Int32? { folders?.descriptor }

  /// When to call `advance` though nothing has come, by the monotonic clock in nanoseconds; nil if there is no need to.
  public var deadline: UInt64? {
    guard finder == nil else { return linux_now() }
    return [settling.due, missing.isEmpty ? nil : nextGlance].compactMap(\.self).min()
  }

  /// Goes on with what is to be done, a few milliseconds' worth.
  public mutating func advance() -> News? {
    let now = linux_now()
    if folders?.drain() == true { settling.note(at: now) }
    if !missing.isEmpty, nextGlance <= now {
      nextGlance = now + Self.patience
      if missing.contains(where: { (try? FileStatus(path: $0)) != nil }) { settling.look(at: now) }
    }
    if finder == nil, let due = settling.due, due <= now {
      settling.begin()
      finder = places
    }
    guard finder?.advance() == false, let findings = finder?.findings else { return nil }
    finder = nil
    return take(findings)
  }

  private mutating func take(_ findings: PluginFinder.Findings) -> News? {
    given += findings.givenFolders.filter { !given.contains($0) }
    follow(findings.folders)
    guard known != nil else {
      known = KnownPlugins(findings)
      var findings = findings
      findings.notes += unsaid()
      told.formUnion(findings.notes + findings.problems)
      return .found(findings)
    }
    let comparison = known?.compare(with: findings, at: Int64(clamping: linux_wall_clock()))
    guard let comparison else { return nil }
    if comparison.isUnsettled { settling.look(at: linux_now() + Settling.time) }
    if comparison.isFull { notes.append("more than \(Limits.plugins) plugins; the rest is left out") }
    notes += findings.problems + findings.notes
    let news = unsaid()
    return comparison.changes.isEmpty && news.isEmpty ? nil : .changed(comparison.changes, notes: news)
  }

  /// Of the notes of this look those that the one before did not have.
  private mutating func unsaid() -> [String] {
    defer { (told, notes) = (Set(notes), []) }
    return notes.filter { !told.contains($0) }
  }

  private mutating func follow(_ found: [PluginPath]) {
    guard let folders else { return }
    let following = folders.follow(given.filter { !found.contains($0) } + found)
    if following.isNew { settling.look(at: linux_now() + Settling.time) }
    if let problem = following.problem {
      notes.append("changes in \(Self.count(following.unwatched)) are not seen: \(Self.words(for: problem))")
    } else if following.unwatched > 0 {
      notes.append(
        "changes in \(Self.count(following.unwatched)) are not seen: at most \(FolderWatch.mostFolders) are watched")
    }
    let gone = given.filter(Set(following.missing).contains)
    notes += gone.map { "folder \($0.line) is gone; it is looked for again" }
    missing = following.missing
    nextGlance = linux_now() + Self.patience
  }

  private static func count(_ folders: Int) -> String { folders == 1 ? "1 folder" : "\(folders) folders" }

  /// What the kernel says of its own tables, "no space left on device", reads like something else.
  private static func words(for error: SystemError) -> String {
    switch error.number {
    case ENOSPC: "the system has no more watches (fs.inotify.max_user_watches)"
    case EMFILE: "too many programs watch already (fs.inotify.max_user_instances)"
    default: error.reason
    }
  }
}
