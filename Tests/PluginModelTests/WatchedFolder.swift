import Foundation
import Glibc
import PluginModel
import TestSupport
import WorkerClient

/// A folder whose plugins are watched, and what has been told of them, as a screen would keep it.
final class WatchedFolder {
  struct TimedOut: Error {
    let wanted: String
    let names: [String]
  }

  let folder: TemporaryFolder
  private(set) var watch: PluginWatch
  /// The names by place, removed or not; nil before they were found.
  private(set) var names: [String]?
  private(set) var gone: Set<Int> = []
  /// The names of those that were told, in order.
  private(set) var added: [String] = []
  private(set) var removed: [String] = []
  private(set) var changed: [String] = []
  private(set) var signed: [String] = []
  private(set) var returned: [String] = []
  private(set) var notes: [String] = []
  /// How large each plugin's file was when it was told.
  private(set) var sizes: [String: [Int]] = [:]

  /// - Parameter places: names in the folder; none is the folder itself.
  init(_ folder: TemporaryFolder, _ places: [String] = [], recursive: Bool = false) throws {
    self.folder = folder
    let paths = places.isEmpty ? [folder.path] : places.map { folder($0) }
    watch = PluginWatch(PluginFinder(paths.map { PluginPath($0) }, recursive: recursive))
    try wait("the first look") { $0.names != nil }
  }

  /// The plugins that are there now.
  var present: Set<String> { Set((names ?? []).indices.filter { !gone.contains($0) }.map { names?[$0] ?? "" }) }

  /// Lets the watch do what it wants until something is true, or much too long.
  func wait(_ wanted: String, until condition: (WatchedFolder) -> Bool) throws {
    let end = Date(timeIntervalSinceNow: 20)
    while !condition(self) {
      guard Date() < end else { throw TimedOut(wanted: wanted, names: present.sorted()) }
      step()
    }
  }

  /// Until there is nothing more to look at; of folders that are missing it would never be.
  func settle() throws { try wait("nothing more to do") { $0.watch.deadline == nil } }

  private func step() {
    var entry = pollfd(fd: watch.descriptor ?? -1, events: Int16(POLLIN), revents: 0)
    let left = watch.deadline.map { Int64(clamping: $0) - Int64(clamping: Self.now) }
    poll(&entry, 1, left.map { Int32(clamping: max(0, $0 / 1_000_000 + 1)) } ?? 10)
    switch watch.advance() {
    case nil: break
    case .found(let findings):
      names = findings.list.plugins.map { name($0.path) }
      notes = findings.notes + findings.problems
    case .changed(let changes, let more): take(changes, more)
    }
  }

  private func take(_ changes: PluginChanges, _ more: [String]) {
    names? += changes.added.map { name($0.path) }
    gone.formUnion(changes.removed)
    gone.subtract(changes.returned)
    func all(_ places: [Int]) -> [String] { places.map { names?[$0] ?? "?" } }
    added += changes.added.map { name($0.path) }
    removed += all(changes.removed)
    changed += all(changes.changed)
    signed += all(changes.signed)
    returned += all(changes.returned)
    notes += more
    for name in changes.added.map({ name($0.path) }) + all(changes.changed) + all(changes.returned) {
      sizes[name, default: []].append((try? folder.read(name).count) ?? -1)
    }
  }

  private func name(_ path: PluginPath) -> String {
    path.line.hasPrefix(folder.path + "/") ? String(path.line.dropFirst(folder.path.count + 1)) : path.line
  }

  private static var now: UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
