import PluginInspection
import PluginModel
import Synchronization

/// One for all tests, as one serves many files: what it knows of the machine costs more than a file.
private let inspector = Mutex(Inspector())

func inspect(_ path: String, function: String = "MyFunction", digest: Bool = false) -> Inspection {
  inspector.withLock {
    $0.inspect(InspectionRequest(path: PluginPath(path), function: function, digest: digest))
  }
}

/// The C function that every plugin of kind `c` has.
let goodC = """
  #include <stddef.h>
  #include <stdint.h>
  int32_t MyFunction(const char *input, int64_t *result, char *error, size_t error_capacity) {
    *result = 42;
    return 0;
  }
  """

extension Inspection {
  /// The check that the rejection comes from.
  var firstFailed: Check? { checks.first { $0.status == .fail } }
  var statuses: [Check.Status] { checks.map(\.status) }
}

extension Check.ID {
  /// What the inspector makes of every file, in order; opening it comes later.
  static let ofInspector: [Check.ID] = Check.ID.allCases.filter { $0 != .provenance && $0 != .load }
}
