import PluginModel

/// The checks of a reading as they are made, in order. The first that fails gives the inspection its rejection.
struct CheckRecord {
  var inspection = Inspection()
  private let extent: InspectionRequest.Extent

  init(_ extent: InspectionRequest.Extent) { self.extent = extent }

  mutating func pass(_ id: Check.ID, _ summary: @autoclosure () -> String) {
    pass(Check(id, .pass, Words.clipped(summary().harmless)))
  }

  /// Takes a check that cannot fail, if it is wanted.
  mutating func pass(_ check: @autoclosure () -> Check) { if extent > .findings { add(check()) } }

  mutating func fail(_ id: Check.ID, _ rejection: Rejection, _ details: [String] = []) {
    var harmless = rejection
    harmless.reason = rejection.reason.harmless
    harmless.hint = rejection.hint.map { ForeignText($0).lines }
    let check = Check(id, .fail, harmless.reason, hint: harmless.hint, details: details.map(\.harmless))
    add(check, harmless)
  }

  /// - Parameter rejection: why the check failed, nil if it did not.
  mutating func add(_ check: Check, _ rejection: Rejection? = nil) {
    if check.status != .pass || extent > .findings { inspection.checks.append(check) }
    if inspection.rejection == nil { inspection.rejection = rejection }
  }

  /// For checks that an earlier failure leaves without anything to look at: the reader sees that they were not passed.
  mutating func skip(_ ids: [Check.ID], because reason: String) {
    inspection.checks += ids.map { .notMade($0, because: reason) }
  }
}
