import PluginModel

/// Reads what a plugin file says about itself, without running a byte of it.
///
/// It is meant for a process of its own, sandboxed and limited: the file's bytes may be anything, and parts of the work
/// (libdw, Swift's demangler) are done by code that others wrote.
public final class Inspector {
  /// A file that changes while it is read is read again, so often.
  private static let readingsAtMost = 3

  private let surroundings: Surroundings

  public init() { surroundings = Surroundings() }

  /// - Parameter debugRoots: folders that hold separate debug info, as /usr/lib/debug does.
  init(debugRoots: [PluginPath]) { surroundings = Surroundings(debugRoots: debugRoots) }

  /// Answers what was asked by now, one after another, until an answer is not wanted any more.
  public func answer(_ requests: some Sequence<Request>, _ send: (Reply) -> Bool) {
    for request in requests {
      switch request {
      case .inspect(let request): guard send(.inspected(inspect(request))) else { return }
      case .compare(let comparison): guard send(.compared(surroundings.files.order(comparison))) else { return }
      case .run, .prepare, .verify, .stop, .jobs: return  // that is for others
      }
    }
  }

  public func inspect(_ request: InspectionRequest) -> Inspection {
    surroundings.refresh(since: request.asked)
    return read(request)
  }

  private func read(_ request: InspectionRequest) -> Inspection {
    var inspection = Inspection()
    for _ in 0..<Self.readingsAtMost {
      do {
        let file = try surroundings.files.open(request.path)
        var reading = Reading(request, in: surroundings)
        try reading.read(file)
        inspection = reading.inspection
        if try file.state() == file.opened.state { break }
      } catch {
        return Self.unreachable(request, error)
      }
    }
    return inspection
  }

  private static func unreachable(_ request: InspectionRequest, _ error: FileError) -> Inspection {
    var rejection = error.rejection
    if error == .notFound(hint: nil) { rejection.hint = MissingFile.hint(for: request.path) }
    var record = CheckRecord(request.extent)
    record.inspection.nature = error.nature
    record.fail(.file, rejection)
    record.skip(Check.ID.allCases.filter { $0 != .file && $0 != .load }, because: error.obstacle)
    return record.inspection
  }
}
