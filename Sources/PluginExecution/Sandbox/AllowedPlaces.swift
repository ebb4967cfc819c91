import CLinux
import Glibc
import Linux
import PluginModel

/// Where a plugin may read and write, as real paths: so that what Landlock will deny can be told. It decides nothing but
/// what the monitor does itself for the plugin.
struct AllowedPlaces {
  /// With all that lies below them.
  private let readable: [[UInt8]]
  private let writable: [[UInt8]]
  private let executable: [[UInt8]]
  /// Of a Go plugin.
  private let runner: [UInt8]?

  /// - Parameter system: what any library may read.
  init(for request: RunRequest, _ system: SystemPlaces, process: pid_t) {
    let policy = request.sandbox
    let places = system.places(for: policy)
    func paths(_ access: linux_access) -> [[UInt8]] { places.filter { $0.access == access }.map(\.path) }
    writable = policy.writable.map(\.bytes) + paths(LINUX_ACCESS_WRITE)
    executable = paths(LINUX_ACCESS_EXECUTE)
    runner = request.runner.flatMap { Self.real($0.path) }
    readable =
      places.map(\.path) + ([request.path] + request.libraries).compactMap(Self.real)
      + (runner.map { [$0] } ?? []) + policy.readable.map(\.bytes)
      + SystemPlaces.ofProcess(process).map(\.bytes) + writable
  }

  func mayExecute(_ notice: inout linux_notice) -> Bool {
    switch Self.place(&notice, LINUX_PLACE_FILE) {
    case .success(let place): executable.contains { place.lies(in: $0) }
    case .failure(let error): error.number == ENOENT || error.number == ENOTDIR
    }
  }

  /// Whether an open file lies where the user allowed to write.
  func mayWrite(_ descriptor: Int32) -> Bool {
    Descriptor.path(of: descriptor).map { $0.lies(inAny: writable) } ?? false
  }

  func isRunner(_ notice: inout linux_notice) -> Bool {
    if case .success(let place) = Self.place(&notice, LINUX_PLACE_FILE) { place == runner } else { false }
  }

  /// What is not there may be looked for, and what is there be made again: the kernel's own answer is the true one.
  func may(_ notice: inout linux_notice) -> Bool {
    switch notice.asked {
    case LINUX_ASKED_READ where notice.opens:
      return Self.place(&notice, LINUX_PLACE_FILE).isIn(readable, orMissing: true)
    case LINUX_ASKED_WRITE:
      if case .success(let place) = Self.place(&notice, LINUX_PLACE_FILE) { return place.lies(inAny: writable) }
      return Self.place(&notice, LINUX_PLACE_FOLDER).isIn(writable)
    case LINUX_ASKED_MAKE:
      if case .success = Self.place(&notice, LINUX_PLACE_NAME) { return true }
      return Self.place(&notice, LINUX_PLACE_FOLDER).isIn(writable)
    default:  // to take a name away, or to give it another
      if Self.place(&notice, LINUX_PLACE_NAME).isMissing { return true }
      return Self.place(&notice, LINUX_PLACE_FOLDER).isIn(writable)
    }
  }

  /// A file of proc(5) about one of the plugin's own threads or processes: Landlock's rules, which are made before these
  /// are born, cannot name it.
  func ownFile(_ notice: inout linux_notice, _ tracees: Set<pid_t>) -> PluginPath? {
    guard case .success(let place) = Self.place(&notice, LINUX_PLACE_FILE), !place.lies(inAny: readable) else {
      return nil
    }
    var parts = place.split(separator: UInt8(ascii: "/")).map { String(decoding: $0, as: UTF8.self) }[...]
    guard parts.popFirst() == "proc", let process = parts.popFirst().flatMap({ pid_t($0) }), tracees.contains(process)
    else { return nil }
    if parts.first == "task" {
      parts = parts.dropFirst()
      guard let thread = parts.popFirst() else { return PluginPath(place) }
      guard let thread = pid_t(thread), tracees.contains(thread) else { return nil }
    }
    guard parts.count == 1, let name = parts.first, Self.ownNames.contains(name) else { return nil }
    return PluginPath(place)
  }

  private static let ownNames: Set = [
    "cmdline", "comm", "limits", "maps", "smaps", "smaps_rollup", "stat", "statm", "status",
  ]

  private static func place(_ notice: inout linux_notice, _ place: linux_place) -> Result<[UInt8], SystemError> {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { buffer in
      guard linux_notice_place(&notice, place, buffer.baseAddress, buffer.count) == 0 else {
        return .failure(SystemError("open"))
      }
      return .success(buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) })
    }
  }

  private static func real(_ path: PluginPath) -> [UInt8]? {
    // What is not there now cannot be read later: the rules name files.
    guard let descriptor = try? Descriptor.openPlace(path) else { return nil }
    defer { close(descriptor) }
    return Descriptor.path(of: descriptor)
  }
}

extension Result where Success == [UInt8], Failure == SystemError {
  fileprivate var isMissing: Bool {
    guard case .failure(let error) = self else { return false }
    return error.number == ENOENT || error.number == ENOTDIR
  }

  fileprivate func isIn(_ folders: [[UInt8]], orMissing: Bool = false) -> Bool {
    switch self {
    case .success(let place): place.lies(inAny: folders)
    case .failure: orMissing && isMissing
    }
  }
}

extension [UInt8] {
  fileprivate func lies(inAny folders: [[UInt8]]) -> Bool { folders.contains { lies(in: $0) } }
}
